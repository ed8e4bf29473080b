"""The typed plan, as `show` prints it: for machines (versioned) and as a tree for people."""

from collections.abc import Iterator
from typing import Any

import msgspec

from planproof.plan.figures.sentence import Figure
from planproof.plan.model import (
    Component,
    Criterion,
    Goal,
    Item,
    Plan,
    Risk,
    Section,
    Step,
    Target,
    Variable,
)
from planproof.report.formats._terminal import Painter, folded, plain, shortened
from planproof.report.model import Look
from planproof.report.words import columns, json_text, wrapped


class PlaceV1(msgspec.Struct, frozen=True):
    """A range: characters from 0, end exclusive; lines and columns (in characters) from 1."""

    start: int
    end: int
    line: int
    column: int


class FieldV1(msgspec.Struct, frozen=True):
    """A field of an item."""

    key: str
    value: str
    at: PlaceV1


class FigureV1(msgspec.Struct, frozen=True):
    """A figure that an item's sentence asserts."""

    comparator: str
    value: float
    unit: str
    upper: float | None = None
    statistic: str | None = None
    condition: str | None = None


class ItemV1(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing a section says. `is_` holds what is particular to its kind, by name."""

    id: str
    kind: str
    text: str
    fingerprint: str
    at: PlaceV1
    label: str | None = None
    state: str = ""
    fields: tuple[FieldV1, ...] = ()
    figures: tuple[FigureV1, ...] = ()
    details: dict[str, str | bool | list[str] | None] = {}


class SectionV1(msgspec.Struct, frozen=True):
    """A heading with what stands under it. `role` is empty where nothing says what it means."""

    role: str
    title: str
    number: str
    level: int
    matched: str
    how: str
    at: PlaceV1
    items: tuple[ItemV1, ...]


class TemplateV1(msgspec.Struct, frozen=True):
    """The template that the plan was written to, and what says so."""

    name: str
    version: int
    why: str
    fit: float


class PlanV1(msgspec.Struct, frozen=True):
    """A plan. Sections come in the order of the text."""

    schema: str
    id: str
    path: str
    title: str
    state: str
    state_from: str
    template: TemplateV1
    sections: tuple[SectionV1, ...]


SCHEMA = "planproof/plan/1"


def plan_v1(plan: Plan, role: str = "") -> PlanV1:
    """The plan as its wire type; only the sections of a role, where one is given."""
    written = plan.written
    sections = plan.sections if not role else plan.of_role(role)
    return PlanV1(
        schema=SCHEMA,
        id=plan.id,
        path=plan.document.source.name,
        title=plan.title,
        state=plan.state.value,
        state_from=plan.state_from,
        template=TemplateV1(written.template, written.version, written.why, written.fit),
        sections=tuple(
            _section(plan, one) for one in sections if one.heading is not None or one.items
        ),
    )


def schema() -> dict[str, Any]:
    """The JSON Schema of `show --format json`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "planproof show, version 1",
        **msgspec.json.schema(PlanV1),
    }


def as_json(plan: Plan, role: str = "") -> str:
    """The plan as JSON."""
    return json_text(plan_v1(plan, role))


def _place(plan: Plan, start: int, end: int) -> PlaceV1:
    at = plan.document.source.position(start)
    return PlaceV1(start, end, at.line, at.column)


def _section(plan: Plan, section: Section) -> SectionV1:
    return SectionV1(
        role=section.role,
        title=section.title,
        number=section.number,
        level=section.level,
        matched=section.matched,
        how=section.how,
        at=_place(plan, section.span.start, section.span.end),
        items=tuple(_item(plan, item) for item in section.items),
    )


def _item(plan: Plan, item: Item) -> ItemV1:
    return ItemV1(
        id=item.id,
        kind=item.kind,
        text=item.text,
        fingerprint=item.fingerprint,
        at=_place(plan, item.span.start, item.span.end),
        label=item.label,
        state=item.state,
        fields=tuple(
            FieldV1(one.key, one.value, _place(plan, one.span.start, one.span.end))
            for one in item.fields
        ),
        figures=tuple(_figure(one) for one in _figures(item)),
        details=details(item),
    )


def _figures(item: Item) -> tuple[Figure, ...]:
    return item.reading.figures if isinstance(item, (Goal, Criterion, Target)) else ()


def _figure(figure: Figure) -> FigureV1:
    return FigureV1(
        figure.comparator,
        figure.value,
        figure.unit,
        figure.upper,
        figure.statistic,
        figure.condition,
    )


_COMMON = frozenset(("id", "kind", "label", "span", "words", "fields", "reading", "task"))


