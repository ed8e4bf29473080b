"""The facts of a whole commit, joined: what one file refers to and another one says.

Constants are resolved across files, calls of functions that read a variable for their caller become
reads, and routes get the prefixes of the routers that they hang on. Pure; linear in the number of facts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from planproof.facts import served
from planproof.facts.idiom import ENV_NAME, LOUD_NAME
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
from planproof.facts.paths import is_test
from planproof.text.patterns import rx


class Read(NamedTuple):
    """A read of an environment variable, as far as the whole commit tells.

    Attributes:
        name: the variable; with `*` for what is put together as the program runs.
        whole: for a name that is not known: whether it is passed on whole (`environ[name]`), so that it
            stands somewhere as it is, rather than put together.
        test: whether only a test reads it.
    """

    path: str
    line: int
    name: str
    level: str
    default: Value | None
    required: bool | None
    probe: str
    test: bool = False
    whole: bool = False

    @property
    def key(self) -> str:
        """The name as it is compared: as it stands, or without case and separators where derived."""
        return folded(self.name) if self.level == "derived" else self.name

    @property
    def relaxed(self) -> bool:
        """Whether the underscores between words count for nothing: `maxRetries`, `MAXRETRIES`, `MAX_RETRIES`.

        Spring Boot's names with dashes removed, and the older ones with dashes as underscores, both bind.
        """
        return self.level == "derived" and "spring" in self.probe


class Place(NamedTuple):
    """Where a fact stands."""

    path: str
    line: int


class At(NamedTuple):
    """A fact at its path."""

    path: str
    fact: Fact


def folded(name: str) -> str:
    """A variable's name without case, dots and dashes: how derived names are compared."""
    return name.upper().replace("-", "_").replace(".", "_")


class Constant(NamedTuple):
    """A constant: its file, the class it stands in, its value."""

    path: str
    owner: str
    value: Value


def squeezed(name: str) -> str:
    """A variable's name without anything between its words: how Spring compares them."""
    return folded(name).replace("_", "")


