"""What a run of pytest has to say of the plans whose items its tests prove, as a section for a terminal."""

from collections.abc import Iterator, Sequence

import msgspec

from planproof.report.formats._terminal import Painter, plain, shortened
from planproof.report.model import Look
from planproof.report.words import columns, counted, wrapped

STATES = ("met", "not met", "inconclusive", "not recorded")
"""What can come of an item, in the order in which the closing line names it."""

_COLOUR = {"met": "good", "not met": "error", "inconclusive": "warning", "not recorded": "warning"}
_MARGIN = 14
_MOST_UNPROVEN = 20


class TestedItem(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of an item that tests prove.

    Attributes:
        name: `PLAN#ITEM`.
        says: its words.
        state: one of `STATES`.
        reason: why, in one sentence without a full stop.
        help: what to do.
        notes: what else to know.
        record: the digest of the record that was written; empty without one.
    """

    __test__ = False

    name: str
    says: str
    state: str
    reason: str
    help: str = ""
    notes: tuple[str, ...] = ()
    record: str = ""


class MarkerFault(msgspec.Struct, frozen=True, gc=False):
    """A marker that proves nothing.

    Attributes:
        place: the test's file and line: `tests/test_orders.py:12`.
        message: what is wrong, without a full stop.
        help: what to do.
    """

    place: str
    message: str
    help: str


class Unproven(msgspec.Struct, frozen=True, gc=False):
    """A criterion that has neither a proof nor a test.

    Attributes:
        name: `PLAN#ITEM`.
        says: its words.
    """

    name: str
    says: str


class Tested(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a run of pytest came to.

    Attributes:
        commit: the commit that was tested.
        marked: how many tests are marked, among those that were collected.
        items: the items of which at least one test ran.
        faults: markers that prove nothing.
        unproven: criteria that nothing proves, of the plans that markers name.
        left_out: items that tests prove none of which ran.
        dry: why nothing was recorded, in words; empty where it was.
    """

    __test__ = False

    commit: str
    marked: int
    items: tuple[TestedItem, ...] = ()
    faults: tuple[MarkerFault, ...] = ()
    unproven: tuple[Unproven, ...] = ()
    left_out: int = 0
    dry: str = ""

    @property
    def recorded(self) -> int:
        """How many records were written."""
        return sum(bool(item.record) for item in self.items)

    @property
    def failing(self) -> bool:
        """Whether the run is not to pass for a good one: a marker proves nothing, or an item is not met."""
        return bool(self.faults) or any(item.state == "not met" for item in self.items)


def section_text(tested: Tested, look: Look) -> str:
    """The section, without its heading."""
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    for item in tested.items:
        lines += _item(item, look, paint)
    for fault in tested.faults:
        lines += _entry("marker", "error", fault.place, "", look, paint)
        lines += _told(f"{fault.message}", look)
        lines += _help(fault.help, look, paint)
    for one in tested.unproven[:_MOST_UNPROVEN]:
        lines += _entry("no proof", "warning", one.name, one.says, look, paint)
    more = len(tested.unproven) - _MOST_UNPROVEN
    if more > 0:
        lines.append(f"{' ' * _MARGIN}and {counted(more, 'more criterion', 'more criteria')}")
    if lines:
        lines.append("")
    return "\n".join([*lines, *_closing(tested, look, paint)]) + "\n"


def _entry(
    label: str, colour: str, name: str, says: str, look: Look, paint: Painter
) -> Iterator[str]:
    head = f"{paint(colour, f'{label:<{_MARGIN - 2}}')}  {paint('bold', plain(name))}"
    room = look.width - _MARGIN - columns(name) - 2
    if says and room >= 12:
        head += f"  {shortened(plain(says), room)}"
    yield head


def _item(item: TestedItem, look: Look, paint: Painter) -> Iterator[str]:
    yield from _entry(item.state, _COLOUR[item.state], item.name, item.says, look, paint)
    yield from _told(item.reason, look)
    for note in item.notes:
        yield from (paint("dim", one) for one in _told(f"note: {note}", look))
    if item.state != "met":
        yield from _help(item.help, look, paint)


def _told(text: str, look: Look) -> list[str]:
    return [" " * _MARGIN + one for one in wrapped(plain(text), look.width - _MARGIN)]


def _help(text: str, look: Look, paint: Painter) -> list[str]:
    return [paint("dim", one) for one in _told(f"help: {text}", look)] if text else []


def _closing(tested: Tested, look: Look, paint: Painter) -> list[str]:
    """What it came to, with denominators."""
    if not tested.marked:
        none = "No test that was collected is marked as the proof of an item; nothing was recorded"
        return wrapped(none, look.width)
    sentences = []
    if tested.items or not tested.dry:
        counts = ", ".join(_counts(tested.items)) or "none of them ran"
        items = counted(len(tested.items) + tested.left_out, "item")
        sentences.append(f"{counted(tested.marked, 'marked test')} for {items}: {counts}")
    else:
        items = counted(tested.left_out, "item")
        sentences.append(f"{counted(tested.marked, 'marked test')} for {items}")
    if tested.left_out and tested.items:
        were = "item was left out: none of its" if tested.left_out == 1 else ""
        were = were or "items were left out: none of their"
        sentences.append(f"{tested.left_out:,} {were} tests ran")
    if tested.faults:
        prove = "marker proves" if len(tested.faults) == 1 else "markers prove"
        sentences.append(f"{len(tested.faults):,} {prove} nothing")
    if tested.unproven:
        criteria = counted(len(tested.unproven), "criterion has", "criteria have")
        sentences.append(f"{criteria} neither `proof:` nor a test")
    sentences.append(
        f"nothing was recorded: {tested.dry}"
        if tested.dry
        else f"{counted(tested.recorded, 'record')} written at commit {tested.commit[:10]}"
    )
    texts = [line for one in sentences for line in wrapped(one, look.width)]
    return [paint("error" if tested.failing else "bold", texts[0]), *texts[1:]]


def _counts(items: Sequence[TestedItem]) -> Iterator[str]:
    for state in STATES:
        number = sum(item.state == state for item in items)
        if number:
            yield f"{number:,} {state}"