def details(item: Item) -> dict[str, str | bool | list[str] | None]:
    """What is particular to an item's kind, in plain values."""
    found: dict[str, str | bool | list[str] | None] = {}
    for name in item.__struct_fields__:
        if name in _COMMON or name.endswith(("_span", "_words")):
            continue
        value = getattr(item, name)
        if value is None or isinstance(value, (str, bool)):
            found[name] = value
        elif isinstance(value, tuple):
            found[name] = [one if isinstance(one, str) else one.text for one in value]
        elif hasattr(value, "text"):
            found[name] = value.text
    return found


def as_tree(plan: Plan, look: Look, role: str = "") -> str:
    """The plan as a tree for people."""
    paint = Painter(colour=look.colour)
    lines: list[str | None] = [*_head_lines(plan, look, paint)]
    sections = plan.sections if not role else plan.of_role(role)
    for section in sections:
        if section.heading is None and not section.items:
            continue
        indent = "  " * max(section.level - 1, 0)
        number = f"{section.number} " if section.number else ""
        meaning = section.role or "no role"
        near = " (near miss)" if section.how == "near" else ""
        line = plan.document.source.line_number(section.span.start)
        beside = f"  [{meaning}{near}] line {line}"
        room = max(look.width - len(indent) - len(beside), 20)
        title = paint("bold", shortened(plain(number + section.title), room))
        lines += ("" if section.level <= 2 else None, f"{indent}{title}{beside}")
        width = max((columns(plain(item.id)) for item in section.items), default=0)
        for item in section.items:
            lines += _item_lines(plan, item, indent + "  ", min(width, 24), look)
    return "\n".join(line for line in lines if line is not None) + "\n"


def _head_lines(plan: Plan, look: Look, paint: Painter) -> Iterator[str]:
    written = plan.written
    template = f"{written.template}@{written.version}" if written.template else "no template"
    why = written.why + (f", fit {written.fit:.0%}" if written.fit and not written.declared else "")
    for line in wrapped(plain(plan.title), look.width):
        yield paint("bold", line)
    yield from wrapped(plain(f"{plan.document.source.name}   id {plan.id}"), look.width)
    state = f"state {plan.state.value} (from {plan.state_from}); {template} ({why})"
    yield from folded(state, look.width, paint=paint)


def _item_lines(plan: Plan, item: Item, indent: str, width: int, look: Look) -> list[str]:
    box = {"done": "[x] ", "open": "[ ] "}.get(item.state, "") if isinstance(item, Step) else ""
    name = plain(item.id)
    head = f"{indent}{name}{' ' * (width - columns(name))}  {box}"
    margin = " " * columns(head)
    line = plan.document.source.line_number(item.span.start)
    text = plain(" ".join(_summary(item).split()))
    shown = shortened(text, max(look.width - columns(head) - len(str(line)) - 2, 20))
    lines = [f"{head}{shown}  {Painter(colour=look.colour)('dim', str(line))}"]
    below = [f"{one.key}: {' '.join(one.value.split())}" for one in item.fields]
    figures = [f"{one.comparator} {one.value:g} {one.unit}".strip() for one in _figures(item)]
    if figures:
        below.append(f"reads as {', '.join(figures)}")
    for one in below:
        told = folded(one, max(look.width - len(margin), 20), paint=Painter(colour=False))
        lines += (f"{margin}{more}" for more in told)
    return lines


def _summary(item: Item) -> str:
    if isinstance(item, Variable):
        needed = {True: "required", False: "optional", None: "required?"}[item.required]
        default = item.default.text or "no default"
        return f"{item.name.text} = {default}, {needed}: {item.purpose.text}"
    if isinstance(item, Risk):
        return f"{item.risk.text} ({item.impact.text or 'no impact'}): {item.mitigation.text or 'no mitigation'}"
    if isinstance(item, Component):
        change = (
            f" ({item.change}{' to ' + item.moved_to if item.moved_to else ''})"
            if item.change
            else ""
        )
        return f"{item.name.text}{change}"
    state = f" ({item.state})" if item.state and not isinstance(item, Step) else ""
    return f"{item.text}{state}"


def as_markdown(plan: Plan, role: str = "") -> str:
    """The plan's items as a Markdown table."""
    lines = [
        f"# {plan.title}",
        "",
        f"State: {plan.state.value}. Template: {plan.written.template or 'none'}.",
        "",
    ]
    lines += ("| id | section | item | state | line |", "| --- | --- | --- | --- | --- |")
    for section in plan.sections if not role else plan.of_role(role):
        for item in section.items:
            text = " ".join(_summary(item).split()).replace("|", "\\|")
            line = plan.document.source.line_number(item.span.start)
            lines.append(
                f"| {item.id} | {section.role or section.title} | {text} | {item.state} | {line} |"
            )
    return "\n".join(lines) + "\n"
