"""`sync-table`: the rows that a plan's configuration table lacks, and the defaults that it has wrong.

An offer, as edits: rows are added at the end of the table, defaults are replaced in their cells, and
every other byte stays.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import judge_all, plans_in
from planproof.app.verify import Request, open_snapshot
from planproof.facts.inventory import Read
from planproof.markdown.tree import Code, Table
from planproof.plan.model import Plan, Variable
from planproof.plan.scope import column_places
from planproof.plan.sections.configuration import COLUMNS
from planproof.text.edit import Edit, splice
from planproof.text.patterns import rx
from planproof.text.source import Span
from planproof.verdict.base import Case
from planproof.verdict.claims._variables import reads_in_code
from planproof.verdict.claims.variable_unlisted import unlisted_reads
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import Tense


class Synced(msgspec.Struct, frozen=True):
    """What syncing a table comes to.

    Attributes:
        name: the plan's path.
        before: its text.
        after: its text with the edits.
        added: the variables of the new rows.
        changed: the variables whose defaults change, with the new one.
    """

    name: str
    before: str
    after: str
    added: tuple[str, ...]
    changed: tuple[tuple[str, str], ...]


def sync_table(
    settings: Settings, named: str, role: str, progress: Progress | None = None
) -> Synced:
    """Offer what a plan's table lacks.

    Args:
        settings: the settings in force.
        named: the plan, by path or id.
        role: the section; only `configuration` has facts that a table can be synced with.
        progress: told how far it is.

    Raises:
        CannotDo: there is no such plan or table, or the section is another.
    """
    if role != "configuration":
        raise CannotDo(
            f"a table of the section `{role}` cannot be synced",
            "Only `configuration` has facts that a table can be held against.",
        )
    kept = Kept(settings.root, use=settings.config.cache)
    snapshot = open_snapshot(settings.root, "")
    templates = templates_in_use(Path(settings.root), settings.config)
    plans = plans_in(snapshot, settings, templates, Request(paths=(named,))).plans
    if len(plans) != 1:
        raise CannotDo(f"`{named}` names {len(plans)} plans", "Name one file.")
    plan = plans[0]
    judged, _, world = judge_all(settings, snapshot, plans, kept, progress)
    kept.store()
    source = plan.document.source
    case = Case(plan, world, Tense(plan))
    edits, changed = _defaults(plan, judged[source.name], case)
    rows, added = _rows(plan, case)
    after = splice(source.text, [*edits, *rows])
    return Synced(source.name, source.text, after, tuple(added), tuple(changed))


def _defaults(
    plan: Plan, judged: tuple[Judged, ...], case: Case
) -> tuple[list[Edit], list[tuple[str, str]]]:
    """Edits of the cells whose default is not the code's."""
    wrong: dict[str, list[Judged]] = {}
    for one in judged:
        if one.kind == "variable-default" and one.verdict is Verdict.BROKEN and not one.accepted:
            wrong.setdefault(one.item, []).append(one)
    rows = {row.span for table in plan.document.tables for row in table.rows}
    edits: list[Edit] = []
    changed: list[tuple[str, str]] = []
    source = plan.document.source
    for item in plan.items:
        if not isinstance(item, Variable) or item.span not in rows:
            continue  # a bullet says it in words of its own
        values = {one.subject: _of_code(one, case) for one in wrong.get(item.id, ())}
        here = [Edit(span, source[span], _cell(value)) for span, value in _places(item, values)]
        edits += here
        changed += [(name, value or "-") for name, value in values.items()] if here else []
    return edits, changed


def _of_code(judged: Judged, case: Case) -> str:
    """The default of the read that contradicts a row; empty where it gives none."""
    places = [(one.path, one.line) for one in judged.rests]
    for read in reads_in_code(case, judged.subject):
        if (read.path, read.line) in places and read.default is not None and read.default.known:
            return read.default.text
    return ""


def _places(item: Variable, values: Mapping[str, str]) -> Iterator[tuple[Span, str]]:
    """Where in a row's cell which default goes; nowhere where the cell has no room for it.

    Of a cell with a value and a remark the remark stays. Where a row has several names and one value
    for all of them, their defaults have to be one.
    """
    if not values or any(rx(r"[\r\n]").search(value) for value in values.values()):
        return
    codes = [one.span for one in item.default.inlines if isinstance(one, Code)]
    if len(item.names) > 1 and len(codes) == len(item.names):
        for name, span in zip(item.names, codes, strict=True):
            if name in values:
                yield span, values[name]
    elif values.keys() == set(item.names) and len(set(values.values())) == 1:
        value = next(iter(values.values()))
        yield (codes[0] if len(codes) == 1 and value else item.default.span), value


def _cell(value: str) -> str:
    """A value as a cell shows it: in a code span, its pipes escaped; a dash where there is none."""
    if not value:
        return "-"
    fence = "`" * (1 + max((len(run) for run in rx("`+").findall(value)), default=0))
    pad = " " if "`" in (value[0], value[-1]) else ""
    return f"{fence}{pad}{value}{pad}{fence}".replace("|", "\\|").replace("\n", " ")


def _rows(plan: Plan, case: Case) -> tuple[list[Edit], list[str]]:
    """The edit that adds rows for the variables that components read and no row names."""
    table = _table(plan)
    unlisted = unlisted_reads(case)
    if not unlisted:
        return [], []
    if table is None:
        raise CannotDo(
            f"{plan.document.source.name} has no configuration table",
            "Add one with the columns Variable, Purpose, Default and Required, and sync it then.",
        )
    source = plan.document.source
    last = table.rows[-1].span if table.rows else table.head.span
    dashes = 0 if table.rows else 1  # below the head
    line = source.line_span(source.line_number(last.start) + dashes)
    ending = rx(r"\r\n|\r|\n").match(source.text, line.end)
    newline = ending[0] if ending else source.newline
    places = column_places(table, COLUMNS)
    width = len(table.head.cells)
    rows = [
        _row(name, read, places, width, source[line]) for name, read in sorted(unlisted.items())
    ]
    edit = Edit(Span(line.end, line.end), "", "".join(f"{newline}{row}" for row in rows))
    return [edit], sorted(unlisted)


def _table(plan: Plan) -> Table | None:
    """The last table of the section with a column of names."""
    found = None
    for section in plan.of_role("configuration"):
        for block in section.blocks:
            if isinstance(block, Table) and "name" in column_places(block, COLUMNS):
                found = block
    return found


def _row(name: str, read: Read, places: dict[str, int], width: int, like: str) -> str:
    cells = [""] * width
    cells[places["name"]] = f"`{name}`"
    if "default" in places:
        known = read.default is not None and read.default.known
        text = read.default.text if known and read.default else ""
        cells[places["default"]] = _cell(text)
    if "required" in places:
        cells[places["required"]] = "Yes" if read.required else "No"
    indent = like[: len(like) - len(like.lstrip())]
    inner = " | ".join(cells)
    # Without pipes around it a row must not begin as something else, nor end in an empty cell.
    bare = not like.startswith("|", len(indent)) and cells[0].startswith("`") and cells[-1]
    return f"{indent}{inner}" if bare else f"{indent}| {inner} |"
