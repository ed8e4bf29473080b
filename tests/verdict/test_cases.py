"""Literate cases: a repository with its plan, and the verdicts.

A case is a heading of level 2 and fences. A fence's info string gives its language and its path; a
`markdown` fence without a path is the plan `docs/plans/example.md`. A `history` fence has lines such as
`merged #128 abc1234`, `gone src/old.py abc1234 src/new.py`, `author Ada ada@acme.example`, `shallow`. An
`evidence` fence has a record a line, the earliest first; see `FakeEvidence`.
The fence `verdicts` lists what is expected, one claim a line; its info string may name the kinds of
claims to look at.
"""

from __future__ import annotations

import msgspec
import pytest

from planproof.markdown.parse import parse
from planproof.markdown.tree import Fence, Heading
from planproof.text.source import Source
from tests.support import CASES
from tests.verdict.telling import FakeHistory, told, verdicts


class Case(msgspec.Struct):
    """A case."""

    title: str
    files: dict[str, str]
    history: FakeHistory
    evidence: list[str]
    kinds: list[str]
    expected: list[str] | None


def cases() -> list[Case]:
    found: list[Case] = []
    for file in sorted((CASES / "verdict").glob("*.md")):
        document = parse(Source(file.name, file.read_text("utf-8")))
        blocks: list[Heading | Fence] = [*document.headings, *document.fences]
        case: Case | None = None
        for block in sorted(blocks, key=lambda one: one.span.start):
            if isinstance(block, Heading):
                if block.level == 2:
                    case = Case(f"{file.stem}: {block.text}", {}, FakeHistory(), [], [], None)
                    found.append(case)
            elif case is not None:
                _take(case, block)
    return found


def _take(case: Case, fence: Fence) -> None:
    language, _, rest = fence.info.partition(" ")
    if language == "verdicts":
        case.kinds = rest.split()
        case.expected = [line for line in fence.text.splitlines() if line.strip()]
    elif language == "evidence":
        case.evidence = [line for line in fence.text.splitlines() if line.strip()]
    elif language == "history":
        for line in fence.text.splitlines():
            _happened(case.history, line.split())
    else:
        case.files[rest.strip() or "docs/plans/example.md"] = fence.text


def _happened(history: FakeHistory, words: list[str]) -> None:
    match words:
        case ["merged", reference, commit]:
            history.commits[reference] = commit
        case ["gone", path, commit]:
            history.gone_paths[path] = (commit, "")
        case ["gone", path, commit, now]:
            history.gone_paths[path] = (commit, now)
        case ["author", *name, address]:
            history.people.append((" ".join(name), address))
        case ["shallow"]:
            history.shallow = True
        case _:
            raise AssertionError(words)


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.title)
def test_verdicts_of_a_case(case: Case) -> None:
    assert case.expected is not None, "the case expects nothing"
    found = verdicts(case.files, case.history, evidence=case.evidence)
    lines = [
        told(claim)
        for path in sorted(found)
        for claim in found[path]
        if not case.kinds or claim.kind in case.kinds
    ]
    assert lines == case.expected


def test_every_kind_of_claim_has_a_case() -> None:
    from planproof.verdict.base import claim_kinds

    files = {file.stem.replace("_", "-") for file in (CASES / "verdict").glob("*.md")}
    assert set(claim_kinds()) <= files
