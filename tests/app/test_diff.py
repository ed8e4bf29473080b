"""A change as a patch: git takes every one, whatever characters the plan has."""

from __future__ import annotations

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from planproof.app.fix import FixedText, diff

HEAD = "# Orders\n\n"
ODD = ("\f", "\v", "\x1c", "\x1e", "\x85", "\u2028", "\u2029", "\r", "\r\n")
"""What ends a line for Python, and for git does not, or not by itself."""


def applied(name: str, before: str, after: str, around: int = 3) -> str:
    """What git makes of a file by the patch."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(before.encode())
        patch = diff(FixedText(name, before, after), around)
        subprocess.run(
            ["git", "apply", "--whitespace=nowarn", "-"],
            input=patch.encode(),
            cwd=folder,
            check=True,
            env={**os.environ, "GIT_CEILING_DIRECTORIES": str(Path(folder).parent)},
        )
        return path.read_bytes().decode()


_TEXT = st.lists(st.sampled_from((*ODD, "\n", "- [ ] Write\n", "a", "b")), max_size=12).map("".join)


@settings(max_examples=60, deadline=None)
@given(_TEXT, _TEXT, st.sampled_from([1, 3]))
@example("a\fb\n- [ ] Write\n", "a\fb\n- [x] Write\n", 3)
@example("a\rb\n- [ ] Write\u2028", "a\rb\n- [x] Write\u2028", 1)
def test_git_applies_every_change_byte_for_byte(before: str, after: str, around: int) -> None:
    if before != after:
        assert applied("plan.md", HEAD + before, HEAD + after, around) == HEAD + after


@pytest.mark.parametrize("name", ["docs/plans/orders.md", "docs/my plans/an order.md", "é/ü.md"])
def test_git_finds_the_file(name: str) -> None:
    assert applied(name, HEAD, HEAD + "More.\n") == HEAD + "More.\n"


def test_no_change_is_no_patch() -> None:
    assert diff(FixedText("plan.md", HEAD, HEAD)) == ""
