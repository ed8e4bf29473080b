"""A document and a template become a plan."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.markdown.outline import Part, outline
from planproof.markdown.parse import parse
from planproof.markdown.tree import Block, Document, HtmlBlock, has_box
from planproof.plan.front import read_front
from planproof.plan.ids import Ids, plan_id
from planproof.plan.model import Item, Plan, Section, Step, Written
from planproof.plan.roles import roles_by_wording, section_kinds
from planproof.plan.scope import Scope
from planproof.plan.state import state_of
from planproof.plan.wording import nearest, normalised, split_number
from planproof.template.match import GOOD_FIT, written_to
from planproof.template.schema import SectionSchema, Template
from planproof.text.source import Source, Span

OPEN_TO_OTHERS = frozenset(("", "detailed", "architecture"))
"""Roles whose sub-sections have roles of their own."""

_HOLD_BOXES = frozenset(("checklist", "acceptance", "questions", "goals", "non_goals"))
"""Roles whose own items have the boxes."""

LONGEST_MISSPELT = 48
"""A longer heading is a sentence, not the misspelt title of a section."""

Match = tuple[str, str, str]
"""What a heading means: its role, the title of the template's section it is, and how that was found."""


def read_plan(source: Source, templates: Sequence[Template], configured: str = "") -> Plan:
    """Read a plan. Never raises.

    Args:
        source: the plan's text, named by its path.
        templates: the templates in use.
        configured: the name of the template that the configuration gives to this path, or empty.
    """
    document = parse(source)
    front = read_front(source, document.front)
    headings = list(document.headings)
    if headings and headings[0].level == 1 and all(one.level > 1 for one in headings[1:]):
        del headings[0]  # the title, which says nothing of the sections
    keys = [normalised(heading.text) for heading in headings]
    template, written = written_to(source.name, front, keys, templates, configured)
    reader = _Reader(document, template, written, keys)
    root = reader.section(outline(document), ("", "", ""), inside=False)
    if clash := reader.ids.clash():
        reader = _Reader(document, template, written, keys, Ids(clash))
        root = reader.section(outline(document), ("", "", ""), inside=False)
    sections = tuple(section for section in reader.sections if section is not None)
    items = tuple(sorted((item for section in sections for item in section.items), key=_place))
    state, state_from = state_of(
        source, front, sections, items, template.states if template else {}
    )
    said = front.get("title")
    return Plan(
        id=plan_id(source.name),
        title=said.value if said and said.value else _title(root, source.name),
        document=document,
        front=front,
        written=written,
        state=state,
        state_from=state_from,
        root=root,
        sections=sections,
        items=items,
        by_role=_by_role(sections),
    )


def _by_role(sections: tuple[Section, ...]) -> dict[str, tuple[Section, ...]]:
    found: dict[str, tuple[Section, ...]] = {}
    for section in sections:
        if section.role:
            found[section.role] = (*found.get(section.role, ()), section)
    return found


def _title(root: Section, path: str) -> str:
    for section in root.sections:
        if section.level == 1:
            return section.title
    return root.sections[0].title if len(root.sections) == 1 else plan_id(path)


def _place(item: Item) -> int:
    return item.span.start


