"""What a ticked step refers to is merged.

## What it claims

The pull requests and commits that a ticked step names (`#128`, a hash) are in the history of the main
branch.

## When it is broken

When the history is whole and none of its commits is or mentions them. In a shallow clone, without git,
and for what may be an issue ("closes #45", "issue #45") or belong to another repository (a link), the
verdict is `unknown`. So it is for a pull request in the field `pr:`, which ticks its own step before it is
merged, and may be merged without its number.

## What to do

Merge it, untick the step, or correct the reference.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Step
from planproof.text.patterns import rx
from planproof.verdict.base import Case, broken, holds, unknown
from planproof.verdict.model import Judged

_ISSUE = (
    r"(?i)\b(?:issues?|bugs?|tickets?|tracked (?:in|by)|reported in|discussed in|discussion|follow-?ups?(?: (?:of|to|in))?"
    r"|clos(?:es?|ed|ing)|fix(?:es|ed|ing)?|resolv(?:es?|ed|ing)|see|refs?|part of|for|from|since|like|epic|story)[\s:([*_]*"
    r"(?:#\d+[\s,&]*(?:and|or)?\s*)*$"
)

_OPENED = (
    r"(?i)\b(?:open|creat|record|publish|submit|rais|draft|fil)(?:s|es|ed|e|ing|ted)?\b[^.;]{0,30}?\b(?:PRs?|MRs?|(?:pull|merge) requests?)"
    r"[\s:([`*_–—-]*$"
)
_ABOUT = r"(?i)\b(?:comments?|feedback|review(?:s|ers?|ed|ing)?|suggestions?|discussion)\b[^.;]{0,30}?(?:PRs?|MRs?|requests?)?[\s:([`*_–—-]*$"
_OF_OLD = (
    r"(?i)\b(?:(?:was|were|been|is) (?:\w+ly )?\w+ed|added|introduced|broken|regress\w*|revert\w*|since|from|before|after|until|as of|see|like)\b"
    r"[^.;]{0,30}$"
)
"""Words before a commit that has nothing to do with what the step delivers: "the text that was added in"."""

_NOT_YET = r"(?i)[\s)`*_\]:–—-]*\b(?:is |was |has been )?(?:created|opened|recorded|submitted|raised|in review|up for review)\b"


def claims(item: Step, case: Case) -> Iterator[Judged]:
    """One for each reference of a ticked step."""
    if not item.done or not item.references:
        return
    found = case.world.history.merged(item.references)
    for reference in dict.fromkeys(item.references):
        says, span = f"{reference} is merged", item.words.span
        merged = found.get(reference)
        if merged is not None and merged.commit:
            yield holds(span, reference, says, f"it is commit {merged.commit[:10]}")
        elif merged is not None and merged.reason:
            yield unknown(span, reference, says, merged.reason)
        elif doubt := _doubt(item, reference, case):
            yield unknown(span, reference, says, doubt)
        else:
            yield broken(
                span, reference, says, "no commit of the main branch is or mentions it",
                help="Merge it, untick the step, or correct the reference.",
            )  # fmt: skip


def _doubt(item: Step, reference: str, case: Case) -> str:
    """Why a reference may be right though the history does not have it, or empty."""
    text = case.tense.source[item.words.span.start : item.words.span.end]
    at = rx(rf"(?<![\w/]){reference}\b").search(text)
    if reference[:1] not in ("#", "!"):
        old = at is not None and rx(_OF_OLD).search(text[: at.start()])
        return "the step says something about it, not that it was made for the step" if old else ""
    if at is None:
        field = item.field("pr")
        if field is not None and rx(rf"(?<!\d){reference[1:]}\b").search(field.value):
            return "the main branch does not have it yet, or has it without its number"
        return "it is a link, which may lead to another repository"
    if rx(_OPENED).search(text[: at.start()]) or rx(_NOT_YET).match(text[at.end() :]):
        return "the step says that it was opened, not that it was merged"
    if rx(_ABOUT).search(text[: at.start()]):
        return "the step says something about it, not that it was merged"
    if rx(_ISSUE).search(text[: at.start()]):
        return "it may be an issue, which commits do not have to mention"
    return ""
