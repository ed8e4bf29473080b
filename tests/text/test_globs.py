"""Paths and globs."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.text.globs import folders_of, lies_in

PIECES = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}


@pytest.mark.parametrize(("path", "glob", "expected"), [
    ("keps/sig-a/1-x/README.md", "keps/**/README.md", True),
    ("keps/README.md", "keps/**/README.md", True),
    ("docs/keps/a/README.md", "keps/**/README.md", True),
    ("skeps/a/README.md", "keps/**/README.md", False),
    ("text/0001-a.md", "text/*.md", True),
    ("text/more/0001-a.md", "text/*.md", False),
    ("a/b.md", "?/b.md", True),
    ("a.md", "a[b].md", False),
])  # fmt: skip
def test_globs(path: str, glob: str, expected: bool) -> None:
    assert lies_in(path, (glob,)) is expected


@given(
    st.lists(st.sampled_from(["a", "b", "/", ".", *PIECES]), min_size=1, max_size=7),
    st.text("ab./", min_size=1, max_size=12),
)
def test_a_glob_is_what_its_wildcards_say_however_many_there_are(
    pieces: list[str], path: str
) -> None:
    glob = "".join(pieces)
    split = re.split(r"(\*\*/|\*\*|\*|\?)", glob.strip("/"))
    said = "".join(PIECES.get(piece, re.escape(piece)) for piece in split)
    assert lies_in(path, (glob,)) is bool(re.search(rf"(?:^|/){said}\Z", path))
    if sum(piece in PIECES for piece in pieces) > 2:
        return  # the pattern that it is held against would take long
    deep = f"{'/x' * 200}/{path}"  # which is matched in another way
    assert lies_in(deep, (glob,)) is bool(re.search(rf"(?:^|/){said}\Z", deep))


@pytest.mark.parametrize("glob", ["**/" * 40 + "x", "*a" * 40 + "b", "**a" * 40 + "b", "***" * 40])
def test_no_glob_takes_long(glob: str) -> None:
    path = "a/" * 100 + "a" * 3000
    assert lies_in(path, (glob,)) is glob.endswith("*")


def test_folders_are_all_that_a_path_lies_in() -> None:
    assert folders_of(["a/b/c.py", "a/d.py", "e.py", "f/b/g"]) == {"a", "a/b", "f", "f/b"}
    assert folders_of([]) == frozenset()
