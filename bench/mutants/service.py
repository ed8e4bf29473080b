"""A service as data: what its code does and its plan says, before any language writes it down."""

from __future__ import annotations

import re
from collections.abc import Mapping
from random import Random
from typing import NamedTuple, Protocol

import msgspec

from bench.mutants.model import Claim

Form = str
"""How a variable is read: `default`, `required`, or `bare`: nothing where it is missing."""


class Variable(msgspec.Struct, frozen=True):
    """An environment variable.

    Attributes:
        name: in capitals.
        form: see `Form`.
        default: as the table gives it; for `bare` and `required` what it would be.
        number: whether it is a number.
        idiom: how the language reads it.
        other: the name that comments, manifests and tests know it by.
        comment, manifest, tested: whether a comment of the code, a manifest, a test names it.
    """

    name: str
    form: Form
    default: str
    number: bool
    idiom: str
    other: str = ""
    comment: bool = False
    manifest: bool = False
    tested: bool = False

    @property
    def doubtful(self) -> bool:
        """Whether its name stands elsewhere, so that nobody can say that nothing reads it."""
        return self.comment or self.manifest


class Route(msgspec.Struct, frozen=True):
    """An endpoint; `local` is its path below the router's prefix, `served` whether it is."""

    method: str
    local: str
    name: str
    nested: bool = True


class Table(msgspec.Struct, frozen=True):
    """A table of the database: name, type, whether it must be given, default."""

    name: str
    columns: tuple[tuple[str, str, bool, str], ...]

    @property
    def sql(self) -> str:
        """The statement that makes it."""
        lines = [
            f"    {name} {kind}"
            + (" NOT NULL" if must else "")
            + (f" DEFAULT {default}" if default else "")
            for name, kind, must, default in self.columns
        ]
        return f"CREATE TABLE {self.name} (\n" + ",\n".join(lines) + "\n);\n"


class Service(msgspec.Struct, frozen=True):
    """A service.

    Attributes:
        index: which of its language's.
        style: chooses among the ways a language has to write the rest: framework, metrics, logs.
        thing: what it keeps, in the singular: `parcel`.
        prefix: what its router is mounted at: `/v1`; empty for none.
        metrics: names as they come out, counters with `_total`.
        functions: by words: `reserve slot`; the first is a method, the second a function.
        tests: by words.
        helper: words of a module that does nothing a plan asks for by name.
        helper_folder: where that module lies, below the service's own folder.
        noise: changes of the code that mean nothing: more lines, another comment.
        remark: whether a comment of the code names what the plan names.
    """

    language: str
    index: int
    style: int
    thing: str
    prefix: str
    variables: tuple[Variable, ...]
    routes: tuple[Route, ...]
    metrics: tuple[str, ...]
    events: tuple[str, ...]
    flag: str
    functions: tuple[str, ...]
    tests: tuple[str, ...]
    table: Table
    helper: str = "shelf labels"
    helper_folder: str = ""
    noise: int = 0
    owners: tuple[str, ...] = ("@ada", "@acme/depot")
    remark: bool = False

    @property
    def things(self) -> str:
        """In the plural."""
        return f"{self.thing}s"

    @property
    def coded(self) -> tuple[Route, ...]:
        """What the code serves: the plan's, and some that are like them."""
        more = (
            Route("POST", f"/depots/{{id}}/{self.things}", "add to depot"),
            Route("GET", f"/{self.things}/{{id}}/notes/all", "list notes"),
        )
        return (*self.routes, *more)

    @property
    def counted(self) -> tuple[str, ...]:
        """What the code measures: the plan's, and one that is like them."""
        return (*self.metrics, f"{self.things}_counted_again_total")

    def served(self, route: Route) -> str:
        """A route's whole path."""
        return (self.prefix if route.nested else "") + route.local

    def reading(self, idiom: str) -> list[Variable]:
        """The variables that are read in a way."""
        return [one for one in self.variables if one.idiom == idiom]


class Code(msgspec.Struct):
    """The files of a service, with the claims that rest on each."""

    texts: dict[str, str] = {}
    facts: dict[str, list[Claim]] = {}

    def put(self, path: str, text: str, *facts: Claim) -> None:
        """Add a file."""
        self.texts[path] = text
        self.facts.setdefault(path, []).extend(facts)


class Names(NamedTuple):
    """What a plan calls the parts of a service's code.

    Attributes:
        components: paths, modules, globs.
        helper: the helper's file.
        helper_named: what the plan calls it: its path, or a module.
        functions: as plans write them, in the order of the service's.
        tests: each with its file, likewise.
        measures, routes: the files that hold them; empty where there are none.
        migration: the file that makes the table.
        to_come: a file that an open step is to make.
    """

    components: list[str]
    helper: str
    helper_named: str
    functions: list[str]
    tests: list[tuple[str, str]]
    measures: str
    routes: str
    migration: str
    to_come: str


class Language(Protocol):
    """How a language writes a service."""

    NAME: str
    IDIOMS: Mapping[str, tuple[Form, ...]]
    """Ways of reading a variable, with the forms that can be told in each."""
    STYLES: int

    def write(self, service: Service, code: Code) -> Names:
        """Write the service's code."""
        ...


def words(text: str) -> list[str]:
    """The words of a name, whatever its case."""
    return [one for one in re.split(r"[^A-Za-z0-9]+", text) if one]


