"""Code that nests deeper than people write is left unread, with a note; it takes no time and no life."""

from __future__ import annotations

import pytest

from planproof.facts.probe import sought, stated

DEEP = {
    "sum": b"import os\nos.getenv(" + b"'a' +\n" * 5000 + b"'b')\n",
    "brackets": b"import os\nos.getenv(" + b"(\n" * 5000 + b"'a'" + b")" * 5000 + b")\n",
    "or": b"import os\n" + b"os.getenv('A') or \\\n" * 5000 + b"1\n",
    "calls": b"log.info(\n" * 5000 + b"'a.b'" + b")" * 5000,
    "chain": b"@a" + b".get('/x')\\\n" * 5000 + b"\ndef f(): pass\n",
}


@pytest.mark.parametrize("data", DEEP.values(), ids=DEEP)
def test_deep_expressions_are_noted(data: bytes) -> None:
    notes = [*stated("a.py", data).notes, *sought("a.py", data).notes]
    assert {note.reason for note in notes} <= {"nesting", "syntax"}
    assert "nesting" in {note.reason for note in notes}


def test_blocks_deeper_than_the_grammar_bears_are_read_past() -> None:
    levels = b"".join(b" " * at + b"if x:\n" for at in range(600))
    found = stated("a.py", b"import os\nos.getenv('FIRST')\n" + levels + b" " * 600 + b"pass\n")
    assert found.facts or found.notes


def test_a_class_that_inherits_from_itself() -> None:
    data = b"class A(A, BaseSettings):\n    x: int\n\nclass B(C):\n    y: int\n\nclass C(B):\n    z: int\n"
    assert [fact.line for fact in stated("a.py", data).facts] == [2]
