"""The words of planproof as types: plan, section, item, field, finding.

Everything here is a frozen value. What an item says is parsed when the plan is read, never by those
who judge it. Every span lies in the plan's source text.
"""

from __future__ import annotations

import hashlib
import re
from enum import IntEnum, StrEnum

import msgspec

from planproof.markdown.tree import (
    Block,
    Code,
    Document,
    Fence,
    Heading,
    Inline,
    Link,
    Task,
)
from planproof.plan.figures.sentence import Reading
from planproof.plan.ids import full_number
from planproof.text.edit import Edit
from planproof.text.source import Span


class State(StrEnum):
    """How far a plan has come."""

    DRAFT = "draft"
    REVIEW = "review"
    ACCEPTED = "accepted"
    ACTIVE = "active"
    DONE = "done"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"

    @property
    def settled(self) -> bool:
        """Whether the plan has been agreed on: its text is to be complete."""
        return self in (State.ACCEPTED, State.ACTIVE, State.DONE)

    @property
    def closed(self) -> bool:
        """Whether nobody works on the plan any more."""
        return self is State.DONE or self.laid_aside

    @property
    def laid_aside(self) -> bool:
        """Whether the plan was given up, or another one stands in its place: nobody keeps it up."""
        return self in (State.SUPERSEDED, State.WITHDRAWN)


class Severity(IntEnum):
    """How bad a finding is. Ordered."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The severity in lower case."""
        return self.name.lower()


class Words(msgspec.Struct, frozen=True, gc=False):
    """Some words of the plan: where they stand and what a reader sees."""

    span: Span
    text: str
    inlines: tuple[Inline, ...] = ()


class Field(msgspec.Struct, frozen=True, gc=False):
    """`key: value` in a sub-bullet of an item.

    Attributes:
        key: in lower case.
        value: the words after the colon.
        codes: the code spans in the value.
    """

    span: Span
    key: str
    key_span: Span
    value: str
    value_span: Span
    codes: tuple[Code, ...]


