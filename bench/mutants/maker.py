"""A service that is written down, and how one thing of it is changed."""

from __future__ import annotations

from random import Random
from typing import NamedTuple

import msgspec

from bench.mutants.model import DOUBTED, GONE, Claim, Mutation, Repository, differing
from bench.mutants.plans import PLAN, plan_text, put_common
from bench.mutants.service import Code, Language, Names, Route, Service, Variable
from tests.verdict.telling import FakeHistory

MERGED = {"#41": "1f0c2d3e4a", "#57": "9b8a7c6d5e"}


class Made(NamedTuple):
    """A service as it was written down."""

    language: Language
    service: Service
    code: Code
    names: Names

    @property
    def repository(self) -> Repository:
        """Its files with a true plan."""
        return Repository(
            name=f"{self.language.NAME} {self.service.index}: {self.service.things}",
            plan=PLAN,
            files={**self.code.texts, PLAN: plan_text(self.service, self.names)},
            history=FakeHistory(commits=MERGED),
            waits={Claim("component", self.names.to_come): "pending"},
        )


def made(language: Language, service: Service, documents: Service | None = None) -> Made:
    """Write a service down; its documents and manifests as those of another where one is given."""
    code = Code()
    names = language.write(service, code)
    put_common(documents or service, code)
    if service.remark:
        mark = "#" if language.NAME in ("python", "ruby", "shell") else "//"
        code.texts[names.helper] += f"{mark} {_remark(documents or service, language)}\n"
    return Made(language, service, code, names)


def _remark(service: Service, language: Language) -> str:
    """What a comment says that names what the plan names; it stays as it was."""
    functions = language.write(service, Code()).functions
    named = (*service.metrics, *service.events, service.flag, *functions)
    return f"Nobody knows any more whether {', '.join(named)} came first."


class Maker:
    """Makes changes of one service."""

    def __init__(self, base: Made, random: Random) -> None:
        self.base = base
        self.service = base.service
        self.names = base.names
        self.random = random
        self.texts = base.repository.files

    def code(
        self,
        kind: str,
        title: str,
        service: Service,
        expected: dict[Claim, str],
        history: FakeHistory | None = None,
    ) -> Mutation:
        """The code becomes that of another service; plan and documents stay."""
        other = made(self.base.language, service, self.service)
        changed = differing(self.base.code.texts, other.code.texts)
        return Mutation(kind, title, changed, expected, history)

    def plan(self, kind: str, title: str, service: Service, expected: dict[Claim, str]) -> Mutation:
        """The plan becomes that of another service; the code stays."""
        names = made(self.base.language, service).names
        return Mutation(kind, title, {PLAN: plan_text(service, names)}, expected)

    def text(
        self, kind: str, path: str, old: str, new: str, expected: dict[Claim, str]
    ) -> Mutation:
        """Words of a file become others."""
        assert old in self.texts[path], (path, old)  # noqa: S101  # the templates say so
        text = self.texts[path].replace(old, new, 1)
        return Mutation(kind, f"{path}: `{old}` becomes `{new}`", {path: text}, expected)

    def reworded(self, kind: str, claim: str, old: str, new: str) -> Mutation:
        """A name of the plan becomes one that nothing has."""
        mark = "" if old.startswith("@") else "`"
        expected = {Claim(claim, old): GONE, Claim(claim, new): "broken"}
        return self.text(kind, PLAN, f"{mark}{old}{mark}", f"{mark}{new}{mark}", expected)

    @property
    def remarked(self) -> str:
        """What is said of a name that is not there, where a comment of the code still has it."""
        return "unknown" if self.service.remark else "broken"

    def some(self, items: list[Variable], most: int) -> list[Variable]:
        """A few of them."""
        return self.random.sample(items, min(most, len(items)))

    def with_variable(self, old: Variable, new: Variable) -> Service:
        """The service with another variable in the place of one."""
        found = tuple(new if one is old else one for one in self.service.variables)
        return msgspec.structs.replace(self.service, variables=found)

    def unread(self, one: Variable, rest: tuple[Variable, ...] = ()) -> dict[Claim, str]:
        """What becomes of the claims about a variable that is not read any more, but the `rest` is."""
        verdict = self.doubted("unknown" if one.doubtful else "broken", rest)
        return {
            Claim("variable-read", one.name): verdict,
            Claim("variable-default", one.name): GONE,
            Claim("variable-required", one.name): GONE,
        }

    def unlisted(self, one: Variable) -> dict[Claim, str]:
        """A variable that is read and that the table lacks."""
        spelled = getattr(self.base.language, "SPELLED", {}).get(one.idiom)
        name = spelled(one) if spelled else one.name
        return {Claim("variable-unlisted", ""): GONE, Claim("variable-unlisted", name): "broken"}

    def doubted(self, verdict: str, rest: tuple[Variable, ...] = ()) -> str:
        """What is said of a variable that is not read, where something else reads any name of a form."""
        clouds = getattr(self.base.language, "CLOUDS", ())
        clouded = any(one.idiom in clouds for one in rest or self.service.variables)
        return "unknown" if clouded else verdict

    def lost(self, route: Route) -> str:
        """What is said of an endpoint that is gone; another one's path may end with its path."""
        return (
            DOUBTED
            if (route.method, route.local) == ("POST", f"/{self.service.things}")
            else "broken"
        )

    def with_route(self, old: object, new: object) -> Service:
        """The service with another route in the place of one."""
        routes = tuple(new if one is old else one for one in self.service.routes)
        return msgspec.structs.replace(self.service, routes=routes)
