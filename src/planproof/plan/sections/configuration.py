"""The variables that the work reads: purpose, default, and whether they must be set."""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.markdown.tree import Code, ListItem
from planproof.plan.model import Item, Variable, Words
from planproof.plan.roles import Role
from planproof.plan.scope import Scope, column_places
from planproof.text.source import Span

ROLE = Role(
    title="Configuration & Env Vars",
    names=(
        "configuration",
        "environment variables",
        "configuration reference",
        "configuration options",
        "configuration model",
        "configuration settings",
        "configuration keys",
        "configuration and environment",
        "configuration and env vars",
        "configuration env vars",
        "configuration and environment variables",
        "env vars",
        "environment vars",
        "config and env vars",
        "config",
        "configuration changes",
        "configuration parameters",
        "new configuration",
        "configuration variables",
        "configuration and settings",
        "feature flags and configuration",
    ),
    kinds=("variable",),
)

COLUMNS = {
    "name": (
        "variable",
        "variables",
        "flag",
        "field",
        "name",
        "environment variable",
        "env var",
        "env",
        "setting",
        "option",
        "key",
        "env variable",
        "config",
        "parameter",
        "configuration",
    ),
    "purpose": (
        "purpose",
        "description",
        "meaning",
        "what",
        "notes",
        "use",
        "used for",
        "what it does",
    ),
    "default": ("default", "default value", "defaults", "value"),
    "required": (
        "required",
        "mandatory",
        "must be set",
    ),
}

_NAME = re.compile(r"[A-Za-z_$-][\w.<>*{}$/-]*")
_YES = ("yes", "y", "true", "required", "✅", "✓", "✔", "x", "mandatory", "always")
_NO = ("no", "n", "false", "optional", "❌", "✗", "", "-", "–", "—", "never")
_NEEDED = r"(?i)[`\s]*(?:is|are|must be|has to be|should be|needs? to be)\W+(?:required|set|mandatory|needed|recommended)"
_DEFAULT = re.compile(r"\bdefaults?(?:\s+to|\s+is|:|\s*=)?\s*[`\"']?([^\s`\"',;)]+)", re.IGNORECASE)


def read(scope: Scope) -> Iterator[Item]:
    """Each row is a variable, or several in one cell; so is each bullet that begins with `NAME`."""
    for table in scope.tables():
        has_required = "required" in column_places(table, COLUMNS)
        for span, cells in Scope(scope.source, (table,), (), scope.ids).rows(COLUMNS, "name"):
            name, required = cells["name"], cells["required"]
            yield Variable(
                **scope.plain("variable", span, name),
                name=name,
                names=_names(name),
                purpose=cells["purpose"],
                default=cells["default"],
                required_words=required,
                required=_yes_or_no(required) if has_required else None,
            )
    for bullet in scope.bullets():
        first = bullet.inlines[0] if bullet.inlines else None
        if isinstance(first, Code) and first.span.start == bullet.words.start:
            yield from _of_bullet(scope, bullet, first)


def _of_bullet(scope: Scope, bullet: ListItem, code: Code) -> Iterator[Variable]:
    """A variable from `NAME`, or `NAME=default`, and what is said after it."""
    key, equals, value = code.text.strip().partition("=")
    if not re.fullmatch(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9<>*]+)+|[A-Z]{4,}", key):
        return
    rest = Span(code.span.end, bullet.words.end)
    said = scope.source[rest]
    if re.match(_NEEDED, said):  # "`CACHE=redis` is required": a value that it has to have
        equals = value = ""
    default = _DEFAULT.search(said)
    at = rest.start + default.start(1) if default else rest.end
    none = Words(Span(rest.end, rest.end), "")
    start = code.span.start + scope.source[code.span].find(key)
    yield Variable(
        **scope.base("variable", bullet),
        name=Words(Span(start, start + len(key)), key),
        names=(key,),
        purpose=Words(rest, bullet.text[len(code.text) :].strip(" :–—-")),
        default=Words(code.span, value)
        if equals
        else Words(Span(at, at + len(default.group(1))), default.group(1))
        if default
        else none,
        required_words=none,
        required=None,
    )


def _names(words: Words) -> tuple[str, ...]:
    """The variables that a cell names: its code spans, else its words where each is a name."""
    codes = [inline.text.strip() for inline in words.inlines if isinstance(inline, Code)]
    parts = codes or re.split(r"\s*[,/]\s*|\s+(?:or|and)\s+", words.text.strip())
    return tuple(part for part in parts if _NAME.fullmatch(part) and part.strip("-."))


def _yes_or_no(words: Words) -> bool | None:
    said = words.text.strip().rstrip(".").casefold()
    first = re.split(r"[\s,;(]", said, maxsplit=1)[0]
    if said in _YES or first in _YES:
        return True
    return False if said in _NO or first in _NO else None
