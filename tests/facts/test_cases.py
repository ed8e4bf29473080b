"""Literate cases: code, and the facts that are in it.

A case is a heading, a fence with code (its info string says the language, and the file's name where
that counts) and a fence `facts` (or `sought`) with one line for each fact of the kinds that the case's
folder is named for.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from planproof.facts.content import Content
from planproof.facts.model import Mention
from planproof.facts.probe import sought, stated
from planproof.markdown.parse import parse
from planproof.markdown.tree import Fence, Heading
from planproof.text.source import Source
from tests.facts.telling import told
from tests.support import CASES

NAMES = {
    "python": "src/example.py",
    "javascript": "src/example.js",
    "jsx": "src/example.jsx",
    "typescript": "src/example.ts",
    "tsx": "src/example.tsx",
    "go": "pkg/example.go",
    "java": "src/main/java/Example.java",
    "kotlin": "src/main/kotlin/Example.kt",
    "rust": "src/example.rs",
    "ruby": "lib/example.rb",
    "csharp": "src/Example.cs",
    "php": "src/Example.php",
    "shell": "bin/example.sh",
}


class Case(msgspec.Struct):
    """A case: a file and the facts expected of it; `kind` is the folder of the probes."""

    title: str
    path: str
    code: str
    kind: str
    expected: list[str]


def cases() -> Iterator[Case]:
    """Every case of every file, in order."""
    for file in sorted((CASES / "facts").rglob("*.md")):
        document = parse(Source(file.name, file.read_text("utf-8")))
        title, path, code = "", "", ""
        blocks: list[Heading | Fence] = [*document.headings, *document.fences]
        for block in sorted(blocks, key=lambda one: one.span.start):
            if isinstance(block, Heading):
                title, path, code = block.text, "", ""
                continue
            language, _, name = block.info.partition(" ")
            if language in ("facts", "sought"):
                expected = [line for line in block.text.splitlines() if line.strip()]
                yield Case(f"{file.stem}: {title}", path, code, file.parent.name, expected)
            else:
                path, code = (
                    name.strip() or NAMES.get(language, f"src/example.{language}"),
                    block.text,
                )


@pytest.mark.parametrize("case", list(cases()), ids=lambda case: case.title)
def test_facts_of_a_case(case: Case) -> None:
    assert case.code, "the case has no code"
    content = Content(case.code.encode())
    found = [*stated(case.path, content).facts, *sought(case.path, content).facts]
    mentions = any(line.split()[1:2] == ["mention"] for line in case.expected)
    lines = [
        told(fact)
        for fact in found
        if fact.probe.startswith(f"{case.kind}/") and (mentions or not isinstance(fact, Mention))
    ]
    assert sorted(lines) == sorted(" ".join(line.split()) for line in case.expected)
