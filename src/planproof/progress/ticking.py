"""Ticking a box, and what is written beside it, by the smallest edit.

The reference is a field of its own, `pr: #128`, so that the item's words, its fingerprint and everything
that is pinned to them stay as they are. Lines are added as the plan writes such lines already: with its
bullet, its indentation and its line ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from planproof.markdown.tree import OPTIONAL, List, ListItem, Task
from planproof.plan.model import Criterion, Field, Item, Plan, Step
from planproof.plan.pulls import Pull, pull_of, pulls_in
from planproof.text.edit import Edit
from planproof.text.patterns import rx
from planproof.text.source import BOM, Span

_AROUND = (("(", ")"), ("[", "]"), ("`", "`"), ("*", "*"), ("_", "_"))
_SEPARATOR = r"\s*[,;&]\s*|\s+and\s+"


class Wish(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What is to become of an item's box.

    Attributes:
        done: whether it is to be ticked.
        reference: the pull request to add, or to take away with the tick: `#128`, a link; empty for none.
        proof: the words of a proof to add; empty for none.
        forced: the reason for which it is ticked though nothing supports it; empty for none.
    """

    done: bool
    reference: str = ""
    proof: str = ""
    forced: str = ""


class CannotTick(ValueError):
    """What is wished cannot be written. `reason` says why, `remedy` what to do."""

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.remedy = remedy


def box_of(item: Item) -> Task | None:
    """An item's box; None for those that have none."""
    return item.task if isinstance(item, Step | Criterion) else None


def reference_of(said: str) -> str:
    """A pull request as plans refer to it: `#128` for `128`, `PR 128` and `GH-128`, `!13`; a link to it alone.

    Raises:
        CannotTick: it is none.
    """
    found = pull_of(said)
    if found is not None:
        return found.said
    raise CannotTick(
        f'"{said}" is no pull request', "Give its number, `--pr 128`, or the link to it."
    )


def references_beside(plan: Plan, item: Item) -> list[str]:
    """The pull requests that an item's `pr:` names, as it names them."""
    source = plan.document.source
    texts = [source[one.value_span] for one in item.fields if one.key == "pr"]
    return [text[one.span.start : one.span.end] for text in texts for one in pulls_in(text)]


def edits_for(plan: Plan, item: Item, wish: Wish) -> list[Edit]:
    """The edits that make a wish come true; none where all of it is so already.

    Raises:
        CannotTick: the item has no box, or another proof already.
    """
    task = box_of(item)
    if task is None:
        raise CannotTick(f"`{plan.id}#{item.id}` has no box", "Write `[ ]` before its words.")
    editor = _Editor(plan, item, task)
    if wish.done:
        return [*editor.ticked(), *editor.added(wish)]
    return [*editor.unticked(), *editor.taken_away(wish)]


def unlike(before: Plan, after: Plan, wishes: Sequence[tuple[Item, Wish]]) -> str:
    """What edits have done that they should not have, in a few words; empty where all is as wished.

    The plan that came out has to have the same items, with the same ids, words and boxes, but for the
    boxes that were meant and the fields that were added or taken away.
    """
    wished = {item.span.start: wish for item, wish in wishes}
    if len(before.items) != len(after.items):
        return f"it would have {len(after.items)} items in place of {len(before.items)}"
    for old, new in zip(before.items, after.items, strict=True):
        if (old.id, old.kind, old.fingerprint) != (new.id, new.kind, new.fingerprint):
            return f"`{old.id}` would be read otherwise"
        task, now = box_of(old), box_of(new)
        wish = wished.get(old.span.start)  # a bullet may be several items: a step, and a test
        done = task is not None and (wish.done if wish is not None else task.done)
        if (now is not None and now.done) is not done:
            return f"the box of `{old.id}` would be read otherwise"
        if wish is not None and (lacking := _lacking(new, wish)):
            return lacking
        if _other_fields(old, wish) != _other_fields(new, wish):
            return f"the fields of `{old.id}` would be read otherwise"
    return ""


def _other_fields(item: Item, wish: Wish | None) -> list[tuple[str, str]]:
    """The fields that a wish leaves alone; all without one."""
    written = ("pr", "proof", "forced") if wish is not None and wish.done else ("pr", "forced")
    kept = written if wish is not None else ()
    return [(one.key, one.value) for one in item.fields if one.key not in kept]


def _lacking(item: Item, wish: Wish) -> str:
    if not wish.done:
        return ""
    wanted = pull_of(wish.reference)
    if isinstance(item, Step) and wanted is not None:
        told = f"{wanted.mark or '#'}{wanted.number}"
        if told not in item.references:
            return f"`{item.id}` would not refer to {wish.reference}"
    for key in ("proof", "forced"):
        said, field = getattr(wish, key), item.field(key)
        if said and (field is None or _letters(field.value) != _letters(said)):
            return f"`{item.id}` would have no `{key}:` that reads like that"
    return ""


