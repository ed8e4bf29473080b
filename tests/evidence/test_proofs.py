from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.proofs import Proofs, read_proofs
from planproof.evidence.verb import verbs
from planproof.plan.model import Field
from tests.support import read


def field(value: str) -> tuple[Field, str]:
    plan = read(
        f"# Plan\n\n## Acceptance criteria\n\n* Throughput >= 5 req/s\n  * proof: {value}\n"
    )
    return plan.items[0].fields[0], plan.document.source.text


def proofs(value: str) -> Proofs:
    plan = read(
        f"# Plan\n\n## Acceptance criteria\n\n* Throughput >= 5 req/s\n  * proof: {value}\n"
    )
    return read_proofs(plan.items[0].fields[0], plan.document.source)


def short(value: str) -> list[tuple[str, ...]]:
    """Each proof as its verb and arguments; problems have to be absent."""
    found = proofs(value)
    assert found.problems == ()
    return [(one.verb, *(argument.text for argument in one.arguments)) for one in found.proofs]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("run `make bench`", [("run", "make bench")]),
        (
            "run `k6 run load.js --summary-export=k6.json`, read `k6.json` `http_reqs.rate`",
            [
                ("run", "k6 run load.js --summary-export=k6.json"),
                ("read", "k6.json", "http_reqs.rate"),
            ],
        ),
        ("test `tests/test_a.py::test_b`", [("test", "tests/test_a.py::test_b")]),
        ("test `a`, `b` and `c`", [("test", "a", "b", "c")]),
        ("run `a` and then read `b`", [("run", "a"), ("read", "b")]),
        ("run `a`; read `b`.", [("run", "a"), ("read", "b")]),
        ("run `a`, takes five minutes", [("run", "a")]),
        ("Run `a`", [("run", "a")]),
        ("sign-off by Reviewer", [("sign-off", "Reviewer")]),
        ("sign-off by Reviewer, Owner and QA", [("sign-off", "Reviewer", "Owner", "QA")]),
        ("sign-off by the product owner", [("sign-off", "the product owner")]),
        ("pr #128", [("pr", "#128")]),
        ("pr [#128](https://example.org/pull/128)", [("pr", "#128")]),
        ("pr orders/api#128, commit 1a2b3c4d", [("pr", "orders/api#128"), ("commit", "1a2b3c4d")]),
        ("commit `1a2b3c4d`", [("commit", "1a2b3c4d")]),
        ("prom `sum(rate(a[5m])), b`", [("prom", "sum(rate(a[5m])), b")]),
        (
            "http `GET https://example.org/health` `200`",
            [("http", "GET https://example.org/health", "200")],
        ),
        ('run `pytest -k "a|b"`', [("run", 'pytest -k "a|b"')]),
    ],
)
def test_proofs_are_read(value: str, expected: list[tuple[str, ...]]) -> None:
    assert short(value) == expected


@pytest.mark.parametrize("value", ["TBD", "none", "n/a"])
def test_what_is_not_decided_is_neither_proof_nor_problem(value: str) -> None:
    assert proofs(value) == Proofs((), ())


@pytest.mark.parametrize(
    ("value", "at", "instead"),
    [
        ("raed `k6.json`", "raed", "read"),
        ("run `a`, tset `b`", "tset", "test"),
        ("execute `a`", "execute", ""),
        ("by hand", "by", ""),
        ("`make bench`", "`make bench`", ""),
        ("run make bench", "make bench", "`make bench`"),
        ('read "k6.json"', '"k6.json"', "`k6.json`"),
        ("run", "run", ""),
        ("run `a` `b`", "`b`", ""),
        ("sign-off", "sign-off", ""),
        ("pr 128", "128", "#128"),
        ("commit soon", "soon", ""),
        ("run `a && b`", "`a && b`", ""),
        ("run `a > b`", "`a > b`", ""),
        ("run `echo $(a)`", "`echo $(a)`", ""),
        ("run `a 'b`", "`a 'b`", ""),
    ],
)
def test_a_problem_points_at_its_words(value: str, at: str, instead: str) -> None:
    _, text = field(value)
    (problem,) = proofs(value).problems
    assert text[problem.span.start : problem.span.end] == at
    assert problem.instead == instead


def test_what_can_be_read_is_kept_beside_a_problem() -> None:
    found = proofs("run `make bench`, raed `k6.json`, test `a`")
    assert [one.verb for one in found.proofs] == ["run", "test"]
    assert len(found.problems) == 1


def test_a_proof_s_span_ends_before_the_next_one() -> None:
    _, text = field("run `a`, then read `b` `c`.")
    spans = [one.span for one in proofs("run `a`, then read `b` `c`.").proofs]
    assert [text[span.start : span.end] for span in spans] == ["run `a`", "read `b` `c`"]


def test_a_command_is_given_as_its_parts() -> None:
    (proof,) = proofs("run `pytest -k 'not slow' \"a b\"`").proofs
    assert proof.argv == ("pytest", "-k", "not slow", "a b")


WORDS = st.sampled_from(
    [
        *verbs(),
        "`a b`",
        "`c`",
        "by",
        "Reviewer",
        "#12",
        "and",
        "then",
        ",",
        ";",
        "raed",
        "(x)",
        "**b**",
    ]
)


@given(st.lists(WORDS, max_size=12))
def test_reading_never_raises_and_spans_lie_in_the_value(words: list[str]) -> None:
    value = " ".join(words)
    plan = read(
        f"# Plan\n\n## Acceptance criteria\n\n* Throughput >= 5 req/s\n  * proof: {value}\n"
    )
    fields = plan.items[0].fields
    for one in fields:
        found = read_proofs(one, plan.document.source)
        spans = [proof.span for proof in found.proofs]
        spans += [problem.span for problem in found.problems]
        assert all(one.value_span.covers(span) for span in spans)
        for proof in found.proofs:
            for argument in proof.arguments:
                assert argument.text in plan.document.source[argument.span]
