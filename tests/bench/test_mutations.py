"""A few of the benchmark's mutations: each is found, and no other verdict changes."""

from __future__ import annotations

from bench.mutants import orders
from bench.mutants.model import Bench, Claim, Mutation
from bench.mutations import FEW, SEED, explained, outcomes, rows, table


def test_every_change_is_found_and_nothing_else_changes() -> None:
    tried = list(outcomes(SEED, 1, every=FEW))
    assert len(tried) >= 40
    assert list(explained(tried)) == []
    assert {one.result for one in tried} == {"found", "doubted", "nothing"}
    assert [row.met for row in rows(tried, 1.0) if row.target][1:] == [True, True]
    assert "\n".join(table(tried)).count("\n") > 20


def test_what_is_missed_wrong_or_too_much_is_told() -> None:
    bench = Bench(orders.repository())
    path = "src/orders/config.py"
    text = bench.repository.files[path].replace('"8080"', '"8081"')
    default = Claim("variable-default", "ORDERS_PORT")

    alarming = bench.tried(Mutation("change", "port", {path: text}, {}))
    assert [one.claim for one in alarming.alarms] == [default]

    wrong = bench.tried(Mutation("change", "port", {path: text}, {default: "unknown"}))
    assert (wrong.result, wrong.alarms) == ("wrong", [])

    other = Claim("variable-default", "ORDERS_LOG_LEVEL")
    missed = bench.tried(Mutation("change", "port", {path: text}, {other: "broken"}))
    assert (missed.result, missed.missed) == ("missed", [(other, "broken")])
    assert [line.split(":")[0].strip() for line in explained([missed])][1:] == [
        "missed",
        "false alarm",
    ]


def test_the_same_seed_makes_the_same_mutations() -> None:
    from bench.mutations import benches

    first, second = (
        [(one.name, [each.title for each in mutations]) for one, mutations in benches(SEED, 1)]
        for _ in range(2)
    )
    assert first == second
