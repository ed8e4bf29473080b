"""Verdicts for people at a terminal."""

from __future__ import annotations

import re

import msgspec
import pytest
from hypothesis import given, settings

from planproof.report.formats import text
from planproof.report.model import Look, Problem
from planproof.report.truth import Read, Truth
from planproof.report.words import columns
from tests.report.support import (
    BROKEN,
    TRUTHS,
    claim,
    nasty_truth,
    place,
    plan_truth,
    truth,
)

ESCAPES = re.compile(r"\x1b\[[0-9;]*m")
QUIET_READ = Read(files=2, languages={"python": 1})


def small(*claims: object, **changes: object) -> Truth:
    """One plan and nothing else."""
    given = [one for one in claims if isinstance(one, type(BROKEN))]
    calm: dict[str, object] = {
        "problems": (),
        "set_aside": (),
        "passed_over": 0,
        "read": QUIET_READ,
    }
    return truth(plan_truth(*given), **{**calm, **changes})


def test_everything_at_80_columns() -> None:
    assert (
        text.truth(truth(), Look(width=80))
        == """\
error: docs/plans/latin.md: cannot be read: no UTF-8
  Save it anew.

docs/plans/idempotent-orders.md  Idempotent order creation (active)
  7.4 Configuration & Env Vars
    holds    `A_PORT` is `8080` by default: src/config.py:3 has this default

broken[variable-default]: the plan says that `A_PORT` is `8080` by default
  --> docs/plans/idempotent-orders.md:11:21
   |
11 | | `A_PORT` | Port | `8080` | No |
   |                     ^^^^^^
  --> src/config.py:3
 3 | PORT = environ.get("A_PORT", "9090")
  --> src/old.py:7
 7 | PORT = environ.get("A_PORT", "7070")
   = but: src/config.py:3 reads it with `9090`
   = help: Write `9090` into the table, or make the code's default `8080`.

  15 Incremental Implementation Checklist

broken[merged]: the plan says that #12 is merged
  --> docs/plans/idempotent-orders.md:40:18
   |
40 | * [x] 2. Listen (#12)
   |                  ^^^
   = but: no commit of the main branch is or mentions it
   = help: Merge it, untick the step, or correct the reference.

  7.4 Configuration & Env Vars
    pending  "Fast" is proven: src/config.py:3 has this default
  15 Incremental Implementation Checklist
    broken   #12 is merged
               no commit of the main branch is or mentions it (accepted: until
               Monday)
    broken   #12 is merged
               no commit of the main branch is or mentions it (in the baseline)
  7.4 Configuration & Env Vars
    unknown  `A_PORT` is `8080` by default: nobody can say

7 claims in 1 plan: 1 holds, 3 broken, 1 accepted, 1 pending, 0 unproven, 0
  stale, 1 unknown
unknown: 1 variable-default
1 broken claim is in the baseline
read 3 python, 1 go; not read: 2 .swift; left out 1 file: binary (1); with
  wrong syntax, read in part: src/bad.py:4; 2 Markdown files were not taken for
  plans
set aside 1 plan, because it is withdrawn (--all judges them, too)
"""
    )


def test_at_120_columns_reasons_stand_beside_claims() -> None:
    shown = text.truth(truth(), Look(width=120))
    assert (
        "    broken   #12 is merged: no commit of the main branch is or mentions it (accepted: until Monday)\n"
        in shown
    )
    assert (
        "read 3 python, 1 go; not read: 2 .swift; left out 1 file: binary (1); with wrong syntax"
        in shown
    )


def test_colours_change_nothing_but_colour() -> None:
    plain = text.truth(truth(), Look(width=80))
    coloured = text.truth(truth(), Look(width=80, colour=True))
    assert (
        "\x1b[1;31mbroken[variable-default]\x1b[0m: \x1b[1mthe plan says that `A_PORT` is"
        in coloured
    )
    assert "    \x1b[32mholds   \x1b[0m `A_PORT`" in coloured
    assert ESCAPES.sub("", coloured) == plain


def test_quiet_shows_broken_claims_that_count_and_problems() -> None:
    shown = text.truth(truth(), Look(width=80, quiet=True))
    assert shown.count("broken[") == 2
    assert shown.startswith("error: docs/plans/latin.md")
    assert not re.search("holds|pending|claims in|read 3", shown)
    assert text.truth(small(claim()), Look(quiet=True)) == ""


def test_claims_that_only_lack_a_proof_are_shown_once_for_all() -> None:
    many = [
        claim(
            key=f"criterion-{number}",
            kind="proof",
            verdict="pending",
            says=f'"Fast {number}" is proven',
            reason="it names no proof yet",
            rests=(),
        )
        for number in range(5)
    ]
    assert """
    pending  "Fast 0" is proven: it names no proof yet
             and 4 more, for the same reason
""" in text.truth(small(*many), Look(width=80))
    assert "more, for" not in text.truth(small(*many[:2]), Look(width=80))


