"""Drift: a plan's snippet held against the schema that the repository has, field by field.

This is no question of compatibility: it asks whether the two say the same, whichever is right.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from planproof.facts.model import Schema, SchemaField
from planproof.text.patterns import rx
from planproof.verdict.schema_types import JSON, agree
from planproof.verdict.snippets import Snippet, read_snippet
from planproof.verdict.tables import resolve

__all__ = ["Difference", "Kind", "Snippet", "differences", "read_snippet", "resolve"]

Kind = Literal[
    "only in plan", "only in code", "type differs", "required differs", "default differs"
]

_NOW = ("now()", "current_timestamp", "current_timestamp()", "getdate()", "localtimestamp")


class Difference(NamedTuple):
    """One difference.

    Attributes:
        field: its name, in the plan's spelling where the plan has it.
        plan: what the plan says: a type, a default, `required` or `optional`; empty where it has none.
        code: what the code says, likewise.
        text: the difference in a sentence without its full stop.
    """

    kind: Kind
    field: str
    plan: str
    code: str
    text: str


def differences(ours: Schema, theirs: Schema, partial: bool) -> list[Difference]:
    """What a plan's schema and the code's say differently.

    A partial snippet, an example, and a statement that only adds or alters are held to what they state.
    Where the formats differ (an example in JSON, a message in Protobuf), names count however they are
    spelled, and types as far as one can be told from the other.

    Args:
        ours: the plan's.
        theirs: the code's, with its migrations applied.
        partial: whether the plan's leaves something out.
    """
    return list(_Comparison(ours, theirs, partial).differences())


class _Comparison:
    """A plan's schema beside the code's."""

    def __init__(self, ours: Schema, theirs: Schema, partial: bool) -> None:
        self.ours = ours
        self.theirs = theirs
        self.partial = partial or ours.change != "create"
        self.alike = ours.format == theirs.format or {ours.format, theirs.format} <= JSON
        self.plan = {self._key(one.name): one for one in ours.fields}
        self.code = {self._key(one.name): one for one in theirs.fields}

    def differences(self) -> Iterator[Difference]:
        if self.ours.change == "drop":
            yield from self._dropped()
            return
        if self.ours.change == "rename":
            yield from self._renamed()
            return
        for key, field in self.plan.items():
            if key in self.code:
                yield from self._of_field(field, self.code[key])
            elif self._may_tell(key, self.code):
                text = f"{_called(self.ours, field)} is in the plan and not in the code"
                yield Difference("only in plan", field.name, field.type, "", text)
        for key, field in self.code.items():
            if key not in self.plan and self._is_missed(key, field):
                text = f"{_called(self.theirs, field)} is in the code and not in the plan"
                yield Difference("only in code", field.name, "", field.type, text)

    def _key(self, name: str) -> str:
        if not self.alike:
            return rx(r"[_-]").sub("", name).casefold()
        return name.casefold() if self.theirs.format == "sql" else name

    def _may_tell(self, key: str, others: dict[str, SchemaField]) -> bool:
        """Whether the other side says what there is beside a field: not within a type it only names."""
        around = key.rpartition(".")[0]
        if not around:
            return True
        within = any(other.startswith(f"{around}.") for other in others)
        return within and around in others

    def _is_missed(self, key: str, field: SchemaField) -> bool:
        if self.partial or not self._may_tell(key, self.plan):
            return False
        if self.ours.what == "example":  # shows what may be there; what must be there is missed
            return bool(field.required) and self.theirs.format in JSON
        return self.alike

    def _of_field(self, plan: SchemaField, code: SchemaField) -> Iterator[Difference]:
        name = f"`{plan.name}`"
        if not agree(plan.type, self.ours.format, code.type, self.theirs.format):
            text = f"{name} is `{plan.type}` in the plan and `{code.type}` in the code"
            yield Difference("type differs", plan.name, plan.type, code.type, text)
        if not self.alike or self.ours.what == "example":
            return
        yield from self._required(plan, code)
        yield from self._default(plan, code)

    def _required(self, plan: SchemaField, code: SchemaField) -> Iterator[Difference]:
        if plan.required is None or code.required is None or plan.required == code.required:
            return
        if self.partial and not plan.required and self.ours.format in JSON:
            return  # the list of what is required may be what is left out
        words = ("NOT NULL", "nullable") if self.ours.format == "sql" else ("required", "optional")
        ours, theirs = words if plan.required else words[::-1]
        text = f"`{plan.name}` is {ours} in the plan and {theirs} in the code"
        yield Difference("required differs", plan.name, ours, theirs, text)

    def _default(self, plan: SchemaField, code: SchemaField) -> Iterator[Difference]:
        ours, theirs = plan.default, code.default
        if (ours is None and self.partial) or _plain(ours) == _plain(theirs):
            return
        said = "has no default" if ours is None else f"is `{ours}` by default"
        if theirs is None:
            text = f"`{plan.name}` {said} in the plan and has none in the code"
        else:
            text = f"`{plan.name}` {said} in the plan and `{theirs}` in the code"
        yield Difference("default differs", plan.name, ours or "", theirs or "", text)

    def _dropped(self) -> Iterator[Difference]:
        for key, field in self.plan.items():
            if key in self.code:
                text = f"`{field.name}` is dropped in the plan and still in the code"
                yield Difference("only in code", field.name, "", self.code[key].type, text)

    def _renamed(self) -> Iterator[Difference]:
        for key, field in self.plan.items():
            if key in self.code and field.name:
                text = f"`{field.name}` becomes `{field.type}` in the plan and is still in the code"
                yield Difference("only in code", field.name, "", self.code[key].type, text)


def _called(schema: Schema, field: SchemaField) -> str:
    return f"the value `{field.name}`" if schema.what == "enum" else f"`{field.name}`"


def _plain(default: str | None) -> str | None:
    """A default without the ways there are to write it: quotes, casts, brackets, case."""
    if default is None:
        return None
    text = rx(r"(::[\w \"\[\]().]+)+$").sub("", default.strip())
    while len(text) > 1 and text[0] == "(" and text[-1] == ")":
        text = rx(r"(::[\w \"\[\]().]+)+$").sub("", text[1:-1].strip())
    if len(text) > 1 and text[0] in "\"'" and text[-1] == text[0]:
        text = text[1:-1]
    elif text.casefold() in _NOW:
        return "now"
    else:
        text = text.casefold()
    if rx(r"-?\d+(\.\d+)?").fullmatch(text):
        return f"{float(text):g}" if len(text) < 15 else text
    return text.casefold() if text.casefold() in ("true", "false") else text
