"""What is not decided yet. None is open once a plan is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.markdown.outline import Part
from planproof.markdown.tree import Block, List, ListItem, Paragraph, Strong
from planproof.plan.model import Item, Question, Words
from planproof.plan.roles import Role
from planproof.plan.scope import FIELDS, Scope, has_strong_only, words_of
from planproof.plan.wording import normalised, says_none
from planproof.text.patterns import rx
from planproof.text.source import Span

ROLE = Role(
    title="Open Questions",
    names=(
        "open questions",
        "unresolved questions",
        "open issues",
        "outstanding questions",
        "open questions follow ups",
        "deferred open questions",
        "open questions execution time",
        "open questions the spec must settle",
        "open questions for review",
        "questions deliberately left open",
        "issues and unknowns",
        "main questions",
        "open questions and issues",
        "questions and open issues",
        "open issues and questions",
        "open items",
        "open points",
        "unknowns",
        "known unknowns",
        "undecided questions",
        "questions to answer",
        "questions to resolve",
        "remaining questions",
        "pending questions",
        "unresolved issues",
        "unanswered questions",
        "outstanding issues",
        "open decisions",
        "open questions and decisions",
    ),
    kinds=("question",),
)

COLUMNS = {
    "question": ("question", "questions", "open question", "issue", "topic"),
    "answer": ("answer", "answers", "decision", "resolution", "outcome", "resolved"),
}

_ANSWERED = (
    r"(?i)(?:^|[\n(\[*_.?!✅—–-])[ \t>]*"
    r"(?:(?:answer(?:ed)?|resolved|resolution|decided|decision|closed)\b"
    r"(?=[ \t]*[:*)\].—–✅\n-]|[ \t]*$| in | by | to )"
    r"|A(?:\s*\([^)\n]*\))?(?=\*{0,2}:))"
    r"|\?[ \t*]*\n?[ \t*]*A\.(?=\s)"
)
_NO_ANSWER = rf"(?i)(?:[\s>*_+-]|<!--[^>]{{0,500}}-->)*+(?:\Z|(?:{'|'.join(FIELDS)}):)"
"""What stands behind "answer:" where nobody has answered: nothing, a comment, another field."""

_UNSURE = (
    r"(?i)\b(?:lean(?:ing)?|maybe|perhaps|probably|possibly|might|unclear|unsure"
    r"|not (?:yet )?(?:sure|clear|decided)|undecided|tbd"
    r"|to be (?:decided|determined)|seems?|could|should we"
    r"|we should|needs?|open|proposed|options?|consider|whether|depends|confirm(?:ed)?)\b"
)
_SAID = r"(?:resolved|answered|closed|decided|settled|decisions?)\b"
_ASKING = (
    r"(?:q|oq|question|issue)\W?\d|(?:what|which|how|when|where|why|who|should|do|does|is|are|can|could"
    r"|will|would|shall|has|have|whether|must|may)\b"
)
_GATHERS = r"\b(?:questions|issues|unknowns|items|points|decisions|deferred|blocking|blockers)\b"


def read(scope: Scope) -> Iterator[Item]:
    """Each bullet, row, strong paragraph or sub-heading is a question; its answer is with it."""
    yield from _read(scope, answered=False)


def _read(scope: Scope, *, answered: bool) -> Iterator[Item]:
    own = scope.own()
    yield from _own(own, answered=answered)
    for span, cells in own.rows(COLUMNS, "question"):
        answer = cells["answer"].text
        base = scope.plain("question", span, cells["question"])
        yield Question(**base, answer=answer, open=not (answer or answered))
    for part, heading in scope.headings():
        inner = scope.within(part)
        said = bool(rx(_SAID).match(normalised(heading.text)))
        if _gathers(part, inner):
            yield from _read(inner, answered=answered or said)
        elif part.blocks or part.parts or "?" in heading.text:
            text = scope.source.text[heading.span.end : part.span.end]
            base = scope.plain("question", part.span, words_of(heading))
            closed = answered or said or _is_answered(text) or "✅" in heading.text
            yield Question(**base, answer=_plain(text) if closed else "", open=not closed)


def _gathers(part: Part, inner: Scope) -> bool:
    """Whether a sub-heading is no question itself but has questions under it."""
    assert part.heading is not None  # noqa: S101  # sub-sections have one
    title = normalised(part.heading.text)
    if "?" in part.heading.text or rx(_ASKING).match(title):
        return False
    bullets = list(inner.own().bullets())
    asked = sum(1 for bullet in bullets if "?" in bullet.text)
    if bullets and (
        2 * asked >= len(bullets) or rx(_GATHERS).search(title) or rx(_SAID).match(title)
    ):
        return True
    return bool(rx(_GATHERS).search(title) and (part.parts or any(True for _ in inner.tables())))


def _own(scope: Scope, *, answered: bool) -> Iterator[Item]:
    """The questions among a section's own blocks.

    Where strong paragraphs ask, the bullets after each belong to it.
    """
    asking: Paragraph | None = None
    after: list[Block] = []
    for block in scope.blocks:
        if isinstance(block, Paragraph) and _asks(block):
            yield from _paragraph(scope, asking, after, answered=answered)
            asking, after = block, []
        elif asking is not None:
            after.append(block)
        elif isinstance(block, List):
            for bullet in _bullets(block):
                yield _bullet(scope, bullet, answered=answered)
    yield from _paragraph(scope, asking, after, answered=answered)


def _asks(block: Paragraph) -> bool:
    first = _strong(block)
    if first is None:
        return False
    text = first.text.strip()
    return bool(re.match(r"(?:O?Q|Question)\W?\d*\s?[:.)—–-]", text)) or text.endswith("?")


def _paragraph(
    scope: Scope, block: Paragraph | None, after: list[Block], *, answered: bool
) -> Iterator[Item]:
    """The question that a paragraph begins with; its answer is the rest and what comes after."""
    if block is None:
        return
    first = _strong(block)
    assert first is not None  # noqa: S101  # it asks
    end = after[-1].span.end if after else block.span.end
    rest = scope.source.text[first.span.end : end]
    words = Words(first.span, first.text, (first,))
    base = scope.plain("question", Span(block.span.start, end), words)
    closed = answered or _is_answered(rest) or (len(rest) > 20 and not rx(_UNSURE).search(rest))
    yield Question(**base, answer=_plain(rest) if closed else "", open=not closed)


def _strong(block: Paragraph) -> Strong | None:
    """The strong emphasis that a paragraph begins with."""
    for inline in block.inlines:
        if isinstance(inline, Strong) and inline.span.start == block.span.start:
            return inline
    return None


def _bullets(block: List) -> Iterator[ListItem]:
    """A list's questions; a short title over sub-bullets that ask is none."""
    for bullet in block.items:
        lists = [inner for inner in bullet.blocks if isinstance(inner, List)]
        title = bullet.text.rstrip(" :")
        group = (
            lists
            and bullet.task is None
            and (bullet.text.endswith(":") or has_strong_only(bullet.inlines, bullet.text))
            and ":" not in title
            and len(title.split()) <= 4
            and not rx(_ASKING).match(title.casefold())
            and _ask(lists, numbered=block.ordered)
        )
        if group:
            for inner in lists:
                yield from _bullets(inner)
        elif bullet.text and not says_none(bullet.text):
            yield bullet


