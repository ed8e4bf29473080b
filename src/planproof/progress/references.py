"""The pull request by which a commit came, as its message says."""

from __future__ import annotations

from planproof.text.patterns import rx

_START = r"Merge pull request (#\d{1,18})\b|Merged PR (\d{1,18})\b|Merge PR (#\d{1,18})\b"
_END = r"\((?:pull request |PR |MR )?([#!]\d{1,18})\)$"
_TRAILER = r"(?m)^See merge request \S*(!\d{1,18})[ \t\r]*$"


def reference_of(message: str) -> str:
    """`#128` or `!12` of a merge or squash by GitHub, GitLab, Bitbucket, Gitea, Azure; else empty.

    Of `Revert "... (#12)" (#14)` it is the last, which is the commit's own.
    """
    subject = message.partition("\n")[0].rstrip()
    if found := rx(_START).match(subject):
        return found[1] or found[3] or f"#{found[2]}"
    if found := rx(_END).search(subject, max(0, len(subject) - 60)):
        return found[1]
    if found := rx(_TRAILER).search(message):
        return found[1]
    return ""
