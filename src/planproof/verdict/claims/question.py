"""The linked issue answers the question.

## What it claims

An open question that links to an issue is answered there.

## When it is broken

Never: planproof asks no issue tracker. The verdict is `unknown`, so that it is counted.

## What to do

Write the answer into the plan as `answer:`.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Question
from planproof.text.patterns import rx
from planproof.verdict.base import Case, unknown
from planproof.verdict.model import Judged

_ISSUE = r"(?<![\w/&])#\d{1,7}\b|https?://\S+/(?:issues|work_items)/\d+"


def claims(item: Question, case: Case) -> Iterator[Judged]:  # noqa: ARG001
    """One for each open question that links to an issue."""
    if not item.open:
        return
    found = rx(_ISSUE).search(item.text) or next(
        (
            hit
            for one in item.words.inlines
            if (hit := rx(_ISSUE).search(getattr(one, "destination", "")))
        ),
        None,
    )
    if found:
        issue = found.group()
        yield unknown(
            item.span, issue, f"{issue} answers the question", "planproof asks no issue tracker"
        )
