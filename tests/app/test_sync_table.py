"""`sync-table`: what it edits is right afterwards, and it edits nothing else."""

from __future__ import annotations

import difflib
import re
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from planproof.app.config import Config, Settings
from planproof.app.errors import CannotDo
from planproof.app.sync_table import Synced, _cell, sync_table
from planproof.app.verify import Request, verify
from planproof.markdown.parse import parse
from planproof.markdown.tree import Code
from planproof.text.source import Source

PLAN = "docs/plans/orders.md"
HEAD = "# Orders\n\n## Components / Modules Affected\n\n* `src/config.py`\n\n## Configuration & Env Vars\n\n"
TAIL = "\n## Goals\n\n* Be *quick*, at | most  \n"
CODE = (
    'import os\n\nPORT = os.environ.get("A_PORT", "9090")\nHOST = os.environ["B_HOST"]\n'
    'RATE = int(os.environ.get("C_RATE", "7"))\n'
)
HEADS = "| Variable | Purpose | Default | Required |\n| --- | --- | --- | --- |\n"


def settings_for(folder: Path) -> Settings:
    return Settings(str(folder), Config(jobs=1, cache=False), "", {})


def write(folder: Path, plan: str, code: str = CODE) -> None:
    for name, text in ((PLAN, plan), ("src/config.py", code)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(text.encode())


def synced(
    folder: Path, table: str, code: str = CODE, *, around: bool = True
) -> tuple[str, Synced]:
    """The table once synced, and what was said; it is held to be right then."""
    plan = HEAD + table + TAIL if around else table
    write(folder, plan, code)
    done = sync_table(settings_for(folder), PLAN, "configuration")
    assert done.before == plan
    write(folder, done.after, code)
    again = sync_table(settings_for(folder), PLAN, "configuration")
    assert (again.after, again.added, again.changed) == (done.after, (), ())
    truth = verify(settings_for(folder), Request(paths=(PLAN,)))
    wrong = [
        (claim.key, claim.reason)
        for _, claim in truth.claims
        if claim.kind in ("variable-default", "variable-unlisted") and claim.counts
    ]
    assert wrong == []
    if not around:
        return done.after, done
    assert done.after.startswith(HEAD)
    assert done.after.endswith(TAIL)
    return done.after[len(HEAD) : -len(TAIL)], done


def test_rows_are_added_and_defaults_mended(tmp_path: Path) -> None:
    table, done = synced(tmp_path, HEADS + "| `A_PORT` | Port | `8080` | No |\n")
    assert table == HEADS + (
        "| `A_PORT` | Port | `9090` | No |\n| `B_HOST` |  | - | Yes |\n| `C_RATE` |  | `7` | No |\n"
    )
    assert done.added == ("B_HOST", "C_RATE")
    assert done.changed == (("A_PORT", "9090"),)


def test_a_table_without_outer_pipes(tmp_path: Path) -> None:
    heads = "Variable | Purpose | Default | Required\n--- | --- | --- | ---\n"
    table, _ = synced(tmp_path, heads + "`A_PORT` | Port | `9090` | No\n")
    assert table == heads + (
        "`A_PORT` | Port | `9090` | No\n`B_HOST` |  | - | Yes\n`C_RATE` |  | `7` | No\n"
    )


def test_a_bare_row_would_not_begin_with_an_empty_cell_nor_end_in_one(tmp_path: Path) -> None:
    heads = "Purpose | Default | Variable\n--- | --- | ---\n"
    table, _ = synced(tmp_path, heads + "Port | `9090` | `A_PORT`\n")
    assert "|  | - | `B_HOST` |\n" in table
    heads = "Variable | Default | Notes\n--- | --- | ---\n"
    table, _ = synced(tmp_path, heads + "`A_PORT` | `9090` | x\n")
    assert "| `B_HOST` | - |  |\n" in table


def test_line_ends_stay_what_they_are(tmp_path: Path) -> None:
    row = "| `A_PORT` | Port | `80` | No |\n"
    plan = (HEAD + HEADS + row + TAIL).replace("\n", "\r\n")
    after, _ = synced(tmp_path, plan, around=False)
    assert re.sub("\r\n", "", after).count("\n") == 0
    assert "| `B_HOST` |  | - | Yes |\r\n| `C_RATE` |  | `7` | No |\r\n" in after
    mixed = HEAD + (HEADS + row).replace("\n", "\r\n") + TAIL
    after, _ = synced(tmp_path, mixed, around=False)
    assert "| `C_RATE` |  | `7` | No |\r\n\n## Goals" in after


def test_a_table_at_the_end_of_a_text_without_a_last_line_end(tmp_path: Path) -> None:
    plan = f"\ufeff{HEAD}{HEADS}| `A_PORT` | Port | `9090` | No |"
    after, _ = synced(tmp_path, plan, around=False)
    assert after == f"{plan}\n| `B_HOST` |  | - | Yes |\n| `C_RATE` |  | `7` | No |"


def test_a_table_of_a_head_alone(tmp_path: Path) -> None:
    table, done = synced(tmp_path, HEADS)
    assert table == HEADS + (
        "| `A_PORT` |  | `9090` | No |\n| `B_HOST` |  | - | Yes |\n| `C_RATE` |  | `7` | No |\n"
    )
    assert len(done.added) == 3


def test_other_columns_stay_empty_and_a_remark_stays(tmp_path: Path) -> None:
    heads = "| Owner | Default | Since | Variable |\n|---|---|---|---|\n"
    table, _ = synced(tmp_path, heads + "| @ada | `8080` (all but tests) | v2 | `A_PORT` |\n")
    assert table == heads + (
        "| @ada | `9090` (all but tests) | v2 | `A_PORT` |\n"
        "|  | - |  | `B_HOST` |\n"
        "|  | `7` |  | `C_RATE` |\n"
    )


def test_an_indented_table_stays_one_table(tmp_path: Path) -> None:
    lines = (HEADS + "| `A_PORT` | Port | `80` | No |\n").splitlines()
    after, _ = synced(tmp_path, "".join(f"   {line}\n" for line in lines))
    assert after.endswith("   | `C_RATE` |  | `7` | No |\n")


@pytest.mark.parametrize(("first", "rest"), [("> ", "> "), ("* ", "  ")])
def test_a_table_in_a_list_or_quotation_is_left_to_people(
    tmp_path: Path, first: str, rest: str
) -> None:
    one, *more = (HEADS + "| `A_PORT` | Port | `80` | No |\n").splitlines()
    write(tmp_path, "\n".join([HEAD + first + one, *(rest + line for line in more), TAIL]))
    with pytest.raises(CannotDo, match="has no configuration table"):
        sync_table(settings_for(tmp_path), PLAN, "configuration")


def test_of_several_tables_the_last_with_names_gets_the_rows(tmp_path: Path) -> None:
    one = HEADS + "| `A_PORT` | Port | `9090` | No |\n\n"
    two = "| Variable | Default |\n|---|---|\n| `D_OLD` | `1` |\n\n"
    three = "| When | What |\n|---|---|\n| now | then |\n"
    table, _ = synced(tmp_path, one + two + three)
    assert table == one + two[:-1] + "| `B_HOST` | - |\n| `C_RATE` | `7` |\n\n" + three


def test_several_names_in_a_row_have_each_its_own_default(tmp_path: Path) -> None:
    row = "| `A_PORT`, `C_RATE` | Both | `9090`, `8` | No |\n| `B_HOST` | Host | - | Yes |\n"
    table, done = synced(tmp_path, HEADS + row)
    assert table == HEADS + row.replace("`8`", "`7`")
    assert done.changed == (("C_RATE", "7"),)
    same = 'import os\nA = os.environ.get("A_MIN", "5")\nB = os.environ.get("A_MAX", "5")\n'
    table, _ = synced(tmp_path, HEADS + "| `A_MIN`, `A_MAX` | Both | `8` | No |\n", same)
    assert "| `5` |" in table


def test_one_value_for_several_defaults_is_left_to_people(tmp_path: Path) -> None:
    row = "| `A_PORT`, `C_RATE` | Both | `8` | No |\n| `B_HOST` | Host | - | Yes |\n"
    write(tmp_path, HEAD + HEADS + row + TAIL)
    done = sync_table(settings_for(tmp_path), PLAN, "configuration")
    assert (done.after, done.changed) == (done.before, ())


def test_bullets_are_left_to_people(tmp_path: Path) -> None:
    text = "* `A_PORT=80`: the port\n* `C_RATE`: the rate, default 9\n* `B_HOST`\n"
    write(tmp_path, HEAD + text + TAIL)
    done = sync_table(settings_for(tmp_path), PLAN, "configuration")
    assert done.after == done.before


def test_a_default_that_the_code_does_not_give_becomes_a_dash(tmp_path: Path) -> None:
    rows = (
        "| `A_PORT` | Port | `9090` | No |\n"
        "| `B_HOST` | Host | `localhost` (here) | Yes |\n"
        "| `C_RATE` | Rate | 7 | No |\n"
    )
    table, done = synced(tmp_path, HEADS + rows)
    assert table == HEADS + rows.replace("`localhost` (here)", "-")
    assert done.changed == (("B_HOST", "-"),)


def test_an_accepted_default_stays(tmp_path: Path) -> None:
    accept = "<!-- planproof: accept variable-default until Monday -->\n\n"
    rows = "| `A_PORT` | Port | `1` | No |\n| `B_HOST` | | - | Yes |\n| `C_RATE` | | `7` | No |\n"
    table, done = synced(tmp_path, accept + HEADS + rows)
    assert table == accept + HEADS + rows
    assert done.changed == ()


def test_what_cannot_be_synced(tmp_path: Path) -> None:
    write(tmp_path, f"{HEAD}Nothing yet.\n")
    with pytest.raises(CannotDo, match="has no configuration table"):
        sync_table(settings_for(tmp_path), PLAN, "configuration")
    with pytest.raises(CannotDo, match="`risks` cannot be synced"):
        sync_table(settings_for(tmp_path), PLAN, "risks")
    with pytest.raises(CannotDo, match="there is no plan"):
        sync_table(settings_for(tmp_path), "nowhere", "configuration")


VALUES = st.text("ab|`\\ -*_<&$", min_size=1, max_size=8).filter(lambda text: bool(text.strip()))


@bounds(max_examples=300, deadline=None)
@given(VALUES)
@example("a|b")
@example("`")
@example("``a`")
@example("\\|")
def test_a_value_is_read_back_from_its_cell(value: str) -> None:
    table = f"| a | b |\n|---|---|\n| {_cell(value)} | x |\n"
    row = parse(Source("x.md", table)).tables[0].rows[0]
    assert row.cells[1].text == "x"
    (code,) = row.cells[0].inlines
    assert isinstance(code, Code)
    assert code.text.strip() == value.strip()


DEFAULTS = st.sampled_from(
    ["8080", "a|b", "x`y", "-", "", "none", "30s", "true", "https://a.example/?b=1&c"]
)
CELLS = st.sampled_from(
    ["`1`", "1", "-", "", "`x|y`".replace("|", "\\|"), "`8080` (dev)", "as *set*", "`true`"]
)


@bounds(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(DEFAULTS, CELLS), min_size=1, max_size=4),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
    st.integers(0, 4),
)
def test_every_byte_outside_the_edits_stays(
    rows: list[tuple[str, str]], newline: str, piped: bool, listed: int
) -> None:
    names = [f"V{number}_NAME" for number in range(len(rows))]
    code = "import os\n" + "".join(
        f"v{number} = os.environ.get({name!r}, {default!r})\n"
        for number, (name, (default, _)) in enumerate(zip(names, rows, strict=True))
    )
    lines = [f"`{name}` | é | {cell} | No" for name, (_, cell) in zip(names, rows, strict=True)]
    lines = ["Variable | Purpose | Default | Required", "---|---|---|---", *lines[:listed]]
    table = "".join(f"| {line} |\n" if piped else f"{line}\n" for line in lines)
    plan = (HEAD + table + TAIL).replace("\n", newline)
    with tempfile.TemporaryDirectory() as folder:
        after, done = synced(Path(folder), plan, code, around=False)
    old, new = plan.splitlines(keepends=True), after.splitlines(keepends=True)
    assert len(new) == len(old) + len(done.added)
    changed = 0
    for tag, start, end, other, stop in difflib.SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            continue
        assert tag in ("replace", "insert")
        changed += end - start
        for before, later in zip(old[start:end], new[other:stop], strict=False):
            one, two = re.split(r"(?<!\\)\|", before), re.split(r"(?<!\\)\|", later)
            assert len(one) == len(two)
            assert sum(left != right for left, right in zip(one, two, strict=True)) == 1
    assert changed == len(done.changed)
