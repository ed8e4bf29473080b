"""The verbs of proofs: how each is written, and what it does. One file a verb, in `verbs/`.

A verb's file is named for it (`sign_off.py` is `sign-off`) and has a docstring, whose first line says
what the verb does, and

    SYNTAX: what it takes
    def carry_out(stated: Stated, tools: Tools) -> Outcome: do it, once; raises Lacking where it cannot

Nothing here touches the world: a verb asks `Tools`, which the use case supplies.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, NamedTuple, Protocol

import msgspec

from planproof.discovery import modules

if TYPE_CHECKING:  # `check` reads proofs, too, and has to start fast
    from planproof.evidence.decision import Decision
    from planproof.evidence.model import Measurement, TestResult
    from planproof.evidence.record import File
    from planproof.plan.figures.sentence import Figure
    from planproof.text.source import Span


class Argument(msgspec.Struct, frozen=True, gc=False):
    """An argument of a proof, without its backticks."""

    span: Span
    text: str


class Proof(msgspec.Struct, frozen=True, gc=False):
    """One way in which a claim is proven.

    Attributes:
        verb: the name of a file in `verbs/`, with `-` for `_`.
        arguments: in order.
        span: the verb with all that belongs to it.
        says: its words in the plan.
        trailing: the words behind its arguments: `in ms`.
    """

    verb: str
    arguments: tuple[Argument, ...]
    span: Span
    says: str = ""
    trailing: str = ""

    @property
    def argv(self) -> tuple[str, ...]:
        """The command of `run` as its parts; empty for other verbs."""
        import shlex

        return tuple(shlex.split(self.arguments[0].text)) if self.verb == "run" else ()

    @property
    def texts(self) -> tuple[str, ...]:
        """The arguments' words."""
        return tuple(argument.text for argument in self.arguments)


class Syntax(msgspec.Struct, frozen=True, gc=False):
    """What a verb of a proof takes.

    Attributes:
        needs: its first argument, in words.
        least: the fewest arguments it takes.
        most: the most.
        plain: whether its argument may stand outside a code span, and its form there.
        form: how to write it, where it may.
        also: what people write for it.
        executes: whether it runs or asks something, so that what is not trusted may not do it.
        tells: whether what comes of it settles a sentence with a figure though no figure is read.
    """

    needs: str
    least: int = 1
    most: int = 1
    plain: str = ""
    form: str = ""
    also: tuple[str, ...] = ()
    executes: bool = False
    tells: bool = False


class Stated(NamedTuple):
    """A proof with what the sentence that it is to prove says in figures."""

    proof: Proof
    figures: tuple[Figure, ...]


class Ran(NamedTuple):
    """What came of a command.

    Attributes:
        exit: its exit code; negative for the signal that ended it.
        seconds: how long it ran.
        output: the end of what it printed, without what looks like a secret.
    """

    exit: int
    seconds: float
    output: str


class Answer(NamedTuple):
    """What a server answered. Names of headers are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


class Lacking(Exception):
    """A proof cannot be carried out.

    Attributes:
        reason: why, in a sentence without a full stop.
        help: what to do about it.
        refused: whether it was not allowed, rather than not possible.
        at: the argument at fault, counting from 0; None for the whole proof.
    """

    def __init__(
        self,
        reason: str,
        help: str = "",  # noqa: A002
        *,
        refused: bool = False,
        at: int | None = None,
    ) -> None:
        super().__init__(reason)
        self.reason = reason
        self.help = help
        self.refused = refused
        self.at = at


class Tools(Protocol):
    """What verbs ask of the world. Each raises `Lacking` where it cannot or may not."""

    def run(self, argv: tuple[str, ...]) -> Ran:
        """Run a command in the project's folder, to its end."""
        ...

    def content(self, path: str) -> bytes:
        """The content of a results file below the project's folder."""
        ...

    def tests(self, names: Sequence[str]) -> tuple[Sequence[TestResult], str]:
        """The results of tests, from reports or from the project's runner; and where they stand."""
        ...

    def ask(self, method: str, url: str) -> Answer:
        """What a server answers; a path is asked of the server that the configuration names."""
        ...

    def query(self, expression: str) -> bytes:
        """What the Prometheus server of the configuration answers to an instant query."""
        ...

    def merged(self, references: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        """For each pull request or commit: the commit on the main branch, else why nobody can say."""
        ...

    @property
    def commit(self) -> str:
        """The commit that is proven; empty where there is none."""
        ...


class Outcome(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What came of a verb, done once.

    Attributes:
        decision: None where a figure was read and the sentence decides.
        reason: in one sentence without a full stop.
        help: what to do where it is not met.
        measurement: the figure.
        named: whether the plan names that figure.
        file: where it stands, in short: `k6.json`.
        loads: what else the source says of the load under which it was measured.
        durations: what it says of how long the measurement took.
        files: the files that were read.
        exit: a command's exit code.
        seconds: how long it took.
        output: what was printed.
    """

    reason: str
    decision: Decision | None = None
    help: str = ""
    measurement: Measurement | None = None
    named: bool = True
    file: str = ""
    loads: tuple[Measurement, ...] = ()
    durations: tuple[Measurement, ...] = ()
    files: tuple[File, ...] = ()
    exit: int | None = None
    seconds: float | None = None
    output: str = ""


class Verb(NamedTuple):
    """A verb as it was found."""

    name: str
    title: str
    doc: str
    syntax: Syntax
    carry_out: Callable[[Stated, Tools], Outcome]


@cache
def verbs() -> dict[str, Verb]:
    """Every verb by name, in the order of the alphabet."""
    from planproof.evidence import verbs as package

    return {verb.name: verb for verb in map(_verb, modules(package))}


def _verb(module: ModuleType) -> Verb:
    doc = (module.__doc__ or "").strip()
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    return Verb(name, doc.partition("\n")[0].rstrip("."), doc, module.SYNTAX, module.carry_out)
