"""The modules, paths and globs that the plan touches.

Each exists and stays, or is `(new)`, `(removed)` or `(moved to X)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.markdown.tree import Code, Link, List, ListItem, Strong
from planproof.plan.model import Component, Item, Words
from planproof.plan.roles import Role
from planproof.plan.scope import Scope
from planproof.plan.wording import normalised, says_none
from planproof.text.patterns import rx
from planproof.text.source import Span

ROLE = Role(
    title="Components / Modules Affected",
    names=(
        "files modified",
        "impacted components",
        "modified files",
        "files to modify",
        "files changed",
        "affected components",
        "key files to modify",
        "files to change",
        "files to update",
        "files to remove",
        "files to modify create",
        "impacted areas of code",
        "services affected",
        "components modules affected",
        "components affected",
        "modules affected",
        "affected components and modules",
        "affected modules",
        "affected files",
        "files affected",
        "files touched",
        "touched files",
        "affected areas",
        "affected packages",
        "impacted modules",
        "impacted services",
        "affected services",
        "scope of changes",
        "changed files",
        "key files affected",
    ),
    kinds=("component",),
)

COLUMNS = {
    "name": (
        "component",
        "module",
        "file",
        "path",
        "component module",
        "files",
        "component or module",
        "component file",
        "file path",
        "module path",
        "package",
        "service",
    ),
    "change": ("change", "status", "action", "type", "kind", "change type"),
}

_SUFFIXES = """
    avsc bash bat bats c cc cfg cjs conf cpp cs csproj css csv dart env erl ex example exs go gql
    gradle graphql h hpp hs html in ini ipynb java jl js json jsonl jsx kt lock lua md mdx
    mjs ml mod nix php pl plist png properties proto ps1 py pyi r rb rs rst scala scss sh
    sln sql sum svelte svg swift template tf thrift tmpl toml ts tsx txt vue xml yaml yml
    zig
