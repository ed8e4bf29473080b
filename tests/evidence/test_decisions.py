"""Literate cases: a sentence, what was read, and what comes of it; see tests/cases/evidence/decisions.md."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from planproof.evidence.decide import decide
from planproof.markdown.parse import parse
from planproof.markdown.tree import Fence, Heading
from planproof.plan.figures.sentence import read_sentence
from planproof.text.source import Source
from tests.evidence.told import read_from, told
from tests.support import CASES


class Case(msgspec.Struct):
    """A sentence, the lines of what was read, and those of what was decided."""

    title: str
    sentence: str
    read: list[str]
    expected: list[str]


def cases() -> Iterator[Case]:
    """Every case, in order."""
    file = CASES / "evidence" / "decisions.md"
    document = parse(Source(file.name, file.read_text("utf-8")))
    blocks: list[Heading | Fence] = [*document.headings, *document.fences]
    title, sentence, read = "", "", []
    for block in sorted(blocks, key=lambda one: one.span.start):
        if isinstance(block, Heading):
            title = block.text
        elif block.info == "sentence":
            sentence = block.text.strip()
        elif block.info == "read":
            read = block.text.splitlines()
        else:
            yield Case(title, sentence, read, block.text.splitlines())


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_decision_of_a_case(case: Case) -> None:
    figures = read_sentence(case.sentence).figures
    least = next((int(line.split()[1]) for line in case.read if line.startswith("least")), 1)
    reads = [read_from(line) for line in case.read if not line.startswith("least")]
    held = decide(
        figures,
        [read for kind, read in reads if kind in ("read", "found")],
        least_runs=least,
        loads=[read for kind, read in reads if kind == "load"],
        durations=[read for kind, read in reads if kind == "duration"],
    )
    assert len(held) == len(figures)
    assert [line for one in held for line in told(one)] == case.expected
