"""CODEOWNERS of GitHub, GitLab, Gitea and Forgejo, where these look for it.

A pattern of GitLab's without owners has those of its section; one of GitHub's has none, and takes the
file away from who had it before, as GitLab's `!` does.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact, Owner
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("CODEOWNERS",)

_PLACES = frozenset(("", ".github", ".gitlab", "docs", ".gitea", ".forgejo"))
_SECTION = r"\^?\[[^\]]+\](\[\d+\])?(\s.*)?"
_WORD = r"(?:\\.|[^\s\\])+"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Each line with a pattern."""
    if path.rpartition("/")[0] not in _PLACES:
        return
    of_section: tuple[str, ...] = ()
    for number, line in enumerate(decoded(data).splitlines(), 1):
        text = rx(r"(^|\s)#.*").sub("", line).strip()
        if not text:
            continue
        if rx(_SECTION).fullmatch(text):
            of_section = tuple(text[text.rindex("]") + 1 :].split())
            continue
        pattern, *owners = rx(_WORD).findall(text) or [""]
        if pattern:
            named = rx(r"\\(.)").sub(r"\1", pattern.removeprefix("!"))
            held = () if pattern.startswith("!") else tuple(owners) or of_section
            yield Owner(line=number, pattern=named, owners=held)
