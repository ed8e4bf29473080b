"""Carrying proofs out: in which order, how often, and what comes of it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import pytest

from planproof.evidence.decision import Decision
from planproof.evidence.model import TestResult, TestStatus
from planproof.evidence.proofs import figures_of, read_proofs
from planproof.evidence.proving import Proven, Task, prove_together, together
from planproof.evidence.verb import Answer, Lacking, Ran
from tests.evidence.plans import item, plan

MET, NOT_MET, INCONCLUSIVE, UNKNOWN = (
    Decision.MET, Decision.NOT_MET, Decision.INCONCLUSIVE, Decision.UNKNOWN,
)  # fmt: skip


class World:
    """Tools that note what is asked of them. What a command does is the next of its list.

    `does` has for each command what each run of it comes to: an exit code, why it lacks, or the files
    that it writes (with exit code 0); the last of them for all further runs.
    """

    def __init__(self, log: list[str] | None = None, name: str = "", **files: object) -> None:
        self.log = [] if log is None else log
        self.name = name
        self.files = {key.replace("_", "."): value for key, value in files.items()}
        self.does: dict[str, list[object]] = {}
        self.results: list[TestResult] = []
        self.commit = "c" * 40

    def run(self, argv: tuple[str, ...]) -> Ran:
        command = " ".join(argv)
        self.log.append(f"{self.name}{command}")
        todo = self.does.get(command, [0])
        now = todo.pop(0) if len(todo) > 1 else todo[0]
        if isinstance(now, Lacking):
            raise now
        if isinstance(now, dict):
            self.files.update(now)
            return Ran(0, 1.0, "")
        assert isinstance(now, int)
        return Ran(now, 1.0, "says")

    def content(self, path: str) -> bytes:
        self.log.append(f"{self.name}< {path}")
        if path not in self.files:
            raise Lacking(f"`{path}` cannot be read: there is no such file", at=0)
        return json.dumps(self.files[path]).encode()

    def tests(self, names: Sequence[str]) -> tuple[Sequence[TestResult], str]:
        self.log.append(f"{self.name}test {' '.join(names)}")
        return self.results, "the report"

    def ask(self, method: str, url: str) -> Answer:
        self.log.append(f"{self.name}{method} {url}")
        return Answer(200, {}, b"{}", 0.1)

    def query(self, expression: str) -> bytes:
        raise AssertionError(expression)

    def merged(self, references: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        raise AssertionError(references)


def task(criterion: str, proof: str, runs: int = 1, baseline: str = "") -> Task:
    made = plan(f"{criterion}\n  * proof: {proof}")
    one = item(made)
    field = one.field("proof")
    assert field is not None
    proofs = read_proofs(field, made.document.source)
    assert not proofs.problems
    return Task(proofs.proofs, figures_of(one, proofs.proofs), runs, baseline)


def prove(world: World, *tasks: Task, before: World | None = None) -> list[Proven]:
    return prove_together(tasks, world, before)


BENCH = "run `bench`, read `out.json` `{}`"
P95 = task("p95 <= 200 ms", BENCH.format("p95_ms"), runs=3)
P50 = task("p50 <= 100 ms", BENCH.format("p50_ms"), runs=3)


# Which belong together


def test_tasks_with_the_same_commands_runs_and_baseline_go_together() -> None:
    other = task("It works", "run `bench`, run `more`")
    compared = [task("30 % faster", BENCH.format("p95_ms"), 3, baseline) for baseline in "ab"]
    tasks = [P95, other, P50, *compared, task("p95 <= 200 ms", BENCH.format("p95_ms"), 1)]
    assert together(tasks) == [[0, 2], [1], [3], [4], [5]]


def test_a_task_that_reads_what_anothers_command_writes_goes_with_it_wherever_it_stands() -> None:
    reads = task("p50 <= 100 ms", "read `./out.json` `p50_ms`")
    apart = task("p50 <= 100 ms", "read `other.json` `p50_ms`")
    assert together([apart, reads, P95]) == [[0], [2, 1]]


def test_it_reads_behind_the_command_and_once_a_round() -> None:
    world = World(out_json={"p50_ms": 1, "p95_ms": 1})
    world.does["bench"] = [{"out.json": {"p50_ms": 90, "p95_ms": 150}}]
    reads = task("p50 <= 100 ms", "read `out.json` `p50_ms`")
    one, two = prove(world, reads, task("p95 <= 200 ms", BENCH.format("p95_ms")))
    assert one.reason == "p50 90 ms, wanted <= 100 ms (out.json)"
    assert two.decision is MET
    assert world.log == ["bench", "< out.json", "< out.json"]


# How often, and in which order


def test_a_command_of_several_runs_once_a_round_for_all() -> None:
    world = World()
    world.does["bench"] = [
        {"out.json": {"p95_ms": value, "p50_ms": value / 2}} for value in (150, 151, 149)
    ]
    one, two = prove(world, P95, P50)
    assert world.log == ["bench", "< out.json", "< out.json"] * 3
    assert (one.decision, one.held[0].runs, one.steps[0].runs) == (MET, 3, 3)
    assert one.held[0].value == 150
    assert two.held[0].value == 75


def test_verbs_are_done_in_the_order_of_the_words() -> None:
    world = World(a_json={"a_ms": 1}, b_json={"b_ms": 1})
    world.results = [TestResult(id="t::x", status=TestStatus.PASSED)]
    words = "run `one`, read `a.json` `a_ms`, test `t::x`, run `two`, read `b.json` `b_ms`"
    (found,) = prove(world, task("a <= 2 ms and b <= 2 ms", words))
    assert world.log == ["one", "< a.json", "test t::x", "two", "< b.json"]
    assert found.decision is MET
    assert [step.verb for step in found.steps] == ["run", "read", "test", "run", "read"]


def test_baseline_and_code_alternate() -> None:
    log: list[str] = []
    world, base = World(log), World(log, "base: ")
    world.does["bench"] = [{"out.json": {"p95_ms": value}} for value in (70, 71, 69)]
    base.does["bench"] = [{"out.json": {"p95_ms": value}} for value in (100, 101, 99)]
    compared = task("p95 is at least 20 % lower", BENCH.format("p95_ms"), 3, "v1")
    (found,) = prove(world, compared, before=base)
    assert log == ["base: bench", "base: < out.json", "bench", "< out.json"] * 3
    assert found.decision is MET


def test_of_the_baseline_only_commands_and_files_are_asked() -> None:
    log: list[str] = []
    world, base = World(log), World(log, "base: ")
    for one, value in ((world, 70), (base, 100)):
        one.does["bench"] = [{"out.json": {"p95_ms": value}}]
        one.results = [TestResult(id="t::x", status=TestStatus.PASSED)]
    words = "test `t::x`, http `/up`, " + BENCH.format("p95_ms")
    (found,) = prove(world, task("p95 is at least 20 % lower", words, 1, "v1"), before=base)
    assert found.decision is MET
    assert log == ["base: bench", "base: < out.json", "test t::x", "GET /up", "bench", "< out.json"]


@pytest.mark.parametrize("fault", [1, Lacking("there is no program `bench`", at=0)])
def test_a_baseline_that_cannot_be_measured_says_nothing_of_the_code(fault: object) -> None:
    world, base = World(), World()
    base.does["bench"] = [fault]
    compared = task("p95 is at least 20 % lower", BENCH.format("p95_ms"), 3, "v1")
    (found,) = prove(world, compared, before=base)
    assert found.decision is UNKNOWN
    assert found.reason.startswith("at the baseline: ")
    assert world.log == []


# What ends it


def test_a_command_that_fails_in_a_later_round_is_not_met_for_all_that_rest_on_it() -> None:
    world = World()
    world.does["bench"] = [{"out.json": {"p95_ms": 1, "p50_ms": 1}}, 3]
    one, two = prove(world, P95, P50)
    assert [found.decision for found in (one, two)] == [NOT_MET, NOT_MET]
    assert one.reason == "`bench`: exit status 3"
    assert one.steps[0].exit == 3
    assert world.log == ["bench", "< out.json", "< out.json", "bench"]


def test_what_lacks_for_one_ends_that_one_alone() -> None:
    world = World()
    world.does["bench"] = [{"out.json": {"p95_ms": 1}}]
    one, two = prove(world, P50, P95)
    assert one.decision is UNKNOWN
    assert one.at == P50.proofs[1].arguments[1].span
    assert two.decision is MET
    assert two.held[0].runs == 3


def test_a_command_that_cannot_start_is_tried_once_and_sticks() -> None:
    world = World()
    world.does["bench"] = [Lacking("there is no program `bench`", at=0)]
    found = prove(world, P95, P50)
    assert [one.stuck for one in found] == [True, True]
    assert found[0].at == P95.proofs[0].arguments[0].span
    assert world.log == ["bench"]


def test_what_was_refused_does_not_stick() -> None:
    world = World()
    world.does["bench"] = [Lacking("not allowed", refused=True, at=0)]
    (found,) = prove(world, P95)
    assert (found.refused, found.stuck, found.decision) == (True, False, UNKNOWN)


def test_a_file_that_was_not_written_in_the_second_round_lacks() -> None:
    class Forgetful(World):
        def content(self, path: str) -> bytes:
            if self.log.count("bench") > 1:
                raise Lacking(f"`{path}` is from an earlier run", at=0)
            return super().content(path)

    world = Forgetful()
    world.does["bench"] = [{"out.json": {"p95_ms": 1}}]
    (found,) = prove(world, P95)
    assert (found.decision, found.held) == (UNKNOWN, ())


@pytest.mark.parametrize(
    ("status", "decision"),
    [
        (TestStatus.SKIPPED, UNKNOWN),
        (TestStatus.FAILED, NOT_MET),
        (TestStatus.FLAKY, INCONCLUSIVE),
    ],
)
def test_a_test_that_did_not_pass_decides_before_what_stands_behind_it(
    status: TestStatus, decision: Decision
) -> None:
    world = World()
    world.results = [TestResult(id="t::x", status=status)]
    (found,) = prove(world, task("It works", "test `t::x`, run `more`"))
    assert found.decision is decision
    assert world.log == ["test t::x"]


# What comes of it


def test_the_load_of_the_run_that_reached_least_counts() -> None:
    def k6(rate: float) -> dict[str, object]:
        return {
            "p95_ms": 150,
            "offered_rps": rate,
        }

    world = World()
    world.does["bench"] = [{"out.json": k6(rate)} for rate in (500, 300, 500)]
    words = BENCH.format("p95_ms") + ", read `out.json` `offered_rps`"
    (found,) = prove(world, task("p95 <= 200 ms at 500 req/s", words, 3))
    assert found.decision is INCONCLUSIVE
    assert "300 of 500 req/s" in found.reason


def test_so_does_that_which_the_file_says_beside() -> None:
    def k6(rate: float) -> dict[str, object]:
        return {
            "metrics": {
                "http_reqs": {"count": rate * 10, "rate": rate},
                "http_req_duration": {"avg": 5, "min": 1, "med": 5, "max": 9, "p(90)": 8, "p(95)": 9},
                "vus": {"value": 1, "min": 1, "max": 1},
                "iterations": {"count": rate * 10, "rate": rate},
            },
            "root_group": {"name": "", "path": "", "id": "d41d", "groups": {}, "checks": {}},
        }  # fmt: skip

    words = BENCH.format("http_req_duration.p(95)")
    for rates, decision in (((500, 300, 500), INCONCLUSIVE), ((500, 500, 500), MET)):
        world = World()
        world.does["bench"] = [{"out.json": k6(rate)} for rate in rates]
        (found,) = prove(world, task("p95 <= 200 ms at 500 req/s", words, 3))
        assert found.decision is decision, found.reason
        assert not any(held.notes for held in found.held)


def test_several_figures_are_each_held_and_the_worst_decides() -> None:
    world = World(out_json={"p95_ms": 150, "errors_percent": 3})
    words = "read `out.json` `p95_ms`, read `out.json` `errors_percent`"
    (found,) = prove(world, task("p95 <= 200 ms and error rate <= 1 %", words))
    assert [held.decision for held in found.held] == [MET, NOT_MET]
    assert found.decision is NOT_MET
    assert "3 %" in found.reason
    assert "150" not in found.reason


def test_too_few_runs_do_not_tell() -> None:
    (found,) = prove(World(out_json={"p95_ms": 1}), P95._replace(proofs=P95.proofs[1:]))
    assert found.decision is MET  # of three rounds, each of which read the file
    assert found.held[0].runs == 3


def test_a_sentence_with_a_figure_is_not_met_by_a_command_alone() -> None:
    (found,) = prove(World(), task("p95 <= 200 ms", "run `bench`"))
    assert (found.decision, found.reason) == (
        UNKNOWN,
        "the sentence states a figure, and its proof reads none",
    )


def test_a_test_may_settle_a_figure_which_is_said() -> None:
    world = World()
    world.results = [TestResult(id="t::x", status=TestStatus.PASSED)]
    (found,) = prove(world, task("p95 <= 200 ms", "test `t::x`"))
    assert (found.decision, found.reason) == (MET, "`x` passed; its figure was not read")


def test_a_figure_without_a_sentence_for_it_is_no_pass() -> None:
    (found,) = prove(World(out_json={"p95_ms": 1}), task("It is fast", "read `out.json` `p95_ms`"))
    assert found.decision is UNKNOWN
    assert "states no figure" in found.reason


def test_a_reason_names_the_run_that_a_signal_ended() -> None:
    world = World()
    world.does["bench"] = [-9]
    (found,) = prove(world, task("It works", "run `bench`"))
    assert (found.decision, found.reason) == (NOT_MET, "`bench`: ended by signal 9")
