"""What a repository contains, as `facts` lists it: rows for people, versioned types for programs."""

from typing import Annotated, Literal

import msgspec

from planproof.facts.inventory import Inventory, Read
from planproof.facts.kinds import KINDS
from planproof.facts.model import (
    Definition,
    EnvSet,
    Fact,
    FlagUse,
    Owner,
    Schema,
    Signal,
    Test,
    Value,
)
from planproof.facts.paths import is_test
from planproof.report.formats._terminal import plain, shortened
from planproof.report.words import columns, counted


class FactV1(msgspec.Struct, frozen=True, gc=False, omit_defaults=True):
    """A fact.

    Attributes:
        kind: one of `env`, `env-set`, `route`, `metric`, `span`, `log`, `flag`, `schema`, `owner`,
            `definition`, `test`.
        name: the variable, the endpoint (`POST /orders/{id}`), the metric ...; `*` stands for what is
            not known.
        path: from `root`, with `/`.
        line: counts from 1.
        detail: what else is known, by name.
        test: whether it stands in a test.
        probe: what found it.
    """

    kind: str
    name: str
    path: str
    line: Annotated[int, msgspec.Meta(ge=0)]
    detail: dict[str, str] = {}
    test: bool = False
    probe: str = ""


class FactsV1(msgspec.Struct, frozen=True, gc=False):
    """The result of `planproof facts --format json`."""

    schema: Literal["planproof/facts/1"]
    version: Annotated[str, msgspec.Meta(description="planproof's own.")]
    root: Annotated[str, msgspec.Meta(description="The folder that paths count from, absolute.")]
    commit: Annotated[str, msgspec.Meta(description="Empty for the work tree.")]
    languages: Annotated[dict[str, int], msgspec.Meta(description="Files read, by language.")]
    unread: Annotated[
        dict[str, int], msgspec.Meta(description="Files of code that no probe reads, by suffix.")
    ]
    left_out: Annotated[
        dict[str, int], msgspec.Meta(description="Files that were not read, by reason.")
    ]
    facts: tuple[FactV1, ...]


def facts_of(inventory: Inventory, kinds: frozenset[str], below: str = "") -> tuple[FactV1, ...]:
    """The facts of some kinds, by kind, name and place.

    Args:
        inventory: what the commit contains.
        kinds: of `KINDS`.
        below: a file or folder to keep to; empty for all.
    """
    found = [
        *(_read(one) for one in inventory.reads if "env" in kinds),
        *(
            FactV1("route", f"{one.method} {one.shown}", one.at, one.line,
                   {"prefix": "unknown"} if one.open else {}, one.test)
            for one in inventory.endpoints if "route" in kinds
        ),
    ]  # fmt: skip
    for facts in (inventory.stated, inventory.sought):
        for path, here in facts.items():
            for fact in here:
                row = _row(path, fact, inventory)
                if row is not None and row.kind in kinds:
                    found.append(row)
    prefix = f"{below.rstrip('/')}/"
    kept = [one for one in found if not below or one.path == below or one.path.startswith(prefix)]
    order = {kind: number for number, kind in enumerate(KINDS)}
    return tuple(
        sorted(
            kept,
            key=lambda one: (
                order[one.kind],
                one.test,
                _made_up(one),
                one.name,
                one.path,
                one.line,
            ),
        )
    )


def _made_up(one: FactV1) -> bool:
    """Whether a name is none that somebody would look for: put together as the program runs."""
    return one.kind != "route" and one.name.startswith(("(", "*"))


def _read(read: Read) -> FactV1:
    detail = {"level": read.level}
    if read.default is not None:
        known = read.default.known
        detail["default"] = read.default.text if known else f"({read.default.text or 'computed'})"
    if read.required is not None:
        detail["required"] = "yes" if read.required else "no"
    name = "(any name)" if read.whole else read.name
    return FactV1("env", name, read.path, read.line, detail, read.test, read.probe)