def test_a_reason_that_says_no_more_than_the_claim_is_left_out() -> None:
    shown = text.truth(small(claim(says="`a.py` exists", reason="it is there")), Look(width=80))
    assert "    holds    `a.py` exists\n" in shown
    broken = claim(says="`a.py` is gone", reason="it is there", verdict="unknown")
    assert "`a.py` is gone: it is there" in text.truth(small(broken), Look(width=80))


def test_plans_that_claim_nothing_are_only_counted() -> None:
    both = msgspec.structs.replace(
        truth(plan_truth(claim()), plan_truth()), problems=(), set_aside=(), passed_over=0
    )
    shown = text.truth(both, Look(width=80))
    assert shown.count("idempotent-orders.md") == 1
    assert "\n1 plan claims nothing that planproof knows how to judge\n" in shown


def test_since_shows_what_changed() -> None:
    made = small(
        msgspec.structs.replace(BROKEN, was="holds"),
        claim(key="b", was="holds"),
        claim(key="c", was="absent", says="`B` is read", reason="src/b.py:1 reads it"),
        since="f" * 40,
    )
    assert (
        text.truth(made, Look(width=80))
        == """\
docs/plans/idempotent-orders.md  Idempotent order creation (active)
    holds -> broken      `A_PORT` is `8080` by default: src/config.py:3 reads
                         it with `9090`
    new -> holds         `B` is read: src/b.py:1 reads it

2 verdicts are not what they were at ffffffffff
3 claims in 1 plan: 2 hold, 1 broken, 0 pending, 0 unproven, 0 stale, 0 unknown
read 1 python
"""
    )
    quiet = text.truth(made, Look(width=80, quiet=True))
    assert "holds -> broken" in quiet
    assert "new -> holds" not in quiet
    same = small(claim(was="holds"), since="f" * 40)
    assert text.truth(same, Look(width=80)).startswith("0 verdicts are not what they were")


def test_nothing_judged_says_so() -> None:
    nothing = truth(problems=(), set_aside=(), plans=(), passed_over=3)
    assert text.truth(nothing, Look()) == (
        "Nothing was judged: no plan was found; 3 Markdown files were not taken for plans.\n"
    )
    unknown = text.truth(small(claim(verdict="unknown")), Look())
    assert unknown.endswith("Nothing was judged: no claim could be held against anything.\n")
    empty = text.truth(small(), Look())
    assert "It claims nothing that planproof knows how to judge." in empty


def test_wide_characters_are_underlined_where_they_stand() -> None:
    excerpt = "| 変数 `A_PORT` | 八〇 |"
    made = small(
        msgspec.structs.replace(
            BROKEN,
            excerpt=excerpt,
            place=place(11, excerpt.index("八") + 1, 2),
            rests=(msgspec.structs.replace(BROKEN.rests[0], excerpt="値" * 60),),
        )
    )
    lines = text.truth(made, Look(width=80)).splitlines()
    marks = next(line for line in lines if "^" in line)
    above = lines[lines.index(marks) - 1]
    assert columns(above[: above.index("八")]) == marks.index("^")
    assert marks.count("^") == 4
    code = next(line for line in lines if "値" in line)
    assert code.endswith("…")
    assert columns(code) <= 80


def test_long_sentences_are_wrapped() -> None:
    words = "word " * 60
    made = small(
        claim(says=words, reason=words),
        msgspec.structs.replace(BROKEN, says=words, reason=words, help=words, excerpt="x" * 300),
    )
    for width in (40, 80, 120):
        for line in text.truth(made, Look(width=width)).splitlines():
            assert columns(line) <= width or "-->" in line or "active" in line, line


def test_no_text_steers_a_terminal() -> None:
    for made in (nasty_truth(), truth(nasty_truth().plans[4], since="f" * 40)):
        shown = text.truth(made, Look(width=80))
        shown.encode()  # no lone surrogate
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", shown)


def test_a_problem_has_its_line() -> None:
    made = truth(problems=(Problem("a\x1b.md", 7, "odd\x1b[2J", "mend\x07"),))
    assert text.truth(made, Look()).startswith("error: a�.md:7: odd�[2J\n  mend�\n")


@pytest.mark.parametrize("quiet", [False, True])
@settings(max_examples=60, deadline=None)
@given(made=TRUTHS)
def test_any_verdicts_are_shown(made: Truth, quiet: bool) -> None:
    look = Look(width=80, quiet=quiet)
    shown = text.truth(made, look)
    shown.encode()  # no lone surrogate
    assert "\n\n\n" not in shown
    coloured = text.truth(made, Look(width=80, quiet=quiet, colour=True))
    assert len(ESCAPES.sub("", coloured).split()) == len(shown.split())
    if not made.since:
        assert shown.count("\nbroken[") + shown.startswith("broken[") == made.failing
