"""How far a plan has come: what it says of itself, else what its boxes say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from planproof.markdown.tree import Block, List, Paragraph, Quote, Row, Table
from planproof.plan.model import Criterion, Front, Item, Section, State, Step
from planproof.plan.wording import normalised
from planproof.text.patterns import rx
from planproof.text.source import Source, Span

WORDS: dict[str, State] = {
    "draft": State.DRAFT,
    "wip": State.DRAFT,
    "work in progress": State.DRAFT,
    "idea": State.DRAFT,
    "to do": State.DRAFT,
    "todo": State.DRAFT,
    "not started": State.DRAFT,
    "final draft": State.DRAFT,
    "proposed": State.REVIEW,
    "proposal": State.REVIEW,
    "review": State.REVIEW,
    "in review": State.REVIEW,
    "under review": State.REVIEW,
    "provisional": State.REVIEW,
    "active review": State.REVIEW,
    "final review": State.REVIEW,
    "final comment period": State.REVIEW,
    "ready for review": State.REVIEW,
    "awaiting review": State.REVIEW,
    "pending review": State.REVIEW,
    "awaiting approval": State.REVIEW,
    "pending approval": State.REVIEW,
    "accepted": State.ACCEPTED,
    "approved": State.ACCEPTED,
    "implementable": State.ACCEPTED,
    "ready": State.ACCEPTED,
    "ready for implementation": State.ACCEPTED,
    "ready for development": State.ACCEPTED,
    "ready for execution": State.ACCEPTED,
    "ready to implement": State.ACCEPTED,
    "ready to start": State.ACCEPTED,
    "planned": State.ACCEPTED,
    "active": State.ACTIVE,
    "in progress": State.ACTIVE,
    "in development": State.ACTIVE,
    "active development": State.ACTIVE,
    "started": State.ACTIVE,
    "ongoing": State.ACTIVE,
    "done": State.DONE,
    "complete": State.DONE,
    "completed": State.DONE,
    "implemented": State.DONE,
    "final": State.DONE,
    "finished": State.DONE,
    "shipped": State.DONE,
    "superseded": State.SUPERSEDED,
    "replaced": State.SUPERSEDED,
    "obsolete": State.SUPERSEDED,
    "moved": State.SUPERSEDED,
    "deprecated": State.SUPERSEDED,
    "withdrawn": State.WITHDRAWN,
    "rejected": State.WITHDRAWN,
    "abandoned": State.WITHDRAWN,
    "deferred": State.WITHDRAWN,
    "cancelled": State.WITHDRAWN,
    "closed": State.WITHDRAWN,
    "archived": State.WITHDRAWN,
    "wont do": State.WITHDRAWN,
    "stagnant": State.WITHDRAWN,
    "defunct": State.WITHDRAWN,
    "reverted": State.WITHDRAWN,
}
"""What people write for each state, besides the states' own names."""

FOLDERS: dict[str, State] = {
    "archive": State.DONE,
    "archived": State.DONE,
    "completed": State.DONE,
    "done": State.DONE,
    "finished": State.DONE,
    "implemented": State.DONE,
    "shipped": State.DONE,
    "superseded": State.SUPERSEDED,
    "obsolete": State.SUPERSEDED,
    "deprecated": State.SUPERSEDED,
    "withdrawn": State.WITHDRAWN,
    "rejected": State.WITHDRAWN,
    "abandoned": State.WITHDRAWN,
}
"""Folders into which people put plans that they no longer work on."""

_WORD = r"[^\W_]+(?:['’][^\W_]+)?"
_LINE = r"(?i)[\W_]*status\b([\W_]+)(\w.*)"
_LINES = r"[^\r\n]+"
_UNSEEN = r"<!--[\s\S]*?(?:-->|\Z)|<[^<>]*>|~~[^~]*~~|\]\([^()\s]*\)"
"""What is no word of a line: comments, tags, what is struck out, and where links lead."""