class Inventory:
    """What a commit contains.

    Attributes:
        stated: the facts that files state, by path.
        sought: those of the kinds that are read where a name is looked for, by path.
    """

    def __init__(
        self, stated: Mapping[str, tuple[Fact, ...]], sought: Mapping[str, tuple[Fact, ...]]
    ) -> None:
        # By path, so that of several facts the first is the same one whatever order files came in.
        self.stated = dict(sorted(stated.items()))
        self.sought = dict(sorted(sought.items()))

    def of(self, kind: type[Fact]) -> Iterator[At]:
        """The facts of a kind, by path."""
        for path, facts in self.stated.items():
            for fact in facts:
                if type(fact) is kind:
                    yield At(path, fact)

    def found(self, kind: type[Fact]) -> Iterator[At]:
        """The facts of a kind that is sought, by path."""
        for path, facts in self.sought.items():
            for fact in facts:
                if type(fact) is kind:
                    yield At(path, fact)

    # -- constants ------------------------------------------------------------------------------

    @cached_property
    def _constants(self) -> dict[str, list[Constant]]:
        """Constants by the last word of their names; fields with a dot before it."""
        found: dict[str, list[Constant]] = {}
        for path, fact in self.found(Definition):
            assert isinstance(fact, Definition)  # noqa: S101  # tells the type checker
            if fact.value is not None and fact.value.known:
                owner, _, word = fact.name.rpartition(".")
                key = f".{word}" if fact.what == "field" else word
                one = Constant(path, owner.rpartition(".")[2], fact.value)
                found.setdefault(key, []).append(one)
        return found

    def resolved(self, value: Value, path: str) -> Value:
        """A value with a reference to another file's constant resolved, where there is no doubt.

        `Paths.ORDERS` is one of `Paths`, be it a class or a file, where there is such a one. What tests
        define counts in tests alone.
        """
        if value.kind != "reference":
            return value
        owner, dot, word = value.text.rpartition(".")
        known = (
            self._constants.get(word) or (self._constants.get(f".{word}") if dot else None) or []
        )
        if not is_test(path):
            known = [one for one in known if not is_test(one.path)]
        owner = owner.rpartition(".")[2].removesuffix("()")
        owned = [one for one in known if owner and owner in (one.owner, _stem(one.path))]
        folder = path.rpartition("/")[0]
        here = [one for one in known if one.path == path]
        near = [one for one in known if one.path.rpartition("/")[0] == folder]
        for choice in (here, owned, near, known):
            if choice and all(one.value == choice[0].value for one in choice):
                return choice[0].value
        return value

    @cached_property
    def references(self) -> frozenset[str]:
        """The last words of what names and defaults refer to, and of functions that read for their caller.

        Whoever gathers facts looks for these as well.
        """
        words: set[str] = set()
        for kind in (EnvRead, Signal, Route, Mount):
            for at in self.of(kind):
                words.update(_references(at.fact))
        return frozenset(word for word in words if len(word) > 2 and word not in _EVERYWHERE)

    # -- environment variables -------------------------------------------------------------------

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        """Every read, those through wrappers included."""
        found: list[Read] = []
        wrappers: dict[str, list[At]] = {}
        for path, fact in self.of(EnvRead):
            assert isinstance(fact, EnvRead)  # noqa: S101
            if fact.name.kind == "parameter" and fact.function:
                word = fact.function.rpartition(".")[2]
                wrappers.setdefault(word, []).append(At(path, fact))
                continue
            found.append(self._read(path, fact))
        called: set[str] = set()
        for word, read in self._wrapped(wrappers):
            called.add(word)
            found.append(read)
        for word, wraps in wrappers.items():
            if word not in called:
                found += [
                    self._read(path, fact) for path, fact in wraps if isinstance(fact, EnvRead)
                ]
        return tuple(_declared([*found, *_prefixed(found)]))

    def _read(self, path: str, fact: EnvRead) -> Read:
        name = self.resolved(fact.name, path)
        default = self.resolved(fact.default, path) if fact.default is not None else None
        known = name.kind == "literal"
        if known and rx(ENV_NAME).match(name.text) is None and fact.level == "declared":
            known, name = False, Value("unknown", name.text)
        text = name.text if known or name.kind == "pattern" else "*"
        return Read(
            path=path,
            line=fact.line,
            name=text,
            level=fact.level,
            default=default,
            required=fact.required,
            probe=fact.probe,
            test=is_test(path),
            whole=not known and name.kind != "pattern",
        )

    def _wrapped(self, wrappers: Mapping[str, list[At]]) -> Iterator[tuple[str, Read]]:
        """Reads at the calls of functions whose parameter is the name of what they read."""
        if not wrappers:
            return
        for path, fact in self.found(Mention):
            assert isinstance(fact, Mention)  # noqa: S101
            word = fact.callee.rpartition(".")[2]
            if word not in wrappers:
                continue
            loud = rx(LOUD_NAME).match(fact.text) is not None
            for _, wrap in wrappers[word]:
                assert isinstance(wrap, EnvRead)  # noqa: S101
                if not loud and wrap.level != "derived":  # a key, from which the name follows
                    continue
                if not _fills(fact, wrap.name.text, wrap.parameters):
                    continue
                default = wrap.default
                if wrap.default_parameter:
                    default = _given(fact, wrap.default_parameter, wrap.parameters)
                    default = wrap.otherwise if default is None else default
                if default is not None:
                    default = self.resolved(default, path) if default.kind != "null" else None
                yield (
                    word,
                    Read(
                        path=path,
                        line=fact.line,
                        name=fact.text,
                        level=wrap.level,
                        default=default,
                        required=wrap.required if not wrap.default_parameter else None,
                        probe=wrap.probe,
                        test=is_test(path),
                    ),
                )
                break

    @cached_property
    def _reads_by_key(self) -> dict[str, list[Read]]:
        found: dict[str, list[Read]] = {}
        for read in self.reads:
            if not read.whole and "*" not in read.name:
                found.setdefault(read.key, []).append(read)
        return found

    @cached_property
    def _relaxed_reads(self) -> dict[str, list[Read]]:
        found: dict[str, list[Read]] = {}
        for read in self.reads:
            if read.relaxed and not read.whole and "*" not in read.name:
                found.setdefault(squeezed(read.name), []).append(read)
        return found

    def reads_of(self, name: str) -> list[Read]:
        """The reads of a variable: by its name, or by a rule that its name follows from."""
        exact = self._reads_by_key.get(name, [])
        derived = [
            one for one in self._reads_by_key.get(folded(name), ()) if one.level == "derived"
        ]
        found = [*exact, *(one for one in derived if one not in exact)]
        return [
            *found,
            *(one for one in self._relaxed_reads.get(squeezed(name), ()) if one not in found),
        ]

    @cached_property
    def composed(self) -> tuple[Read, ...]:
        """Reads whose names are put together, from code that is no test."""
        return tuple(
            one for one in self.reads if "*" in one.name and not one.whole and not one.test
        )

    @cached_property
    def passed_whole(self) -> tuple[Read, ...]:
        """Reads of a name that is passed on whole and not known, from code that is no test."""
        return tuple(one for one in self.reads if one.whole and not one.test)

    @cached_property
    def sets(self) -> dict[str, list[tuple[str, EnvSet]]]:
        """What manifests, images and example files set, by variable."""
        found: dict[str, list[tuple[str, EnvSet]]] = {}
        for path, fact in self.of(EnvSet):
            assert isinstance(fact, EnvSet)  # noqa: S101
            found.setdefault(fact.name, []).append((path, fact))
        return found

    # -- everything else -------------------------------------------------------------------------

    @cached_property
    def endpoints(self) -> tuple[served.Endpoint, ...]:
        """Every endpoint, below the prefixes of what it hangs on."""
        return tuple(served.endpoints(self.stated, self.resolved))

    @cached_property
    def signals(self) -> dict[str, list[tuple[str, Signal]]]:
        """Metrics, spans and log events by each of their spellings."""
        found: dict[str, list[tuple[str, Signal]]] = {}
        for path, fact in (*self.of(Signal), *self.found(Signal)):
            assert isinstance(fact, Signal)  # noqa: S101
            name = self.resolved(fact.name, path)
            names = {*fact.names, *([name.text] if name.known or name.kind == "pattern" else ())}
            for one in names:
                found.setdefault(one, []).append((path, fact))
        return found

    @cached_property
    def flags(self) -> dict[str, list[tuple[str, FlagUse]]]:
        """Uses of feature flags by key."""
        found: dict[str, list[tuple[str, FlagUse]]] = {}
        for path, fact in self.found(FlagUse):
            assert isinstance(fact, FlagUse)  # noqa: S101
            name = self.resolved(fact.name, path)
            if name.known:
                found.setdefault(name.text, []).append((path, fact))
        return found

    @cached_property
    def mentions(self) -> dict[str, list[tuple[str, Mention]]]:
        """Strings in code by their text."""
        found: dict[str, list[tuple[str, Mention]]] = {}
        for path, fact in self.found(Mention):
            assert isinstance(fact, Mention)  # noqa: S101
            found.setdefault(fact.text, []).append((path, fact))
        return found

    @cached_property
    def definitions(self) -> dict[str, list[tuple[str, Definition]]]:
        """Definitions by the last word of their names."""
        found: dict[str, list[tuple[str, Definition]]] = {}
        for path, fact in self.found(Definition):
            assert isinstance(fact, Definition)  # noqa: S101
            found.setdefault(fact.name.rpartition(".")[2], []).append((path, fact))
        return found

    @cached_property
    def tests(self) -> dict[str, list[Test]]:
        """Tests by the path of their file."""
        found: dict[str, list[Test]] = {}
        for path, fact in self.found(Test):
            assert isinstance(fact, Test)  # noqa: S101
            found.setdefault(path, []).append(fact)
        return found

    @cached_property
    def owners(self) -> tuple[tuple[str, Owner], ...]:
        """The lines of CODEOWNERS."""
        return tuple((path, fact) for path, fact in self.of(Owner) if isinstance(fact, Owner))

    @cached_property
    def schemas(self) -> dict[str, list[tuple[str, Schema]]]:
        """Schemas by their name."""
        found: dict[str, list[tuple[str, Schema]]] = {}
        for path, fact in self.of(Schema):
            assert isinstance(fact, Schema)  # noqa: S101
            found.setdefault(fact.name, []).append((path, fact))
        return found


