"""Mutations: whether the verdict that changes is the one that should, and no other.

Each repository has a true plan: examples/orders, and services that are generated in every language, with
several ways to read variables, routers mounted in other files, metrics, log events, flags, tests, a
migration and owners, and the same names in comments, documents, manifests and tests. One thing is changed,
in the code or in the plan, and the plan is judged again. A change is found where every claim that it makes
untrue is `broken` (`pending`, where nothing makes it due). It is in doubt where the name still stands
elsewhere in the code, or something could read or serve any name, and the verdict is `unknown`. Whatever
else changes is a false alarm.

The templates are planproof's own and were written beside its probes: what planproof could not read (a
wrapper that calls a wrapper) was left out of them, since a plan has to be true to begin with. So the
figures say that what is read is judged rightly; how much of other people's code is read, `truth` says.

Usage: python bench/mutations.py [--seed N] [--explain] [--only WORD ...] [--services N]
"""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import Row
from bench.mutants import languages, orders, service
from bench.mutants.code_changes import code_changes
from bench.mutants.maker import Maker, made
from bench.mutants.model import Bench, Mutation, Outcome, Repository
from bench.mutants.plan_changes import plan_changes
from planproof.app.gather import Kept
from planproof.discovery import modules

SEED = 3
SERVICES = 5
"""Services of each language."""

FEW = 20
"""One in so many is tried in a smoke run, and by the test."""

AFRESH = 50
"""One in so many is judged with nothing kept, too."""


def benches(seed: int, services: int) -> Iterator[tuple[Repository, list[Mutation]]]:
    """Each repository with its mutations."""
    yield orders.repository(), list(orders.mutations())
    for language in modules(languages):
        for index in range(services):
            base = made(language, service.make(language, index, seed))
            random = Random(f"{language.NAME}/{index}/{seed}")  # noqa: S311  # to be repeated
            maker = Maker(base, random)
            yield base.repository, [*code_changes(maker), *plan_changes(maker)]


def outcomes(
    seed: int, services: int, only: Sequence[str] = (), every: int = 1
) -> Iterator[Outcome]:
    """Every mutation tried, where its repository or its kind has one of the words.

    Args:
        seed: makes other services.
        services: how many of each language.
        only: the words; none for all.
        every: try one in so many.

    Raises:
        AssertionError: a plan is not true before anything is changed, or what is kept is not what is
            read anew.
    """
    number = 0
    for repository, mutations in benches(seed, services):
        bench: Bench | None = None
        for mutation in mutations:
            if only and not any(word in f"{repository.name} {mutation.kind}" for word in only):
                continue
            number += 1
            if number % every:
                continue
            bench = bench or true(repository)
            outcome = bench.tried(mutation)
            if number % AFRESH == 0:
                assert bench.tried(mutation, Kept("", use=False)) == outcome, mutation  # noqa: S101
            yield outcome


def true(repository: Repository) -> Bench:
    """A repository of which the plan is true."""
    bench = Bench(repository)
    untrue = [f"{one.verdict} {one.kind} {one.subject}: {one.reason}" for one in bench.untrue()]
    assert not untrue, (repository.name, untrue)  # noqa: S101  # the bench is wrong, or planproof
    return bench


def measure(smoke: bool) -> list[Row]:
    """The rows of the benchmark's report."""
    start = time.perf_counter()
    tried = list(outcomes(SEED, 1, every=FEW) if smoke else outcomes(SEED, SERVICES))
    return rows(tried, time.perf_counter() - start, smoke=smoke)


def rows(tried: Sequence[Outcome], seconds: float, *, smoke: bool = False) -> list[Row]:
    """What was tried, and how much of it was found."""
    made = [one for one in tried if one.mutation.expected]
    count = Counter(one.result for one in made)
    known = len(made) - count["doubted"]
    alarms = sum(len(one.alarms) for one in tried)
    nothing = [one for one in tried if not one.mutation.expected]
    calm = sum(not one.alarms for one in nothing)
    where = len({one.repository for one in tried})
    return [
        Row("mutations", f"{len(made)} of {where} repositories", ">= 500", None if smoke else len(made) >= 500),
        Row("found, of those that anybody can know of", _share(count["found"], known), ">= 95%", count["found"] >= 0.95 * known),
        Row("found, of all", _share(count["found"], len(made))),
        Row("in doubt (`unknown`), where the name still stands elsewhere", str(count["doubted"])),
        Row("missed", str(count["missed"])),
        Row("found with a verdict that is not the one expected", str(count["wrong"])),
        Row("false alarms: other verdicts that changed", f"{alarms} in {len(tried)} changes", "0", alarms == 0),
        Row("changes that mean nothing, after which no verdict changed", _share(calm, len(nothing))),
        Row("time for a change, all else known", f"{1000 * seconds / max(1, len(tried)):.0f} ms"),
    ]  # fmt: skip


def _share(part: int, whole: int) -> str:
    return f"{part} of {whole} ({part / max(1, whole):.1%})"


HEAD = f"{'what is changed':45} {'made':>5} {'found':>6} {'doubt':>6} {'missed':>7} {'wrong':>6} {'alarms':>7}"


def table(tried: Iterable[Outcome]) -> Iterator[str]:
    """A line for each kind of change."""
    kinds: dict[str, list[Outcome]] = {}
    for one in tried:
        kinds.setdefault(one.mutation.kind, []).append(one)
    every = [one for kind in sorted(kinds) for one in kinds[kind]]
    yield HEAD
    for name, those in (*sorted(kinds.items()), ("all", every)):
        count = Counter(one.result for one in those)
        alarms = sum(len(one.alarms) for one in those)
        figures = (
            len(those),
            count["found"],
            count["doubted"],
            count["missed"],
            count["wrong"],
            alarms,
        )
        made, found, doubt, missed, wrong, alarm = figures
        yield f"{name:45} {made:>5} {found:>6} {doubt:>6} {missed:>7} {wrong:>6} {alarm:>7}"


def explained(tried: Iterable[Outcome]) -> Iterator[str]:
    """Every miss, wrong verdict and false alarm, with its reason."""
    for one in tried:
        if one.found and not one.alarms:
            continue
        yield f"{one.repository}: {one.mutation.kind}: {one.mutation.title}"
        for claim, wanted in one.missed:
            yield f"  missed: {claim.kind} {claim.subject} should be {wanted}"
        for change, wanted in one.wrong:
            yield f"  wrong: {change.said} (should be {wanted})"
        for change in one.alarms:
            yield f"  false alarm: {change.said}"


def main(argv: Sequence[str] | None = None) -> int:
    """Print the table; 1 where something is missed, wrong or alarming."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--services", type=int, default=SERVICES, help="of each language")
    parser.add_argument("--only", nargs="*", default=[], help="words of repositories or kinds")
    parser.add_argument("--explain", action="store_true", help="say what went wrong")
    options = parser.parse_args(argv)
    start = time.perf_counter()
    tried = list(outcomes(options.seed, options.services, options.only))
    seconds = time.perf_counter() - start
    print("\n".join(table(tried)))
    if options.explain:
        print("\n".join(("", *explained(tried))))
    print()
    for row in rows(tried, seconds):
        print(f"{row.what}: {row.figure}")
    return 1 if any(not one.found or one.alarms for one in tried) else 0


if __name__ == "__main__":
    sys.exit(main())