class _Reader:
    """Gives parts their roles, top down, and has each role's reader read its items."""

    def __init__(
        self,
        document: Document,
        template: Template | None,
        written: Written,
        keys: list[str],
        ids: Ids | None = None,
    ) -> None:
        self.document = document
        self.source = document.source
        self.template = template
        self.ids = ids or Ids()
        self.sections: list[Section | None] = []  # in the order of the text
        self.wordings = roles_by_wording()
        self.first = document.headings[0] if document.headings else None
        self.kinds = section_kinds()
        fits = template is not None and (written.declared or written.fit >= GOOD_FIT)
        self.near = self._near_misses(keys) if fits else {}

    def _near_misses(self, keys: list[str]) -> dict[str, SectionSchema]:
        """Headings that are probably misspelt titles of required sections that are not there."""
        assert self.template is not None  # noqa: S101  # the caller checks
        roles = {self.wordings.get(key) for key in keys}
        missing = {
            key: section
            for key, section in self.template.by_key.items()
            if section.required and key not in keys and section.role not in (roles - {None, ""})
        }
        found = {}
        for key in keys if missing else ():
            if not 3 < len(key) <= LONGEST_MISSPELT or key in self.wordings:
                continue
            if key in self.template.keys:
                continue
            alike = [one for one in missing if one[0] == key[0] or one[-3:] == key[-3:]]
            if alike and (close := nearest(key, alike)):
                found[key] = missing[close]
        return found

    def match(self, title: str, *, inside: bool) -> Match:
        """Role, matched title of the template and how, for a heading.

        Args:
            title: the heading's words.
            inside: whether it stands in a section that has a role of its own.
        """
        key = normalised(title)
        template = self.template
        if template is not None and (section := template.by_key.get(key)):
            return section.role, section.title, "title"
        role = "" if inside else self.wordings.get(key, "")
        if template is not None and role in template.by_role:
            return role, template.by_role[role].title, "alias"
        if self.near and (close := self.near.get(key)):
            return close.role, close.title, "near"
        return role, "", "alias" if role else ""

    def section(self, part: Part, match: Match, *, inside: bool) -> Section:
        """A part as a section, with its items and the sections under it.

        Args:
            part: the heading with what stands under it.
            match: what its heading means.
            inside: whether it stands in a section that has a role of its own.
        """
        heading = part.heading
        role, matched, how = match
        if heading is self.first and self.template is not None and not matched:
            role = self.template.title_role or role
        below = inside or role not in OPEN_TO_OTHERS
        inner = [
            (one, self.match(one.heading.text, inside=below)) for one in part.parts if one.heading
        ]
        number, title = split_number(heading.text) if heading else ("", "")
        place = len(self.sections)
        self.sections.append(None)  # its place is before those of the sections under it
        items = self._items(
            part, role, [one for one, found in inner if not found[0]], inside=inside
        )
        sections = tuple(self.section(one, found, inside=below) for one, found in inner)
        section = Section(
            role=role,
            title=title,
            number=number,
            heading=heading,
            span=part.span,
            own=Span(part.span.start, part.parts[0].span.start if part.parts else part.span.end),
            matched=matched,
            how=how,
            empty=not any(block.__class__ is not HtmlBlock for block in part.blocks),
            blocks=part.blocks,
            items=items,
            sections=sections,
        )
        self.sections[place] = section
        return section

    def _items(
        self, part: Part, role: str, roleless: list[Part], *, inside: bool
    ) -> tuple[Item, ...]:
        """What a section says; where it has no role, its boxes are steps."""
        if role:
            blocks = part.blocks + tuple(block for one in roleless for block in _all_blocks(one))
            title = part.heading.text if part.heading is not None else ""
            scope = Scope(self.source, blocks, tuple(roleless), self.ids, title)
            items = tuple(self.kinds[role].read(scope))
            if role in _HOLD_BOXES or not self.document.tasks:
                return items
            if role in OPEN_TO_OTHERS:  # the sections under it are read for themselves
                blocks = part.blocks
            scope = Scope(self.source, blocks, (), self.ids, aside=True)
            return items + tuple(self._numbered_tasks(scope))
        if inside or not self.document.tasks or not any(map(has_box, part.blocks)):
            return ()
        scope = Scope(self.source, part.blocks, (), self.ids)
        steps = self.kinds["checklist"].read(scope)
        return tuple(step for step in steps if isinstance(step, Step) and step.task is not None)

    def _numbered_tasks(self, scope: Scope) -> Iterator[Step]:
        """The steps of a work list whose heading has another role: `6.1` under "6. Testing"."""
        if any(map(has_box, scope.blocks)):
            for step in self.kinds["checklist"].read(scope):
                if isinstance(step, Step) and step.task is not None:
                    printed = step.number and step.number_span.start >= step.words.span.start
                    if printed or step.label:
                        yield step


def _all_blocks(part: Part) -> Iterator[Block]:
    yield from part.blocks
    for inner in part.parts:
        yield from _all_blocks(inner)