def _stem(path: str) -> str:
    """A file's name without its suffix."""
    return path.rpartition("/")[2].partition(".")[0]


_EVERYWHERE = frozenset(
    ("get", "set", "read", "load", "value", "values", "parse", "run", "call", "init", "new", "main", "build",
     "create", "apply", "setup", "test", "lookup", "resolve", "find", "fetch", "update", "wrapper", "inner",
     "decorator", "function", "handler", "callback", "constructor", "__init__", "__call__", "__getitem__",
     "__getattr__", "__contains__", "getattr", "open", "start", "exec", "execute", "process", "check", "format")
)  # fmt: skip
"""Names of functions that say nothing: every file has them, and not one reads what its caller names."""


def _prefixed(reads: Iterable[Read]) -> Iterator[Read]:
    """Reads by a key that another file puts a prefix before, with each prefix that is put before any.

    A derived read whose name is `*` and a key has a prefix that its file does not say.
    """
    given = list(reads)
    for probe in _PREFIXING:
        mine = [one for one in given if one.probe == probe and one.level == "derived"]
        prefixes = {one.name[:-1] for one in mine if one.name.endswith("*")}
        for one in mine:
            key = one.name.removeprefix("*")
            if (
                not key
                or "*" in key
                or (key == one.name and any(map(key.startswith, filter(None, prefixes))))
            ):
                continue
            for prefix in sorted(prefixes):
                if prefix + key != one.name:
                    yield one._replace(name=prefix + key)


