"""`sync-table`: the rows that a plan's configuration table lacks, and the defaults that it has wrong.

An offer, as edits: rows are added at the end of the table, defaults are replaced in their cells, and
every other byte stays.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.gather import Kept, Progress
from planproof.app.templates import templates_in_use
from planproof.app.verdicts import judge_all, plans_in
from planproof.app.verify import Request, open_snapshot
from planproof.facts.inventory import Read
from planproof.markdown.tree import Table
from planproof.plan.model import Plan, Variable
from planproof.plan.scope import column_places
from planproof.plan.sections.configuration import COLUMNS
from planproof.text.edit import Edit, splice
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
    wrong = {
        one.span
        for one in judged
        if one.kind == "variable-default" and one.verdict is Verdict.BROKEN and not one.accepted
    }
    edits: list[Edit] = []
    changed: list[tuple[str, str]] = []
    source = plan.document.source
    for item in plan.items:
        if not isinstance(item, Variable) or item.default.span not in wrong:
            continue
        read = next((one for one in reads_in_code(case, item.names[0]) if one.default), None)
        value = (
            read.default.text if read is not None and read.default and read.default.known else "-"
        )
        span = item.default.span
        edits.append(Edit(span, source[span], _cell(value)))
        changed.append((item.names[0], value))
    return edits, changed


def _cell(value: str) -> str:
    """A value as a cell shows it: in a code span, its pipes escaped."""
    if value == "-" or not value:
        return value or "-"
    fence = "``" if "`" in value else "`"
    return f"{fence}{value}{fence}".replace("|", "\\|").replace("\n", " ")


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
    line = source.line_span(source.line_number(last.start))
    if not table.rows:  # the row of dashes
        line = source.line_span(source.line_number(last.start) + 1)
    text = source[line].rstrip("\r\n")
    newline = "\r\n" if "\r\n" in source.text else "\n"
    places = column_places(table, COLUMNS)
    width = len(table.head.cells)
    rows = [_row(name, read, places, width, text) for name, read in sorted(unlisted.items())]
    end = line.start + len(text)
    edit = Edit(Span(end, end), "", "".join(f"{newline}{row}" for row in rows))
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
        cells[places["default"]] = _cell(read.default.text) if known and read.default else "-"
    if "required" in places:
        cells[places["required"]] = "Yes" if read.required else "No"
    indent = like[: len(like) - len(like.lstrip())]
    inner = " | ".join(cells)
    bare = not like.lstrip().startswith("|")
    return f"{indent}{inner}" if bare else f"{indent}| {inner} |"