class _Editor:
    """Edits an item of a plan."""

    def __init__(self, plan: Plan, item: Item, task: Task) -> None:
        self.plan = plan
        self.item = item
        self.task = task
        self.source = plan.document.source
        self.text = self.source.text

    def ticked(self) -> Iterator[Edit]:
        if not self.task.done:
            yield self._marked(self._tick())

    def _marked(self, mark: str) -> Edit:
        """A mark put into the box, which is one for every forge then."""
        span = self.task.span
        follows = self.text[span.end : span.end + 2]
        alone = not follows[:1].strip() or follows in OPTIONAL
        gap = "" if alone else " "
        return Edit(span, self.source[span], f"[{mark}]{gap}")

    def _tick(self) -> str:
        """The letter that the plan ticks with: the one that most of its boxes have."""
        marks = [one.task.mark for one in self.plan.document.tasks if one.task is not None]
        return "X" if marks.count("X") > marks.count("x") else "x"

    def unticked(self) -> Iterator[Edit]:
        if self.task.done:
            yield self._marked(" ")

    def added(self, wish: Wish) -> Iterator[Edit]:
        """The fields that are not there yet; a further reference stands in the field that is there."""
        lines: list[str] = []
        if wish.reference and not self._refers_to(wish.reference):
            field = self.item.field("pr")
            if field is not None and field.value:
                at = self._value_end(field)
                yield Edit(Span(at, at), "", f", {wish.reference}")
            else:
                lines.append(f"pr: {wish.reference}")
        if wish.proof:
            field = self.item.field("proof")
            if field is None:
                lines.append(f"proof: {wish.proof}")
            elif _plain(self.source[field.value_span]) != _plain(wish.proof):
                raise CannotTick(
                    f"`{self.plan.id}#{self.item.id}` has a proof already: {field.value}",
                    "Change it in the plan, or leave out `--proof`.",
                )
        forced = self.item.field("forced")
        if wish.forced and forced is None:
            lines.append(f"forced: {wish.forced}")
        elif wish.forced and forced is not None and _letters(forced.value) != _letters(wish.forced):
            raise CannotTick(
                f"`{self.plan.id}#{self.item.id}` has `forced:` already: {forced.value}",
                "Take it out of the plan first, or give the same reason.",
            )
        if lines:
            yield self._sub_bullets(lines)

    def _refers_to(self, reference: str) -> bool:
        """Whether the item names a pull request already, in its words or beside them."""
        wanted = pull_of(reference)
        spans = [one.value_span for one in self.item.fields if one.key == "pr"]
        words = self.source[self.item.words.span]
        # Among an item's words a bare number is no reference, nor is `!13`, which may be said of anything.
        named = [
            one
            for one in pulls_in(words)
            if one.home or (one.mark == "#" and "#" in words[one.span.start : one.span.end])
        ]
        named += [one for span in spans for one in pulls_in(self.source[span])]
        return wanted is not None and any(wanted.is_same(one) for one in named)

    def taken_away(self, wish: Wish) -> Iterator[Edit]:
        """The reference, and the reason of a tick by force, which go with the tick."""
        wanted = pull_of(wish.reference)
        for field in self.item.fields:
            if field.key == "forced":
                yield self._without(field)
            elif field.key == "pr" and wanted is not None:
                span = Span(field.value_span.start, self._value_end(field))
                words = self.source[span]
                kept = _without_pull(words, wanted)
                if kept != words:
                    yield Edit(span, words, kept) if kept else self._without(field)

    def _without(self, field: Field) -> Edit:
        """A field's line, with the line end after it, or before it at the end of the text.

        Words that Markdown takes for its continuation are somebody else's, and stay.
        """
        line = self.source.line_span(self.source.line_number(field.span.start))
        ending = rx(r"\r\n|\r|\n").match(self.text, line.end)
        span = Span(line.start, ending.end() if ending else line.end)
        if not ending and (before := rx(r"(?:\r\n|\r|\n)\Z").search(self.text[: line.start])):
            span = Span(before.start(), line.end)
        return Edit(span, self.source[span], "")

    def _value_end(self, field: Field) -> int:
        """Where the value ends in its first line; what follows below may be a remark by itself."""
        first = rx(r"[^\r\n]*").match(self.text, field.value_span.start, field.value_span.end)
        return field.value_span.start + len(first[0].rstrip() if first else "")

    # -- lines -----------------------------------------------------------------------------------

    def _sub_bullets(self, lines: Iterable[str]) -> Edit:
        """Fields as sub-bullets: behind those that are there, else before other ones, else behind the words."""
        prefix, at, before = self._place()
        newline = self._newline()
        if before:
            return Edit(Span(at, at), "", "".join(f"{prefix}{line}{newline}" for line in lines))
        return Edit(Span(at, at), "", "".join(f"{newline}{prefix}{line}" for line in lines))

    def _newline(self) -> str:
        here = self.source.line_span(self.source.line_number(self.item.span.start))
        ending = rx(r"\r\n|\r|\n").match(self.text, here.end)
        return ending[0] if ending else self.source.newline

    def _place(self) -> tuple[str, int, bool]:
        """What stands before a sub-bullet's words, where it goes, and whether a line follows there."""
        bullet = self._bullet()
        own = [one for one in self.item.fields if one.span.start > self.item.words.span.start]
        if own:
            last = own[-1]
            end = self.source.line_span(self.source.line_number(max(last.span.end - 1, 0))).end
            return self._before_words(last.span, last.key_span), end, False
        if bullet is not None and bullet.blocks:
            first = bullet.blocks[0]
            if isinstance(first, List) and not first.ordered and first.items:
                sub = first.items[0]
                line = self.source.line_span(self.source.line_number(sub.marker.start))
                lead = self.text[line.start : sub.marker.start]
                if not lead.replace(">", "").strip():
                    return f"{lead}{self.source[sub.marker]}{self._gap(sub)}", line.start, True
        words = self.item.words.span
        at = max(words.end - 1, self.task.span.end - 1)
        end = self.source.line_span(self.source.line_number(at)).end
        return self._new_prefix(bullet), end, False

    def _before_words(self, field: Span, key: Span) -> str:
        """The lead of a field's line: its indentation, bullet and blanks, without marks around the key."""
        line = self.source.line_span(self.source.line_number(field.start))
        lead = self.text[line.start : key.start].rstrip("*_`")
        marker = rx(r"\d+[.)]").search(lead)
        return lead if marker is None else lead.replace(marker[0], "-", 1)

    def _gap(self, bullet: ListItem) -> str:
        """The blanks behind a bullet."""
        found = rx(r"[ \t]*").match(self.text, bullet.marker.end)
        return (found[0] if found else "") or " "

    def _bullet(self) -> ListItem | None:
        for one in self.plan.document.tasks:
            if one.task is not None and one.task.span == self.task.span:
                return one
        return None

    def _new_prefix(self, bullet: ListItem | None) -> str:
        """The lead of a first sub-bullet: as other items of the plan have theirs, else under the box."""
        if bullet is None:
            return "  - "
        line = self.source.line_span(self.source.line_number(bullet.marker.start))
        lead = self.text[line.start : bullet.marker.start].lstrip(BOM)
        lead = "".join(one if one in "> \t" else " " for one in lead)
        like = self._like(bullet)
        if like is not None:
            return f"{lead}{like}"
        mark = self.source[bullet.marker]
        gap = self._gap(bullet)
        inner = "\t" if "\t" in gap else " " * (len(mark) + min(len(gap), 4))
        return f"{lead}{inner}{mark if len(mark) == 1 else self._usual()} "

    def _usual(self) -> str:
        """The bullet that most of the plan's lists have."""
        marks = [self.source[one.marker] for one in self.plan.document.tasks]
        marks += [self.source[one.marker] for one in _bullets(self.plan)]
        return max("*-+", key=marks.count) if any(one in "*-+" for one in marks) else "-"

    def _like(self, bullet: ListItem) -> str | None:
        """How far in, and with which bullet, another item with the same marker has its sub-bullets."""
        width = len(self.source[bullet.marker])
        for other in self.plan.document.tasks:
            subs = [one for one in other.blocks[:1] if isinstance(one, List) and not one.ordered]
            if not subs or len(self.source[other.marker]) != width:
                continue
            if (self.source[other.marker] in "*-+") != (self.source[bullet.marker] in "*-+"):
                continue
            sub = subs[0].items[0]
            outer = self._lead(other)
            inner = self._lead(sub)
            if inner.startswith(outer) and not inner[len(outer) :].strip() and inner != outer:
                return f"{inner[len(outer) :]}{self.source[sub.marker]}{self._gap(sub)}"
        return None

    def _lead(self, bullet: ListItem) -> str:
        line = self.source.line_span(self.source.line_number(bullet.marker.start))
        return self.text[line.start : bullet.marker.start].lstrip(BOM)


def _bullets(plan: Plan) -> Iterator[ListItem]:
    for block in plan.document.blocks:
        if isinstance(block, List):
            yield from block.items


def _without_pull(words: str, wanted: Pull) -> str:
    """Words without a pull request, and without one separator next to it."""
    for one in reversed([one for one in pulls_in(words) if one.is_same(wanted)]):
        before, after = words[: one.span.start], words[one.span.end :]
        while (before[-1:], after[:1]) in _AROUND:
            before, after = before[:-1], after[1:]
        if found := rx(rf"(?:{_SEPARATOR})$").search(before):
            before = before[: found.start()]
        elif found := rx(_SEPARATOR).match(after):
            after = after[found.end() :]
        elif before.strip():
            before = before.rstrip()
        else:
            after = after.lstrip()
        words = before + after
    return words.strip()


def _letters(text: str) -> str:
    """What is to be read of a text, without its markup and punctuation."""
    return "".join(one for one in text.casefold() if one.isalnum())


def _plain(text: str) -> str:
    return " ".join(text.replace("`", "").split())