def _declared(reads: list[Read]) -> Iterator[Read]:
    """Reads with the defaults of the schemas that describe the settings; these read nothing themselves."""
    told = {one.name: one.default for one in reads if one.probe == _DESCRIBING}
    for one in reads:
        default = told.get(one.name) if one.default is None and not one.required else None
        if default is not None:
            yield one._replace(default=default, required=False)
        elif one.probe != _DESCRIBING:
            yield one


_DESCRIBING = "env/file_json_schema_env"
_PREFIXING = ("env/go_viper",)
"""Probes whose keys have their prefix from another file."""


def _references(fact: Fact) -> Iterable[str]:
    values: list[Value | None] = []
    if isinstance(fact, EnvRead):
        values = [fact.name, fact.default]
        if fact.name.kind == "parameter" and fact.function:
            yield fact.function.rpartition(".")[2]
    elif isinstance(fact, Signal):
        values = [fact.name]
    elif isinstance(fact, Route):
        values = [fact.path]
    elif isinstance(fact, Mount):
        values = [fact.prefix]
    for value in values:
        if value is not None and value.kind == "reference":
            _, dot, word = value.text.rpartition(".")
            setting = dot and "_" in word and not isinstance(fact, EnvRead)  # settings.api_prefix
            if setting or any(
                letter.isupper() for letter in word
            ):  # a constant, by every language's custom
                yield word


def _fills(fact: Mention, parameter: str, parameters: tuple[str, ...]) -> bool:
    """Whether a call gives this string for a parameter."""
    if fact.keyword:
        return fact.keyword == parameter
    return fact.position in range(len(parameters)) and parameters[fact.position] == parameter


def _given(fact: Mention, parameter: str, parameters: tuple[str, ...]) -> Value | None:
    """What a call gives for a parameter; None where it leaves it out."""
    for name, value in fact.keywords:
        if name == parameter:
            return value
    at = parameters.index(parameter) if parameter in parameters else -1
    return fact.arguments[at] if 0 <= at < len(fact.arguments) else None
