"""The schema agrees with the repository's.

## What it claims

A table, message, type, record or JSON Schema that a snippet of the contracts states by name is defined
in the repository's own schema files (migrations, `.proto`, GraphQL, Avro, JSON Schema, OpenAPI), with
the same fields, types, requiredness and defaults. Migrations are applied in the order of their names.
A snippet that leaves something out (`...`) is held to what it states. An example without a name claims
nothing.

## When it is broken

When a schema of the name exists and differs, in whatever state the plan is, but for fields that a plan
which is not done may still be adding. When it is due and there is none of the name, though the
repository has schemas of the kind.

## What to do

Bring the snippet in line with the schema, or the schema with the snippet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from planproof.facts.model import Schema
from planproof.facts.paths import is_test
from planproof.plan.model import Snippet
from planproof.verdict.base import Case, absent, broken, holds, unknown
from planproof.verdict.drift import Difference, differences, read_snippet, resolve
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due, listed

JSON = frozenset(("json-schema", "openapi", "avro"))
Placed = tuple[str, Schema]


def claims(item: Snippet, case: Case) -> Iterator[Judged]:
    """One for each schema that the snippet states by name."""
    snippet = read_snippet(item.fence.language, item.fence.text)
    for ours in snippet.schemas:
        if ours.name and ours.what != "example":
            yield _claim(item, ours, snippet.partial, case)


def _claim(item: Snippet, ours: Schema, partial: bool, case: Case) -> Judged:
    span = item.fence.content
    says = f"the {ours.what} `{ours.name}` is as the snippet says"
    known = case.once("schemas", lambda: _known(case))
    same = [one for one in known if _same_name(one[1].name, ours.name)]
    fitting = [one for one in same if _same_kind(one[1], ours)] or same
    due = case.due(item, ours.name)
    if not fitting:
        if not any(_same_kind(one, ours) for _, one in known):
            reason = f"the repository has no {ours.format} schema that planproof reads"
            return unknown(span, ours.name, says, reason)
        return absent(
            span, ours.name, says, f"no schema of the repository is named `{ours.name}`", due,
            help="Define it, or correct its name.",
        )  # fmt: skip
    best = min(fitting, key=lambda one: len(differences(ours, one[1], partial)))
    found = differences(ours, best[1], partial)
    path, theirs = best
    place = f"{path}:{theirs.line}"
    if not found:
        reason = f"{place} agrees in all {len(ours.fields)} fields"
        return holds(span, ours.name, says, reason, Rest(path, theirs.line, "agrees"))
    return _differs(item, ours, found, Rest(path, theirs.line, "differs", contradicts=True), due)


def _differs(
    item: Snippet, ours: Schema, found: Sequence[Difference], rest: Rest, due: Due
) -> Judged:
    """What differs. Fields that are only in the plan may still come; anything else contradicts it."""
    span = item.fence.content
    says = f"the {ours.what} `{ours.name}` is as the snippet says"
    said = listed([one.text for one in found], 4)
    advice = "Bring the snippet in line with the schema, or the schema with the snippet."
    if all(one.kind == "only in plan" for one in found):
        return absent(
            span, ours.name, says, f"{rest.place} differs: {said}", due, rest, help=advice
        )
    return broken(span, ours.name, says, f"{rest.place} differs: {said}", rest, help=advice)


def _known(case: Case) -> list[Placed]:
    """The schemas of the repository as they stand, tests apart, migrations applied."""
    every = [
        (path, fact)
        for facts in case.world.inventory.schemas.values()
        for path, fact in facts
        if not is_test(path)
    ]
    tables = [one for one in every if one[1].format == "sql"]
    return [*resolve(tables), *(one for one in every if one[1].format != "sql")]


def _same_name(theirs: str, ours: str) -> bool:
    a, b = theirs.casefold().rpartition(".")[2], ours.casefold().rpartition(".")[2]
    return a == b


def _same_kind(theirs: Schema, ours: Schema) -> bool:
    return theirs.format == ours.format or {theirs.format, ours.format} <= JSON
