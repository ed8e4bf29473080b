"""Each verb by itself, with a world made of what it is given."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from planproof.evidence.decision import Decision
from planproof.evidence.model import TestResult, TestStatus
from planproof.evidence.proofs import figures_of, read_proofs
from planproof.evidence.verb import Answer, Lacking, Outcome, Ran, Stated, verbs
from planproof.evidence.verbs.http import holds
from planproof.evidence.verbs.test import matching
from tests.evidence.plans import item, plan

COMMIT = "0123456789" * 4


class Given:
    """Tools that answer what they were given."""

    def __init__(self, **given: Any) -> None:
        self.given = given
        self.asked: list[str] = []
        self.commit = COMMIT

    def run(self, argv: tuple[str, ...]) -> Ran:
        self.asked.append(repr(argv))
        return Ran(self.given["exit"], 1.5, "its output")

    def content(self, path: str) -> bytes:
        self.asked.append(path)
        content: bytes = self.given["content"]
        return content

    def tests(self, names: Sequence[str]) -> tuple[Sequence[TestResult], str]:
        self.asked += names
        return self.given["tests"], "`junit.xml`"

    def ask(self, method: str, url: str) -> Answer:
        self.asked.append(f"{method} {url}")
        answer: Answer = self.given["answer"]
        return answer

    def query(self, expression: str) -> bytes:
        self.asked.append(expression)
        return json.dumps(self.given["query"]).encode()

    def merged(self, references: Sequence[str]) -> Mapping[str, tuple[str, str]]:
        self.asked += references
        merged: Mapping[str, tuple[str, str]] = self.given["merged"]
        return merged


def done(proof: str, tools: Given, criterion: str = "It works") -> Outcome:
    made = plan(f"{criterion}\n  * proof: {proof}")
    field = item(made).field("proof")
    assert field is not None
    found = read_proofs(field, made.document.source)
    assert [problem.message for problem in found.problems] == []
    (one,) = found.proofs
    return verbs()[one.verb].carry_out(Stated(one, figures_of(item(made), (one,))), tools)


def lacks(proof: str, tools: Given, criterion: str = "It works") -> Lacking:
    with pytest.raises(Lacking) as caught:
        done(proof, tools, criterion)
    return caught.value


# run


@pytest.mark.parametrize(
    ("exit_", "decision", "said"),
    [
        (0, Decision.MET, "exit status 0"),
        (2, Decision.NOT_MET, "exit status 2"),
        (-11, Decision.NOT_MET, "ended by signal 11"),
    ],
)
def test_a_command_s_exit_decides(exit_: int, decision: Decision, said: str) -> None:
    tools = Given(exit=exit_)
    found = done("run `make 'a b' \"c;d\"`", tools)
    assert tools.asked == ["('make', 'a b', 'c;d')"]
    assert (found.decision, found.exit, found.output) == (decision, exit_, "its output")
    assert found.reason.endswith(f": {said}")


# read


def content(value: object) -> Given:
    return Given(content=value if isinstance(value, bytes) else json.dumps(value).encode())


def test_a_figure_is_read_with_the_digest_of_the_very_bytes() -> None:
    found = done("read `./out/bench.json` `p95_ms`", content(b'{"p95_ms": 7}'), "Under 9 ms")
    assert found.measurement is not None
    assert (found.decision, found.measurement.value, found.measurement.unit) == (None, 7, "ms")
    assert found.file == "bench.json"
    (file,) = found.files
    assert file.sha256 == "70c4bccb30093b8c65afeb34ebf40f57625459a8a9b80d581c6c648904979bd1"


def test_a_unit_may_stand_behind_it() -> None:
    found = done("read `b.json` `p95` in ms", content({"p95": 7}), "Under 9 ms")
    assert found.measurement is not None
    assert found.measurement.unit == "ms"


@pytest.mark.parametrize(
    ("proof", "value", "at", "said"),
    [
        ("read `b.json` `/a/b`", {"a": {"c": 1}}, 1, "there is no `b` in `a`"),
        ("read `b.json` `a`", {"a": "fast"}, 1, "`a`"),
        ("read `b.json` `a`", b"\x00\xff\xfe", 0, "b.json"),
        ("read `b.json` `a`", b"", 0, "empty"),
        ("read `b.json` `a`", b'{"a": 1', 0, "b.json"),
        ("read `b.json` `a`", {"a": 1e400}, 1, "b.json"),
        ("read `b.json`", {}, 0, "b.json"),
    ],
)
def test_what_holds_no_such_figure_is_said_at_its_words(
    proof: str, value: object, at: int, said: str
) -> None:
    error = lacks(proof, content(value), "Under 9 ms")
    assert (error.at, error.refused) == (at, False)
    assert said in error.reason


def test_a_file_that_was_measured_at_another_commit_does_not_tell() -> None:
    def measured(commit: str) -> Given:
        return content(
            {
                "benchmarks": [
                    {
                        "name": "test_a", "fullname": "test_a", "group": None, "params": None,
                        "stats": {"min": 1, "max": 1, "mean": 1, "stddev": 0, "rounds": 5, "median": 1,
                                  "iqr": 0, "q1": 1, "q3": 1, "ops": 1, "total": 5, "iterations": 1},
                    }
                ],
                "commit_info": {"id": commit, "dirty": False},
                "machine_info": {}, "datetime": "2026-03-01T12:00:00", "version": "5.1.0",
            }
        )  # fmt: skip

    proof = "read `b.json` `test_a.mean`"
    assert done(proof, measured(COMMIT), "Under 9 s").decision is None
    other = done(proof, measured("f" * 40), "Under 9 s")
    assert other.decision is Decision.INCONCLUSIVE
    assert other.reason == "b.json: it was measured at commit ffffffffff, not at 0123456789"


# test


def results(**statuses: TestStatus) -> Given:
    return Given(
        tests=[
            TestResult(id=f"tests/test_a.py::{name}", status=one, aliases=(f"tests.test_a.{name}",))
            for name, one in statuses.items()
        ]
    )


@pytest.mark.parametrize(
    ("status", "decision"),
    [
        (TestStatus.PASSED, Decision.MET),
        (TestStatus.FAILED, Decision.NOT_MET),
        (TestStatus.ERROR, Decision.NOT_MET),
        (TestStatus.XFAILED, Decision.NOT_MET),
        (TestStatus.SKIPPED, Decision.UNKNOWN),
        (TestStatus.FLAKY, Decision.INCONCLUSIVE),
    ],
)
def test_a_test_s_status_decides(status: TestStatus, decision: Decision) -> None:
    tools = results(test_b=status, test_c=TestStatus.PASSED)
    assert done("test `tests/test_a.py::test_b`", tools).decision is decision
    both = done("test `tests/test_a.py::test_c` `tests/test_a.py::test_b`", tools)
    assert both.decision is decision


def test_a_test_that_is_not_there_is_said_with_one_like_it() -> None:
    error = lacks("test `tests/test_a.py::test_bb`", results(test_b=TestStatus.PASSED))
    assert "did you mean" in error.reason
    assert "test_b" in error.reason


def test_of_a_test_that_several_reports_hold_the_worst_counts() -> None:
    tools = Given(
        tests=[TestResult(id="t::x", status=one) for one in (TestStatus.FAILED, TestStatus.PASSED)]
    )
    assert done("test `t::x`", tools).decision is Decision.NOT_MET


def test_a_name_means_all_its_parameters_and_no_longer_name() -> None:
    known = [
        TestResult(id=name, status=TestStatus.PASSED)
        for name in ("a.py::t[1]", "a.py::t[2]", "a.py::t_more", "b/a.py::t[1]")
    ]
    assert [one.id for one in matching("a.py::t", known)] == ["a.py::t[1]", "a.py::t[2]"]
    assert [one.id for one in matching("a.py::t[2]", known)] == ["a.py::t[2]"]
    assert [one.id for one in matching("t_more", known)] == ["a.py::t_more"]
    assert matching("t", [known[0], known[3]]) == []  # two tests end so
    assert matching("more", known) == []


# http


def answer(status: int = 200, body: bytes = b"", **headers: str) -> Given:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Given(answer=Answer(status, named, body, 0.25))


@pytest.mark.parametrize(
    ("arguments", "met"),
    [
        ("`/up`", True),
        ("`GET /up` `200`", True),
        ("`/up` `2xx`", True),
        ("`/up` `404`", False),
        ("`/up` `5xx`", False),
        ("`/up` `content-type: JSON`", True),
        ("`/up` `content-type: html`", False),
        ("`/up` `x-none: a`", False),
        ('`/up` `{"a": {"b": [2]}}`', True),
        ('`/up` `{"a": {"b": [3]}}`', False),
        ("`/up` `ready`", True),
        ("`/up` `steady`", False),
    ],
)
def test_an_answer_is_compared(arguments: str, met: bool) -> None:
    tools = answer(200, b'{"a": {"b": [1, 2]}, "is": "ready"}', content_type="application/json")
    found = done(f"http {arguments}", tools)
    assert found.decision is (Decision.MET if met else Decision.NOT_MET)
    assert tools.asked == ["GET /up"]


def test_an_answer_that_fails_is_not_met_unless_it_was_to_fail() -> None:
    assert done("http `POST /x`", answer(500)).decision is Decision.NOT_MET
    assert done("http `POST /x` `500`", answer(500)).decision is Decision.MET


def test_the_time_it_took_is_a_figure_where_the_sentence_wants_one() -> None:
    found = done("http `/up`", answer(), "It answers within 1 s")
    assert found.decision is None
    assert found.measurement is not None
    assert (found.measurement.value, found.measurement.unit) == (0.25, "s")


def test_an_unknown_method_is_said() -> None:
    assert lacks("http `FETCH /up`", answer()).at == 0


@pytest.mark.parametrize(
    ("value", "part", "expected"),
    [
        (1, 1, True), (1, True, False), (0, False, False), (1.0, 1, True), (None, None, True),
        ({"a": 1}, {}, True), ([], [], True), ([1, 2], [2, 1], True), ([1], {}, False), ("1", 1, False),
    ],
)  # fmt: skip
def test_json_holds_json(value: object, part: object, expected: bool) -> None:
    assert holds(value, part) is expected


def test_a_body_of_endless_depth_is_not_met() -> None:
    found = done("http `/up` `[[1]]`", answer(200, b"[" * 100_000 + b"]" * 100_000))
    assert found.decision is Decision.NOT_MET


# prom


def vector(*values: str) -> Given:
    series = [{"metric": {"n": str(n)}, "value": [1, one]} for n, one in enumerate(values)]
    return Given(query={"status": "success", "data": {"resultType": "vector", "result": series}})


def test_a_query_gives_one_figure_in_the_unit_that_is_stated() -> None:
    found = done("prom `up` in ms", vector("7"), "Under 9 ms")
    assert found.measurement is not None
    assert (found.measurement.value, found.measurement.unit) == (7, "ms")


@pytest.mark.parametrize(
    ("tools", "said"),
    [(vector(), "no data"), (vector("1", "2"), "2 series"), (vector("NaN"), "its value is nan")],
)
def test_no_series_several_or_none_that_is_a_number_lack(tools: Given, said: str) -> None:
    assert said in lacks("prom `up`", tools, "Under 9 ms").reason


# pr and commit


@pytest.mark.parametrize(("proof", "name"), [("pr #12", "#12"), ("commit `1a2b3c4d`", "1a2b3c4d")])
def test_what_is_merged_is_looked_up(proof: str, name: str) -> None:
    merged = done(proof, Given(merged={name: ("f" * 40, "")}))
    assert (merged.decision, merged.reason) == (Decision.MET, f"merged: {name} as ffffffffff")
    assert done(proof, Given(merged={})).decision is Decision.NOT_MET
    assert "is shallow" in lacks(proof, Given(merged={name: ("", "it is shallow")})).reason


# sign-off


def test_nobody_is_signed_for() -> None:
    assert "sign-off by Owner, QA" in lacks("sign-off by Owner and QA", Given()).reason


def test_every_verb_has_a_first_line_and_an_example() -> None:
    for verb in verbs().values():
        assert verb.title
        assert f"{verb.name} " in verb.doc