_NEXT = r"([\W_]*)(\w+)"
_DATED = r"(?i)\d|v\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*$"
_IN_PART = (
    r"(?i)(?:(?:to|for|at|in|with|only|about|around|roughly|almost|nearly|up)\s+){0,3}~?(?!100\s?%)\d+(?:[.,]\d+)?\s?%"
    r"(?!\s?(?:\w+\s)?(?:coverage|faster|slower|less|more|fewer|smaller|lower|higher|cheaper|better)\b)"
    r"|(?:only\s+)?(?!(\d+)\s?/\s?\1(?!\d))\d+\s?/\s?\d+(?![\d/])"
    r"|(?:partial(?:ly)?|partly|in part)\b(?!\s+(?:superseded|replaced|deprecated|reverted))"
)
_OF_ALL = r"(?i)\b(?!(\d+) (?:out )?of (?:the )?\1\b)\d+ (?:out )?of (?:the )?\d+\b"
"""What says how much is done, where that is not all: "80 %", "12/15", "partly"; "3 of 5"."""
_WAITS = r"(?i)(?:pending|await\w*|waiting|subject to|conditional\w*|provisional\w*|tentative\w*|once|unless|if|to be|needs?|requires?)\b"
_GOING_ON = frozenset((
    "after", "and", "as", "at", "because", "before", "behind", "by", "due", "during", "for",
    "from", "in", "into", "now", "of", "on", "per", "see", "since", "successfully", "through",
    "to", "today", "under", "until", "using", "via", "with", "within", "without", "yesterday",
))  # fmt: skip
"""Words that say when, where, why or by whom: behind "accepted" they leave it accepted."""

_FEW_WORDS = 5
"""A first line of at most so many words below a heading "Status" is a word for the state, not prose."""

_MOST_ITEMS = 12
"""Items of a list that are looked at; a list of what a plan says of itself is no longer."""


class Said(NamedTuple):
    """A state that some words name.

    Attributes:
        state: the state.
        start: where the words that name it start in the text.
        end: where they end.
    """

    state: State
    start: int
    end: int


class StatusLine(NamedTuple):
    """What stands behind "Status:".

    Attributes:
        span: where it stands.
        text: its characters, as many as the span has; what nobody sees is blank.
        sure: whether it is meant to be the plan's state for sure, even if its words name none.
    """

    span: Span
    text: str
    sure: bool


def state_of(
    source: Source,
    front: Front,
    sections: Sequence[Section],
    items: Sequence[Item],
    own_words: Mapping[str, State],
) -> tuple[State, str]:
    """A plan's state and what says so. The plan's path is the source's name.

    Front matter comes first, then a line "Status: ..." before the first section or a section headed
    "Status", then a folder such as `archive` that the plan's path from the root leads through, then
    the boxes: no step ticked is a draft, some ticked is active, all ticked is done.
    """
    declared = front.get("status")
    if declared and (state := state_word(declared.value, own_words)):
        return state, "front matter"
    for line in status_lines(source, sections):
        if state := state_word(line.text, own_words):
            return state, "status line"
    if state := _folder_state(source.name):
        return state, "folder"
    return state_of_boxes(items)


def state_of_boxes(items: Sequence[Item]) -> tuple[State, str]:
    """What the boxes of steps say, or those of criteria where no step has one."""
    boxes = [item.done for item in items if isinstance(item, Step) and item.task is not None]
    if not boxes:
        boxes = [
            item.task.done
            for item in items
            if isinstance(item, Criterion) and item.task is not None
        ]
    if not boxes:
        return State.DRAFT, "nothing"
    if all(boxes):
        return State.DONE, "steps"
    return (State.ACTIVE if any(boxes) else State.DRAFT), "steps"


def _folder_state(path: str) -> State | None:
    """The state that the innermost telling folder stands for; a path from elsewhere says nothing."""
    if path.startswith("/"):
        return None
    folders = path.casefold().split("/")[:-1]
    return next((FOLDERS[name] for name in reversed(folders) if name in FOLDERS), None)


def state_word(words: str, own_words: Mapping[str, State]) -> State | None:
    """The state that words stand for: "Accepted", "implemented (Swift 5.9)", "in progress"."""
    found = said(words, own_words)
    return found.state if found else None


def said(text: str, own_words: Mapping[str, State]) -> Said | None:
    """The state that a text names with its first words, and where; None where the rest says otherwise.

    "Accepted by Ada", "Accepted (v2)" and "Draft proposal" name one. "Accepted pending sign-off", "Complete
    rewrite needed", "Proposal rejected" and "Draft | Accepted" do not.
    """
    found = _named(text, own_words)
    if found is None or _says_otherwise(found, text, own_words):
        return None
    return found


def _named(text: str, own_words: Mapping[str, State]) -> Said | None:
    """The state that the first words of a text name, whatever follows them."""
    words = list(islice(rx(_WORD).finditer(text), 3))
    for count in range(len(words), 0, -1):
        start, end = words[0].start(), words[count - 1].end()
        state = _known(normalised(text[start:end]), own_words)
        if state:
            return Said(state, start, end)
    return None


def _known(phrase: str, own_words: Mapping[str, State]) -> State | None:
    return own_words.get(phrase) or WORDS.get(phrase)