def snake(text: str) -> str:
    """`reserve_slot`."""
    return "_".join(words(text)).lower()


def kebab(text: str) -> str:
    """`reserve-slot`."""
    return "-".join(words(text)).lower()


def pascal(text: str) -> str:
    """`ReserveSlot`."""
    return "".join(one[:1].upper() + one[1:].lower() for one in words(text))


def camel(text: str) -> str:
    """`reserveSlot`."""
    found = pascal(text)
    return found[:1].lower() + found[1:]


_THINGS = (
    "parcel", "ticket", "invoice", "booking", "voucher", "shipment", "permit", "refund", "lease", "claim",
    "meter", "badge", "sample", "tender", "crate", "pallet", "locker", "trailer", "donor", "kiosk",
)  # fmt: skip
_SETTINGS = (
    ("PORT", "8080 8000 9090 7070", True),
    ("LOG_LEVEL", "info debug warn", False),
    ("DB_URL", "postgres://db/main mysql://db/main", False),
    ("POOL_SIZE", "5 10 20", True),
    ("REGION", "eu-west us-east ap-south", False),
    ("CACHE_TTL", "300 600 900", True),
    ("QUEUE_NAME", "incoming jobs work", False),
    ("MAX_RETRIES", "3 4 7", True),
    ("BATCH_SIZE", "50 100 250", True),
    ("API_TOKEN", "local-token dev-token", False),
    ("BUCKET", "files uploads media", False),
    ("TENANT", "main shared", False),
    ("WORKERS", "2 4 8", True),
    ("SHARD_COUNT", "16 32 64", True),
    ("CURRENCY", "EUR USD CHF", False),
    ("SMTP_HOST", "mail.internal smtp.internal", False),
)
_DONE = ("created", "moved", "sealed", "expired", "returned", "rejected", "paid", "shipped")
_DO = ("reserve", "release", "merge", "split", "archive", "restore", "verify", "score")
_WHAT = ("slot", "batch", "entry", "label", "window", "record", "voucher", "route")
_KEPT = ("holds", "limits", "merges", "scores", "splits", "quotas")
_TESTS = (
    "keeps one answer", "refuses a bad key", "forgets after a day", "survives a restart", "counts every retry",
    "orders by age", "splits large batches", "answers while busy",
)  # fmt: skip
_COLUMNS = (
    ("body", "TEXT", True, ""),
    ("state", "TEXT", True, "'open'"),
    ("weight", "INTEGER", True, "0"),
    ("note", "TEXT", False, ""),
    ("created_at", "TIMESTAMP", True, ""),
    ("price", "INTEGER", False, ""),
)


def make(language: Language, index: int, seed: int) -> Service:
    """The service of a seed: the same for the same arguments."""
    random = Random(f"{language.NAME}/{index}/{seed}")  # noqa: S311  # to be repeated, not secret
    thing = random.choice(_THINGS)
    columns = random.sample(_COLUMNS, 4)
    return Service(
        language=language.NAME,
        index=index + 1,
        style=index % language.STYLES,
        thing=thing,
        prefix=random.choice(("", f"/api/{thing}s", "/v1", f"/{thing}s", "/internal/v2")),
        variables=tuple(_variables(language, thing, random)),
        routes=tuple(_routes(thing, random)),
        metrics=(
            f"{thing}s_{random.choice(_DONE)}_total",
            f"{thing}_{random.choice(_DO)}_seconds",
        ),
        events=tuple(f"{thing}.{done}" for done in random.sample(_DONE, 2)),
        flag=f"{thing}-{random.choice(_KEPT)}",
        functions=tuple(
            f"{do} {what}"
            for do, what in zip(random.sample(_DO, 3), random.sample(_WHAT, 3), strict=True)
        ),
        tests=tuple(random.sample(_TESTS, 4)),
        remark=random.random() < 0.3,
        table=Table(f"{thing}_{random.choice(_WHAT)}s", (("id", "TEXT", True, ""), *columns)),
    )


def _variables(language: Language, thing: str, random: Random) -> list[Variable]:
    found: list[Variable] = []
    settings = random.sample(_SETTINGS, len(_SETTINGS))
    idioms = list(language.IDIOMS)
    random.shuffle(idioms)
    for (suffix, values, number), place in zip(settings, range(14), strict=False):
        idiom = idioms[place % len(idioms)]
        name = f"{thing.upper()}_{suffix}"
        found.append(
            Variable(
                name=name,
                form=random.choice(language.IDIOMS[idiom]),
                default=random.choice(values.split()),
                number=number,
                idiom=idiom,
                other=name,
                comment=random.random() < 0.15,
                manifest=random.random() < 0.15,
                tested=random.random() < 0.2,
            )
        )
    return found


def _routes(thing: str, random: Random) -> list[Route]:
    things = f"{thing}s"
    verb = random.choice(("close", "cancel", "confirm", "reopen"))
    nested = [
        Route("GET", f"/{things}/{{id}}", "get one"),
        Route("POST", f"/{things}", "add one"),
        Route("POST", f"/{things}/{{id}}/{verb}", f"{verb} one"),
        Route("DELETE", f"/{things}/{{id}}", "drop one"),
        Route("PUT", f"/{things}/{{id}}/notes", "put note"),
    ]
    return [*random.sample(nested, 4), Route("GET", "/healthz", "get health", nested=False)]
