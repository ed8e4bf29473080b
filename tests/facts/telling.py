"""Facts as literate cases write them: one line each, in words."""

from __future__ import annotations

from planproof.facts.model import (
    Definition,
    EnvRead,
    EnvSet,
    Fact,
    FlagUse,
    Mention,
    Mount,
    Owner,
    Route,
    Schema,
    Signal,
    Test,
    Value,
)


def told(fact: Fact) -> str:
    """A fact in a line: `12 env ORDERS_PORT default 8080`."""
    return " ".join(f"{fact.line} {_words(fact)}".split())


def _words(fact: Fact) -> str:
    match fact:
        case EnvRead():
            return _read(fact)
        case EnvSet():
            value = "passed" if fact.value is None else f"= {fact.value}"
            return f"env-set {fact.name} {value} by {fact.where}"
        case Route():
            statuses = f"statuses {_list(fact.statuses)}" if fact.statuses else ""
            router = f"on {fact.router}" if fact.router else ""
            handler = f"handler {fact.handler}" if fact.handler else ""
            return f"route {fact.method} {_value(fact.path)} {router} {handler} {statuses}"
        case Mount():
            parent = f"on {fact.parent}" if fact.parent else ""
            return f"mount {fact.child} at {_value(fact.prefix)} {parent}"
        case Signal():
            names = f"as {_list(fact.names)}" if fact.names else ""
            labels = f"labels {_list(fact.labels)}" if fact.labels else ""
            return f"{fact.signal} {_value(fact.name)} {fact.type} {names} {labels}"
        case FlagUse():
            default = f"default {_value(fact.default)}" if fact.default is not None else ""
            return f"flag {_value(fact.name)} {default} by {fact.system}"
        case Definition():
            value = f"= {_value(fact.value)}" if fact.value is not None else ""
            return f"{fact.what} {fact.name} {value}"
        case Test():
            marks = f"marks {_list(fact.marks)}" if fact.marks else ""
            return f"test {fact.id} by {fact.framework} {marks}"
        case Owner():
            return f"owner {fact.pattern} {_list(fact.owners)}"
        case Schema():
            fields = "; ".join(
                f"{one.name} {one.type}"
                + {None: "", True: " required", False: " optional"}[one.required]
                + (f" default {one.default}" if one.default is not None else "")
                for one in fact.fields
            )
            return f"schema {fact.format} {fact.change} {fact.what} {fact.name}: {fields}"
        case Mention():
            call = f"in {fact.callee}" if fact.callee else ""
            return f"mention {fact.text} {call}"
        case _:
            raise AssertionError(fact)


def _read(fact: EnvRead) -> str:
    words = ["env", _value(fact.name)]
    if fact.function:
        words.append(f"of {fact.function}({', '.join(fact.parameters)})")
    if fact.required:
        words.append("required")
    if fact.default is not None:
        words.append(f"default {_value(fact.default)}")
    if fact.level != "declared":
        words.append(fact.level)
    return " ".join(words)


def _value(value: Value) -> str:
    return value.text if value.kind == "literal" else f"{value.kind} {value.text}"


def _list(values: tuple[object, ...]) -> str:
    return ", ".join(map(str, values))