def _says_otherwise(found: Said, text: str, own_words: Mapping[str, State]) -> bool:
    """Whether what follows the words for a state takes them back, or makes other words of them."""
    state, rest = found.state, text[found.end :]
    early = state in (State.DRAFT, State.REVIEW)
    following = rx(_NEXT).match(rest)
    between = (following[1] if following else rest).strip(" \t*_`~\"'")
    if between.startswith("?"):
        return not early
    if following is None:
        return False
    word, behind = following[2].casefold(), rest[following.end() :]
    if between in ("/", "|") or word == "or":  # a choice that nobody has made
        other = _named(behind if word == "or" else rest, own_words)
        return other is not None and other.state is not state
    if (
        not early
        and state is not State.ACTIVE
        and _in_part(state, rest, following.start(2), between)
    ):
        return True
    if between and following[1] != "-":
        waits = rx(_WAITS).match(rest, following.start(2)) is not None
        return waits and not early and state is not State.ACTIVE
    if word in ("to", "for") and (other := _named(behind, own_words)):
        return other.state is not state and not early
    if early or state is State.ACTIVE:
        meant = _known(normalised(word), own_words)
        return meant not in (None, state, State.DRAFT, State.REVIEW if early else state)
    if normalised(text[found.start : found.end]) == "ready":
        return True  # for what, it depends
    return word not in _GOING_ON and rx(_DATED).match(word) is None


def _in_part(state: State, rest: str, start: int, between: str) -> bool:
    """Whether what follows says how much of something that is done is not; behind a mark, "accepted" stands."""
    if between and state is not State.DONE:
        return False
    return bool(rx(_IN_PART).match(rest, start) or rx(_OF_ALL).search(rest))


def status_lines(source: Source, sections: Sequence[Section]) -> Iterator[StatusLine]:
    """What stands behind "Status:" before the first section, where a line begins with it, and below a heading "Status"."""
    for section in sections[:3]:
        if section.level <= 1:
            yield from _behind_status(source, section.blocks)
    for section in sections[:6]:
        if section.heading is not None and normalised(section.title) == "status":
            found = list(_behind_status(source, section.blocks[:1]))
            yield from found or _below_heading(source, section.blocks[:1])


def _behind_status(source: Source, blocks: Sequence[Block]) -> Iterator[StatusLine]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _in_lines(source, block.span)
        elif isinstance(block, List):
            for item in block.items[:_MOST_ITEMS]:
                yield from _in_lines(source, item.words)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield from _in_row(source, row, head=row is block.head)
        elif isinstance(block, Quote):
            yield from _behind_status(source, block.blocks)


def _in_lines(source: Source, span: Span) -> Iterator[StatusLine]:
    """The lines of a paragraph that begin with "Status" and a mark, from what follows it on."""
    for line in rx(_LINES).finditer(_seen(source[span])):
        match = rx(_LINE).match(line[0])
        if match and match[1].strip():
            sure = any(mark in match[1] for mark in ":=")
            yield _status_line(span.start + line.start() + match.start(2), match[2], sure=sure)


def _in_row(source: Source, row: Row, *, head: bool) -> Iterator[StatusLine]:
    """The second cell of a row, where the first is "Status". Heads may well name columns."""
    first, *others = row.cells
    if not others or normalised(first.text) != "status":
        yield from _in_lines(source, first.span)
    elif match := rx(r"\w.*").search(_seen(source[others[0].span])):
        yield _status_line(others[0].span.start + match.start(), match[0], sure=not head)


def _below_heading(source: Source, blocks: Sequence[Block]) -> Iterator[StatusLine]:
    """The first words below a heading "Status"."""
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from _first_line(source, block.span, sure=True)
        elif isinstance(block, List):
            for item in block.items[:_MOST_ITEMS]:
                yield from _first_line(source, item.words, sure=False)
        elif isinstance(block, Table):
            for row in (block.head, *block.rows):
                yield from _first_line(source, row.cells[0].span, sure=False)
        elif isinstance(block, Quote):
            yield from _below_heading(source, block.blocks[:1])


def _first_line(source: Source, span: Span, *, sure: bool) -> Iterator[StatusLine]:
    match = rx(r"\w.*").search(_seen(source[span]))
    if match is not None:
        short = len(match[0].split()) <= _FEW_WORDS and ":" not in match[0]
        yield _status_line(span.start + match.start(), match[0], sure=sure and short)


def _status_line(start: int, text: str, *, sure: bool) -> StatusLine:
    words = text.rstrip("*_`~ \t\r")
    return StatusLine(Span(start, start + len(words)), words, sure)


def _seen(text: str) -> str:
    """A text with blanks for what is no word of it; every character stays at its place."""
    return rx(_UNSEEN).sub(lambda found: rx(r"[^\r\n]").sub(" ", found[0]), text)
