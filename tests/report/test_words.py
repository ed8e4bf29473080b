"""The sentences that several formats share."""

from __future__ import annotations

import msgspec
import pytest

from planproof.report.words import (
    closing,
    counted,
    encodable,
    json_text,
    printable,
    sentence,
    told,
    verdict,
    worst_first,
)
from tests.report.support import EMPTY, finding, many, report


def test_numbers_agree_with_their_nouns() -> None:
    assert counted(0, "plan") == "0 plans"
    assert counted(1, "plan") == "1 plan"
    assert counted(1204, "entry", "entries") == "1,204 entries"


def test_the_closing_sentences_give_every_denominator() -> None:
    assert closing(report()) == (
        "Checked 2 plans (44 sections, 80 items) by 2 rules: 1 error, 1 warning, 1 info. "
        "1 can be mended by `planproof check --fix`, 1 suppressed in the plans, "
        "4 accepted by the baseline. 1 file could not be judged. 1 snippet could not be read. "
        "1 Markdown file was passed over."
    )


def test_a_run_that_checked_nothing_says_so() -> None:
    assert closing(EMPTY) == "No plan was checked."


def test_no_findings_is_said_in_words() -> None:
    assert verdict(EMPTY) == "no findings"
    assert verdict(many(100)) == "10 errors, 40 warnings, 50 infos"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("It is", "It is."), ("Is it?", "Is it?"), ("It is.", "It is."), ("", "")],
)
def test_a_sentence_ends_once(text: str, expected: str) -> None:
    assert sentence(text) == expected


def test_what_is_told_leaves_out_what_is_empty() -> None:
    assert told("Gone", "Put it back.") == "Gone. Put it back."
    assert told("Gone", "") == "Gone."


def test_the_worst_come_first_and_keep_their_order_otherwise() -> None:
    found = [finding(severity=one, rule=str(n)) for n, one in enumerate(["info", "error", "error"])]
    assert [one.rule for one in worst_first(found)] == ["1", "2", "0"]


def test_control_characters_are_replaced_and_line_ends_stay() -> None:
    assert printable("a\x00b\x1b[\x85\ufffe\tc\r\n") == "a\ufffdb\ufffd[\ufffd\ufffd\tc\r\n"


def test_a_report_without_lone_surrogates_is_left_as_it_is() -> None:
    made = report()
    assert encodable(made) is made


def test_lone_surrogates_are_replaced_and_nothing_else() -> None:
    broken = report(root="/caf\udce9/\U0001f600", findings=(finding(path="a\ud800.md"),))
    mended = encodable(broken)
    assert mended.root == "/caf\ufffd/\U0001f600"
    assert mended.findings == (finding(path="a\ufffd.md"),)
    assert msgspec.structs.replace(mended, root=broken.root, findings=broken.findings) == broken


def test_json_is_indented_and_has_no_lone_surrogates() -> None:
    assert json_text([{"path": "a"}]) == '[\n  {\n    "path": "a"\n  }\n]\n'
    assert json_text({"path": "caf\udce9.md", "\udce9": (1,)}) == (
        '{\n  "path": "caf\ufffd.md",\n  "\ufffd": [\n    1\n  ]\n}\n'
    )
    broken = report(root="/caf\udce9", findings=(finding(path="a\ud800.md"),))
    assert json_text(broken) == json_text(encodable(broken))