"""
SUFFIXES = frozenset(_SUFFIXES.split())
"""The suffixes by which `orders.py` is known for a file and `orders.http` for a module."""

_FILES = """
Makefile Dockerfile Containerfile Jenkinsfile Procfile Gemfile Rakefile Justfile CODEOWNERS LICENSE
README CHANGELOG
"""
_BARE = re.compile(r"[\w@.*?{}\[\]/:\\~+-]+")
_HEAD = re.compile(r"(.*?)(?:\s*[(:;,]|\s+[-–—→]+\s|\.\s|$)", re.DOTALL)
_CHANGE = re.compile(
    r"\((new|added|created|removed?|deleted?|moved(?:\s+to(?:\s+([^\s)]+))?)?)"
    r"(?=\s*[):,;—–]|\s+(?:file|module|folder|package|in|by|with|step)\b)[^)]*\)",
    re.IGNORECASE,
)
_ARROW = re.compile(r"^\W*`?[\w@./-]*[./][\w@./-]*`?\s+(?:→|->)\s+(`[^`\s]+`|[^\s`]*[./][^\s`]*)")
"""`old/path.py` → `new/path.py`, where something is moved."""

_NEW = r"^[\s`*_)\]—–:-]*[(\[]?(?:NEW\b|[Nn]ew (?:file|module|folder|package|test|component|class|script|page|migration)s?\b)"
_SAID = (
    r"(?i)\W*(new|created?|add|added|removed?|deleted?)(?:\s+(?:file|module|folder|package|component|test|class|script))?"
    r"\s*(?:$|[—–:,.;(-])"
)
_STEP = re.compile(r"\(?\bstep\s+(\d+(?:\.\d+)*)", re.IGNORECASE)
_WORDS = {
    "new": "new",
    "create": "new",
    "created": "new",
    "add": "new",
    "added": "new",
    "remove": "removed",
    "removed": "removed",
    "delete": "removed",
    "deleted": "removed",
    "moved": "moved",
}
_OTHER_CHANGES = frozenset(
    ("modify", "modified", "update", "updated", "change", "changed", "edit", "and", "or")
)


def read(scope: Scope) -> Iterator[Item]:
    """Each bullet that names a part of the code is a component, and each row of a table of them."""
    yield from _listed(scope.own(), _change_in_title(scope.title))
    for part, heading in scope.headings():
        yield from _listed(scope.within(part).own(), _change_in_title(heading.text))


def _listed(scope: Scope, change: str) -> Iterator[Item]:
    """The components under one heading, whose words may say what happens to all of them."""
    for title, bullet in _bullets(scope):
        name = _name(scope, bullet)
        if name is not None:
            own, moved_to = change_of(bullet.text)
            rest = bullet.text.partition(name.text)[2] if name.text else bullet.text
            if not own and rx(_NEW).match(rest):
                own = "new"
            what = own or _change_in_title(title) or change
            if what == "moved" and not moved_to and (arrow := _ARROW.search(bullet.text)):
                moved_to = arrow[1].strip("`")
            yield Component(
                **scope.base("component", bullet),
                name=name,
                form=form_of(name.text),
                change=what,
                moved_to=moved_to,
                step=step_of(bullet.text),
            )
    for span, cells in scope.rows(COLUMNS, "name"):
        name, said = cells["name"], cells["change"].text
        own, moved_to = change_of(
            f"{name.text} ({said})" if said.startswith("moved") else name.text
        )
        if not own and (arrow := _ARROW.search(name.text)):
            own, moved_to = "moved", arrow[1].strip("`")
        words = _in_cell(scope, name)
        yield Component(
            **scope.plain("component", span, name),
            name=words,
            form=form_of(words.text),
            change=own or _said_change(said) or change,
            moved_to=moved_to,
            step=step_of(said),
        )


def _in_cell(scope: Scope, cell: Words) -> Words:
    """What a cell names: the code span it begins with, else its words up to a bracket or an arrow."""
    first = cell.inlines[0] if cell.inlines else None
    if isinstance(first, Code) and cell.text.startswith(first.text):
        return Words(_within(scope, first.span, first.text.strip()), first.text.strip())
    raw = scope.source[cell.span].strip(" |*`")
    if "__" in raw and not rx(r"\s").search(raw):  # `__tests__` is no emphasis
        return Words(_within(scope, cell.span, raw), raw)
    return Words(cell.span, re.split(r" \(| (?:→|->) ", cell.text)[0].strip())


def _said_change(said: str) -> str:
    """What a cell says that happens: "Create", "**New file** — the agent"; not "Add five lines"."""
    found = rx(_SAID).match(said)
    return _WORDS[found[1].casefold()] if found else ""


def _bullets(scope: Scope) -> Iterator[tuple[str, ListItem]]:
    """The bullets, each with the label it stands under.

    Below a bullet that names a component there are only details.
    """
    title = ""
    for block in scope.blocks:
        if isinstance(block, List):
            yield from _below(block, title)
        else:
            title = getattr(block, "text", "")


def _below(block: List, title: str) -> Iterator[tuple[str, ListItem]]:
    for bullet in block.items:
        inner = [one for one in bullet.blocks if isinstance(one, List)]
        if inner and not _starts_with_name(bullet):
            for one in inner:
                yield from _below(one, bullet.text)
        elif not says_none(bullet.text):
            yield title, bullet


def _starts_with_name(bullet: ListItem) -> bool:
    first = bullet.text.split(maxsplit=1)
    code = bullet.inlines[:1]
    if code and isinstance(code[0], Code) and bullet.text.startswith(code[0].text):
        return True
    return bool(first) and form_of(first[0].rstrip(".,:;")) in ("path", "glob")


def _change_in_title(title: str) -> str:
    """What a title says of all components under it: "New files", "Files to remove"."""
    words = normalised(title).split()
    kinds = {_WORDS[word] for word in words if word in _WORDS}
    if len(words) > 5 or len(kinds) != 1 or not _OTHER_CHANGES.isdisjoint(words):
        return ""
    return kinds.pop()


def _name(scope: Scope, bullet: ListItem) -> Words | None:
    """What a bullet names: the path, code span, link or strong words it begins with.

    Else a path further on, or the words themselves where they are few. A sentence names nothing.
    """
    marked = _marked(scope, bullet)
    if marked is not None and (form_of(marked.text) in ("path", "glob") or not _is_label(bullet)):
        return marked
    raw = scope.source[bullet.words]
    start = bullet.words.start + len(raw) - len(raw.lstrip("*_`"))
    bare = _BARE.match(scope.source.text, start, bullet.words.end)
    name = bare.group().rstrip("*_`.,:;") if bare else ""
    if not {"/", "\\", ".", ":"}.isdisjoint(name) and (form_of(name) or "\\" in name):
        return Words(Span(start, start + len(name)), name)
    return _further_on(scope, bullet) or marked or _few_words(scope, bullet)


def _marked(scope: Scope, bullet: ListItem) -> Words | None:
    """The code span, link or strong words that a bullet begins with."""
    first = bullet.inlines[0] if bullet.inlines else None
    if not isinstance(first, Code | Link | Strong) or first.span.start != bullet.words.start:
        return None
    text = first.text.strip().rstrip(":")
    return Words(_within(scope, first.span, text), text) if text else None


def _is_label(bullet: ListItem) -> bool:
    """Whether strong words are a label: `**Tests**: src/test/orders.ts`."""
    first = bullet.inlines[0]
    return isinstance(first, Strong) and ":" in bullet.text[: len(first.text) + 2]


def _further_on(scope: Scope, bullet: ListItem) -> Words | None:
    """The first path in a sentence: in a code span, or bare where a label stands before it."""
    for inline in bullet.inlines:
        if isinstance(inline, Code) and form_of(inline.text.strip()) in ("path", "glob"):
            text = inline.text.strip()
            return Words(_within(scope, inline.span, text), text)
    label, colon, rest = bullet.text.partition(":")
    bare = _BARE.match(rest.strip()) if colon and len(label.split()) <= 3 else None
    name = bare.group().rstrip(".,:;") if bare else ""
    return Words(_within(scope, bullet.words, name), name) if form_of(name) == "path" else None


def _few_words(scope: Scope, bullet: ListItem) -> Words | None:
    head = _HEAD.match(scope.source[bullet.words])
    words = head.group(1) if head else ""
    if not words or "`" in words or len(words.split()) > 3 or words.startswith("Line"):
        return None
    start = bullet.words.start
    return Words(Span(start, start + len(words)), words.strip("*_`"))


def _within(scope: Scope, span: Span, text: str) -> Span:
    """Where a name stands inside its marks."""
    at = scope.source[span].find(text)
    return Span(span.start + at, span.start + at + len(text)) if at >= 0 else span


def form_of(name: str) -> str:
    """`path`, `module` or `glob`; empty for words that are none of these."""
    if not name or any(character.isspace() for character in name):
        return ""
    if "://" in name or name.endswith(")") or "\\" in name:
        return ""
    if any(character in name for character in "*?{"):
        return "glob"
    if "/" in name or name in _FILES.split() or re.fullmatch(r"\.[a-z][\w.-]*", name):
        return "path"
    if re.fullmatch(r"[\w.-]+\.\w+", name) and name.rpartition(".")[2].casefold() in SUFFIXES:
        return "path"
    if re.fullmatch(r"@?[A-Za-z_][\w-]*(?:(?:\.|::)[A-Za-z_]\w*)*", name):
        return "module"
    return ""


def change_of(text: str) -> tuple[str, str]:
    """What happens to a component (`new`, `removed`, `moved`, or empty), and where it moves."""
    match = _CHANGE.search(text)
    if not match:
        return "", ""
    said = match.group(1).casefold().split()[0]
    return _WORDS[said], (match.group(2) or "").strip("`")


def step_of(text: str) -> str:
    """The number of the step that the words name, else empty."""
    match = _STEP.search(text)
    return match.group(1) if match else ""