def _ask(lists: list[List], *, numbered: bool) -> bool:
    """Whether sub-bullets ask; under a numbered title "Weekly?", "Monthly?" are its options."""
    asking = [sub.text for inner in lists for sub in inner.items if "?" in sub.text]
    if not numbered:
        return bool(asking)
    whole = sum(1 for text in asking if rx(_ASKING).match(normalised(text)) or text.count(" ") > 5)
    return 2 * whole > len(asking)


def _bullet(scope: Scope, bullet: ListItem, *, answered: bool) -> Question:
    base = scope.base("question", bullet)
    answer = next((field.value for field in base["fields"] if field.key == "answer"), "")
    answer = answer or _answer(scope, bullet)
    done = bullet.task is not None and bullet.task.done
    return Question(**base, answer=answer, open=not (answer or done or answered))


def _answer(scope: Scope, bullet: ListItem) -> str:
    """What follows "Resolved:", a tick, or a question mark in the bullet's whole text."""
    raw = scope.source[Span(bullet.words.start, bullet.span.end)]
    said = _answered_at(raw)
    if said or "✅" in raw:
        return _plain(raw[said.end() if said else raw.index("✅") + 1 :]) or bullet.text
    if raw.startswith("~~"):
        return bullet.text
    _, mark, rest = bullet.text.rpartition("?")
    rest = rest.strip(" \t*_)\"'→—–-")
    if not mark or len(rest) <= 20 or rx(_UNSURE).search(rest) or rest.startswith(("(", ",", ";")):
        return ""
    return rest


def _answered_at(raw: str) -> re.Match[str] | None:
    """Where it is said that a question is answered; "answer:" with nothing behind it does not say so."""
    return next((one for one in rx(_ANSWERED).finditer(raw) if not _is_left_open(raw, one)), None)


def _is_left_open(raw: str, said: re.Match[str]) -> bool:
    """Whether a colon follows, and behind that no answer."""
    behind = rx(r"[ \t*_)\]]*:").match(raw, said.end())
    return behind is not None and rx(_NO_ANSWER).match(raw, behind.end()) is not None


def _is_answered(raw: str) -> bool:
    return _answered_at(raw) is not None


def _plain(raw: str) -> str:
    """A piece of source as an answer: without the marks around it."""
    return " ".join(raw.replace("**", "").split()).strip(" *_:—–-✅").lstrip(". ")