class Item(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """One thing a section says.

    Attributes:
        id: `step-3`, `goal-1`, `AC-2`: its own label where it has one, else kind and place.
        kind: `goal`, `step`, `criterion` ...
        label: its own label, if it has one.
        span: all of it, with its marker, its box and its sub-bullets.
        words: what it says itself, without marker, box and sub-bullets.
        fields: its fields, in the order of the text.
    """

    id: str
    kind: str
    label: str | None
    span: Span
    words: Words
    fields: tuple[Field, ...] = ()

    @property
    def text(self) -> str:
        """What the item says, as a reader sees it."""
        return self.words.text

    @property
    def fingerprint(self) -> str:
        """A hash of the item's normalised wording, without its checkbox and its fields."""
        normalised = " ".join(re.sub(r"[*_`\\]", "", self.wording).split()).casefold()
        return hashlib.blake2b(normalised.encode(), digest_size=8).hexdigest()

    @property
    def wording(self) -> str:
        """The words that the fingerprint stands for."""
        return self.words.text

    def field(self, key: str) -> Field | None:
        """The item's first field of that key."""
        for field in self.fields:
            if field.key == key:
                return field
        return None

    @property
    def state(self) -> str:
        """Where the item stands, in a word: `open`, `done` ...; empty where it has no such thing."""
        return ""


class Goal(Item, frozen=True, gc=False, kw_only=True):
    """A goal; `reading` is what its sentence asserts."""

    reading: Reading


class NonGoal(Item, frozen=True, gc=False, kw_only=True):
    """Something the plan leaves alone; `mentions` are the paths and names in it."""

    mentions: tuple[Code, ...]


class Stakeholder(Item, frozen=True, gc=False, kw_only=True):
    """Somebody who has a part in the plan."""

    role: Words
    person: Words
    responsibility: Words

    @property
    def wording(self) -> str:
        """Role, person and responsibility."""
        return " | ".join((self.role.text, self.person.text, self.responsibility.text))


class Component(Item, frozen=True, gc=False, kw_only=True):
    """A part of the code that the plan touches.

    Attributes:
        name: the path, module or glob.
        form: `path`, `module`, `glob`, or empty where the words are none of these.
        change: `new`, `removed`, `moved`, or empty for what exists and stays.
        moved_to: where it moves.
        step: the number of the step that makes the change, where the words name it.
    """

    name: Words
    form: str
    change: str
    moved_to: str
    step: str


class Snippet(Item, frozen=True, gc=False, kw_only=True):
    """A contract in a fence, by language."""

    fence: Fence


class Endpoint(Item, frozen=True, gc=False, kw_only=True):
    """An endpoint that the text names: `POST /orders`."""

    method: str
    path: str


class Symbol(Item, frozen=True, gc=False, kw_only=True):
    """A function or class that the text names."""

    name: str


class Diagram(Item, frozen=True, gc=False, kw_only=True):
    """A diagram as text, or an image."""

    fence: Fence | None
    image: Link | None


class Variable(Item, frozen=True, gc=False, kw_only=True):
    """A row of the configuration table.

    Attributes:
        names: the variables of the row; usually one.
        required: true, false, or None where the cell is neither or there is none.
    """

    name: Words
    names: tuple[str, ...]
    purpose: Words
    default: Words
    required_words: Words
    required: bool | None

    @property
    def wording(self) -> str:
        """The whole row."""
        return " | ".join(
            words.text for words in (self.name, self.purpose, self.default, self.required_words)
        )


class Phase(Item, frozen=True, gc=False, kw_only=True):
    """A phase of the rollout, in order."""


class Risk(Item, frozen=True, gc=False, kw_only=True):
    """A risk, how bad it is, and what is done about it."""

    risk: Words
    impact: Words
    likelihood: Words
    mitigation: Words

    @property
    def wording(self) -> str:
        """Risk, impact and mitigation."""
        return " | ".join((self.risk.text, self.impact.text, self.mitigation.text))


class TestNote(Item, frozen=True, gc=False, kw_only=True):
    """What is tested, by kind: `unit`, `integration`, `performance`, `security`, else empty."""

    __test__ = False  # not one of pytest's

    test: str
    answer: str


class Signal(Item, frozen=True, gc=False, kw_only=True):
    """A metric, log event or span; `names` are the code spans that name it."""

    signal: str
    names: tuple[Code, ...]


class Target(Item, frozen=True, gc=False, kw_only=True):
    """A figure that the work is to reach or keep."""

    reading: Reading


class Question(Item, frozen=True, gc=False, kw_only=True):
    """A question, open or answered."""

    answer: str
    open: bool

    @property
    def state(self) -> str:
        """`open` or `answered`."""
        return "open" if self.open else "answered"


class Alternative(Item, frozen=True, gc=False, kw_only=True):
    """An option that was not taken; `why` is what is said beyond its name."""

    option: str
    why: str


_OPTIONAL = r"\(optional\b[^)]*\)|\[optional\b[^\]]*\]|optional\s*[:\u2014\u2013]|\*\s"


class Step(Item, frozen=True, gc=False, kw_only=True):
    """A step of the checklist.

    Attributes:
        number: as printed, empty without one.
        number_span: where the number stands; empty at the words' start without one.
        task: its box; None for a step without.
        after: the ids or numbers of the steps it comes after.
        references: pull requests and commits it names: `#128`, a hash.
        parent: the id of the step it is a part of, else empty.
    """

    number: str
    number_span: Span
    task: Task | None
    after: tuple[str, ...]
    references: tuple[str, ...]
    parent: str

    @property
    def full_number(self) -> str:
        """Its number below that of the step within which it counts: `1.2` for the 2nd part of step 1."""
        return full_number(self.id, self.number, self.label)

    @property
    def wording(self) -> str:
        """What it says without its number, which is another once a step is put before it."""
        text = self.words.text
        if not self.number:
            return text
        number = rf"(?:(?:step|task|unit) )?#?{re.escape(self.number)}(?!\w)[^\w\s`]{{0,2}}\s+"
        found = re.match(number, text, re.IGNORECASE)
        return text[found.end() :] or text if found else text

    @property
    def optional(self) -> bool:
        """Whether it is marked as one that need not be done.

        The marks are `(optional)`, `[optional]` or `Optional:` before its words, and the `*` that Kiro
        puts behind the box. Words such as "Make the flag optional" mark nothing.
        """
        return re.match(_OPTIONAL, self.wording, re.IGNORECASE) is not None

    @property
    def done(self) -> bool:
        """Whether its box is ticked."""
        return self.task is not None and self.task.done

    @property
    def state(self) -> str:
        """`done` or `open`."""
        return "done" if self.done else "open"


class Criterion(Item, frozen=True, gc=False, kw_only=True):
    """An outcome that can be verified."""

    task: Task | None
    reading: Reading


class Reference(Item, frozen=True, gc=False, kw_only=True):
    """A link to a document, a schema or a result."""

    destination: str


class Section(msgspec.Struct, frozen=True, gc=False):
    """A heading of the plan with what stands under it.

    Attributes:
        role: what it means, empty where nothing says so.
        title: the heading's words without its number.
        number: the heading's number as printed, else empty.
        heading: None for what stands before the first heading.
        span: with the sections under it.
        own: from its heading to the first section under it.
        matched: the title of the template's section it was matched with, else empty.
        how: how it was matched: `title`, `alias`, `near`, or empty.
        empty: whether nothing is written under it, comments and sections under it aside.
        blocks: what stands right under it, before the first section under it.
        items: what it says, item by item; those of sub-sections without a role included.
    """

    role: str
    title: str
    number: str
    heading: Heading | None
    span: Span
    own: Span
    matched: str
    how: str
    empty: bool
    blocks: tuple[Block, ...]
    items: tuple[Item, ...]
    sections: tuple[Section, ...]

    @property
    def level(self) -> int:
        """The heading's level; 0 for what stands before the first heading."""
        return self.heading.level if self.heading else 0


class Written(msgspec.Struct, frozen=True, gc=False):
    """Which template a plan was written to.

    Attributes:
        template: the template's name, empty where none fits.
        version: its version, 0 without a template.
        why: `front matter`, `configuration`, `best match`, or `none fits`.
        fit: how well the headings fit, 0 to 1.
    """

    template: str
    version: int
    why: str
    fit: float

    @property
    def declared(self) -> bool:
        """Whether somebody said so, rather than the headings."""
        return self.why in ("front matter", "configuration")

    @property
    def sure(self) -> bool:
        """Whether somebody said so, or the headings leave no doubt."""
        return self.declared or self.fit >= 0.9


class FrontValue(msgspec.Struct, frozen=True, gc=False):
    """A top-level key of the front matter, its value as words, and where they stand."""

    key: str
    value: str
    key_span: Span
    value_span: Span


class Front(msgspec.Struct, frozen=True, gc=False):
    """What the front matter says; `problem` is the reason where it could not be read."""

    values: tuple[FrontValue, ...]
    problem: str
    problem_at: int

    def get(self, key: str) -> FrontValue | None:
        """The value of a key, in any case."""
        for value in self.values:
            if value.key.casefold() == key:
                return value
        return None


class Plan(msgspec.Struct, frozen=True, gc=False):
    """A Markdown file written to a template.

    Attributes:
        id: the file's stem; its folder's name where the stem says nothing (`README`, `tasks`).
        title: the first heading's words, else the id.
        state: from front matter, the status line, or the steps.
        state_from: `front matter`, `status line`, `folder`, `steps`, or `nothing` for a plan that says
            nothing.
        root: the section that holds all others.
        sections: every section, in the order of the text.
        items: every item, in the order of the text.
        by_role: the sections of each role that there is.
    """

    id: str
    title: str
    document: Document
    front: Front
    written: Written
    state: State
    state_from: str
    root: Section
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    by_role: dict[str, tuple[Section, ...]]

    @property
    def path(self) -> str:
        """Its file, from the project's folder."""
        return self.document.source.name

    @property
    def says_state(self) -> bool:
        """Whether its own words say what its state is, not its folder or its boxes alone."""
        return self.state_from in ("front matter", "status line")

    def of_role(self, role: str) -> tuple[Section, ...]:
        """The sections of a role, in the order of the text."""
        return self.by_role.get(role, ())


class Fix(msgspec.Struct, frozen=True, gc=False):
    """A change that mends a finding.

    Attributes:
        title: what it does, as an order: "write `accepted`".
        edits: made together or not at all.
        safe: whether it keeps the plan's meaning.
    """

    title: str
    edits: tuple[Edit, ...]
    safe: bool


class Finding(msgspec.Struct, frozen=True, gc=False):
    """A fault of the text.

    Attributes:
        rule: the id of the rule that found it.
        span: the words at fault.
        message: what is wrong, in one sentence.
        help: what to do, in another.
    """

    rule: str
    severity: Severity
    span: Span
    message: str
    help: str
    fix: Fix | None = None