def _row(path: str, fact: Fact, inventory: Inventory) -> FactV1 | None:
    test = is_test(path)
    match fact:
        case EnvSet():
            detail = {"by": fact.where} | ({} if fact.value is None else {"value": fact.value})
            return FactV1("env-set", fact.name, path, fact.line, detail, test, fact.probe)
        case Signal():
            name = _text(inventory.resolved(fact.name, path))
            detail = {key: value for key, value in (
                ("type", fact.type), ("as", ", ".join(fact.names)), ("labels", ", ".join(fact.labels)),
            ) if value}  # fmt: skip
            return FactV1(fact.signal, name, path, fact.line, detail, test, fact.probe)
        case FlagUse():
            detail = {"by": fact.system}
            if fact.default is not None:
                detail["default"] = _text(fact.default)
            name = _text(inventory.resolved(fact.name, path))
            return FactV1("flag", name, path, fact.line, detail, test, fact.probe)
        case Definition():
            return FactV1(
                "definition", fact.name, path, fact.line, {"what": fact.what}, test, fact.probe
            )
        case Test():
            detail = {"by": fact.framework} | (
                {"marks": ", ".join(fact.marks)} if fact.marks else {}
            )
            return FactV1("test", fact.id, path, fact.line, detail, test, fact.probe)
        case Owner():
            detail = {"owners": " ".join(fact.owners)}
            return FactV1("owner", fact.pattern, path, fact.line, detail, test, fact.probe)
        case Schema():
            fields = ", ".join(field.name for field in fact.fields)
            detail = {
                "format": fact.format,
                "what": fact.what,
                "change": fact.change,
                "fields": fields,
            }
            return FactV1("schema", fact.name, path, fact.line, detail, test, fact.probe)
        case _:
            return None


def _text(value: Value) -> str:
    return value.text if value.kind in ("literal", "pattern") else f"({value.text or 'computed'})"


_HEADS = {
    "env": ("default", "required", "level"),
    "env-set": ("value", "by"),
    "route": ("prefix",),
    "metric": ("type", "as"),
    "span": (),
    "log": ("labels",),
    "flag": ("default", "by"),
    "schema": ("format", "what", "change", "fields"),
    "owner": ("owners",),
    "definition": ("what",),
    "test": ("by", "marks"),
}


def as_table(found: FactsV1, width: int) -> str:
    """The facts as tables, a kind after the other, with what was read and what was not."""
    lines: list[str] = []
    kinds = dict.fromkeys(fact.kind for fact in found.facts)
    for kind in kinds:
        here = [fact for fact in found.facts if fact.kind == kind]
        names = len({fact.name for fact in here})
        lines.append(f"{kind}: {counted(len(here), 'place')}, {counted(names, 'name')}")
        lines += _table(here, _HEADS[kind], width)
        lines.append("")
    languages = ", ".join(f"{count:,} {name}" for name, count in found.languages.items())
    lines.append(f"{counted(len(found.facts), 'fact')}; read {languages or 'no code'}")
    for what, counts in (("not read", found.unread), ("left out", found.left_out)):
        if counts:
            shown = ", ".join(f"{count:,} {name}" for name, count in counts.items())
            lines.append(f"{what}: {shown}")
    return "\n".join(lines) + "\n"


def _table(facts: list[FactV1], heads: tuple[str, ...], width: int) -> list[str]:
    used = [head for head in heads if any(head in fact.detail for fact in facts)]
    rows = [
        (
            fact.name,
            *(fact.detail.get(head, "") for head in used),
            f"{fact.path}:{fact.line}" + (" (test)" if fact.test else ""),
        )
        for fact in facts
    ]
    shown = [tuple(plain(cell) for cell in row) for row in rows]
    heading = ("NAME", *(head.upper() for head in used), "WHERE")
    widths = [max(columns(row[at]) for row in (heading, *shown)) for at in range(len(heading))]
    room = max(24, (width - 2 * len(widths)) // max(1, len(widths)))
    widths = [min(one, max(room, 40 if at == 0 else 24)) for at, one in enumerate(widths)]
    return [_line(row, widths) for row in (heading, *shown)]


def _line(row: tuple[str, ...], widths: list[int]) -> str:
    cells = []
    for at, cell in enumerate(row):
        last = at == len(row) - 1
        text = cell if last else shortened(cell, widths[at])
        cells.append(text if last else text + " " * (widths[at] - columns(text)))
    return "  " + "  ".join(cells).rstrip()
