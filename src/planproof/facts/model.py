"""Facts: what a file of the repository contains, with the line where it stands.

A fact is a pure function of one file's content and of the probes' code. What a file alone cannot tell
(a constant of another file, the prefix under which a router is mounted) is kept as it is written, as a
`Value` of kind `reference`, and resolved when the facts of a whole commit are joined.
"""

from typing import ClassVar, Literal

import msgspec

ValueKind = Literal["literal", "null", "reference", "pattern", "parameter", "unknown"]

Level = Literal["declared", "mentioned", "derived"]


class Value(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """What stands where a fact needs a name or a default.

    Attributes:
        kind: `literal`: known; `null`: none, nil, null; `reference`: a constant or attribute by name,
            with its aliases resolved; `pattern`: known in part, `*` stands for the rest;
            `parameter`: a parameter of the function around it; `unknown`: an expression.
        text: a literal as the program sees it (strings without quotes; `true`, `false`; numbers
            without separators; durations as `30s`, `24h`), else the expression as written.
    """

    kind: ValueKind
    text: str = ""

    @property
    def known(self) -> bool:
        """Whether the text is what the program sees."""
        return self.kind == "literal"


class Fact(
    msgspec.Struct, frozen=True, gc=False, array_like=True, tag=True, tag_field="fact", kw_only=True
):
    """Something that a file contains.

    Attributes:
        line: where it stands; counts from 1.
        probe: what found it, as kind and file: `env/python_environ`.
    """

    KIND: ClassVar[str] = ""

    line: int
    probe: str = ""


class EnvRead(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A read of an environment variable.

    Attributes:
        name: a `pattern` where the name is put together as the program runs.
        default: None where the read gives none; `unknown` where it gives one that cannot be read here.
        required: whether absence fails; None where that cannot be told.
        level: `declared`: an idiom says so; `derived`: the name follows from a rule (the field of a
            settings class), so that its case and separators count for nothing; `mentioned`: the name
            stands in the code, and no more is known.
        function: where the name is a parameter: the function around, by its own name.
        parameters: and that function's parameters, without the receiver.
        default_parameter: the parameter that is the default, where one is.
        otherwise: what the function takes for that parameter where a call leaves it out.
    """

    KIND: ClassVar[str] = "env"

    name: Value
    default: Value | None = None
    required: bool | None = None
    level: Level = "declared"
    function: str = ""
    parameters: tuple[str, ...] = ()
    default_parameter: str = ""
    otherwise: Value | None = None


class EnvSet(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A manifest, image or example file that sets a variable, or passes it on.

    Attributes:
        value: None where it is passed through or comes from elsewhere (a secret).
        where: what sets it, in a few words: `service api`, `container web`, `job test`.
    """

    KIND: ClassVar[str] = "env-set"

    name: str
    value: str | None = None
    where: str = ""


class Route(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """An endpoint that is served.

    Attributes:
        method: in upper case; `*` for any.
        path: as written, before it is brought into canonical form; from the router it hangs on.
        router: what it hangs on: the variable, class or block, by name; empty where it hangs on none.
        handler: the function that answers, where it has a name.
        statuses: declared status codes.
    """

    KIND: ClassVar[str] = "route"

    method: str
    path: Value
    router: str = ""
    handler: str = ""
    statuses: tuple[int, ...] = ()


class Mount(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A prefix below which a router's routes are served.

    Attributes:
        child: the router, by name as seen from this file, imports resolved: `orders.api.router`.
        parent: the router it hangs on; empty for a prefix of the router's own.
        prefix: as written.
    """

    KIND: ClassVar[str] = "mount"

    child: str
    prefix: Value
    parent: str = ""


class Signal(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A metric, span or log event.

    Attributes:
        signal: what it is.
        name: as written.
        names: the names under which it comes out (Prometheus' spelling), where they differ.
        type: of a metric: `counter`, `gauge`, `histogram`, `summary`, `info`; else empty.
        labels: of a metric, or the fields of a log event, where they are written down.
    """

    KIND: ClassVar[str] = "signal"

    signal: Literal["metric", "span", "log"]
    name: Value
    names: tuple[str, ...] = ()
    type: str = ""
    labels: tuple[str, ...] = ()


class FlagUse(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A use of a feature flag.

    Attributes:
        default: what the call falls back on, where it says so.
        system: `openfeature`, `launchdarkly`, `unleash` ...; `config` for a plain flag of a
            configuration file.
    """

    KIND: ClassVar[str] = "flag"

    name: Value
    default: Value | None = None
    system: str = ""


class Definition(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """Something that the code defines.

    Attributes:
        what: `function`, `method`, `class`, `type`, `constant`, `field`.
        name: with what it stands in, by dots: `Store.transaction`.
        end: its last line.
        value: of a constant.
    """

    KIND: ClassVar[str] = "definition"

    what: str
    name: str
    end: int = 0
    value: Value | None = None


class Test(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A test.

    Attributes:
        id: within its file, as the framework writes it: `TestOrders::test_conflict`,
            `orders > answers 409`, `TestConflict/same_key`.
        framework: `pytest`, `go`, `jest`, `junit` ...
        marks: markers, tags and labels: `plan("AC-3")`.
    """

    __test__: ClassVar[bool] = False  # not one of pytest's
    KIND: ClassVar[str] = "test"

    id: str
    framework: str
    marks: tuple[str, ...] = ()


class Owner(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A line of CODEOWNERS: who owns the files that a pattern matches."""

    KIND: ClassVar[str] = "owner"

    pattern: str
    owners: tuple[str, ...]


class SchemaField(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """A field of a schema.

    Attributes:
        name: with what it stands in, by dots, where it is nested.
        type: in the words of its format, normalised within that format (`integer`, `TEXT`, `string`).
        required: whether it must be there (not null, non-optional); None where that is not said.
        default: as written; None where there is none.
    """

    name: str
    type: str = ""
    required: bool | None = None
    default: str | None = None


class Schema(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A schema: a table, message, record, type.

    Attributes:
        format: `json-schema`, `openapi`, `protobuf`, `graphql`, `sql`, `avro`.
        what: `table`, `message`, `enum`, `type`, `record`, `schema`; `input`, `interface` and `union` of
            GraphQL; `service` of Protobuf, whose fields are its calls.
        fields: of an enum, its values; of a union, its members.
        change: `create`, or for a migration `add` (fields are added), `drop` (the whole, or its fields),
            `alter` (of each field what changes, the rest empty; a default that is dropped is empty),
            `rename` (each field's type is its new name; a field without a name stands for the whole).
    """

    KIND: ClassVar[str] = "schema"

    format: str
    what: str
    name: str
    fields: tuple[SchemaField, ...] = ()
    change: str = "create"


class Mention(Fact, frozen=True, gc=False, array_like=True, kw_only=True):
    """A string in the code that looks like a name, whatever it is for.

    Attributes:
        text: the string.
        callee: the call it is an argument of, as written, aliases resolved; else empty.
        position: which argument it is, from 0; -1 for a keyword or where it is none.
        keyword: the argument's keyword.
        arguments: all positional arguments of that call.
        keywords: and those with a keyword.
    """

    KIND: ClassVar[str] = "mention"

    text: str
    callee: str = ""
    position: int = -1
    keyword: str = ""
    arguments: tuple[Value, ...] = ()
    keywords: tuple[tuple[str, Value], ...] = ()


AnyFact = (
    EnvRead
    | EnvSet
    | Route
    | Mount
    | Signal
    | FlagUse
    | Definition
    | Test
    | Owner
    | Schema
    | Mention
)


class Note(msgspec.Struct, frozen=True, gc=False, array_like=True):
    """Something about a file that whoever believes its facts should know.

    Attributes:
        reason: `syntax`: a part of it could not be read; `large`, `binary`, `generated`, `unread`:
            none of it was, and why.
        line: where, for `syntax`; else 0.
    """

    reason: str
    line: int = 0
    text: str = ""
