"""How a sentence is explained: what is wanted of which measurement, under what, against what."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.app.explain import OF_FIELDS, explain, of_sentence
from planproof.gate.base import kinds
from planproof.plan.figures.sentence import read_sentence
from planproof.plan.scope import FIELDS

WIDTH = 80
TEXT = """
p95 latency of the nightly import < 200 ms at 500 req/s over 10 min by 30 % faster than main
(currently 4 s) when idle, ± 5 within retry 3 times 99.9 % uptime no errors
"""
WORDS = TEXT.split()


def facts(sentence: str) -> list[tuple[str, str]]:
    """The rows of an explanation, wrapped lines joined."""
    rows: list[tuple[str, str]] = []
    for line in of_sentence(sentence).splitlines()[1:]:
        name, text = line[:17].strip(), line[17:]
        if name:
            rows.append((name, text))
        elif text:
            rows[-1] = (rows[-1][0], f"{rows[-1][1]} {text}")
    return rows


def test_the_whole_of_an_explanation() -> None:
    assert (
        of_sentence("p95 latency of `POST /orders` under 200 ms at 500 rps over 10 min")
        == """\
measurable: it names a figure to hold it to

  wanted         p95 latency of `POST /orders` < 200 ms
  while          at 500 rps
  measured over  10 min
"""
    )


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Checkout answers within 2 s", [("wanted", "Checkout answers <= 2 s")]),
        ("Reduce cold start from 12 s to 5 s", [("wanted", "cold start <= 5 s"), ("from", "12 s")]),
        (
            "Reduce memory usage by 30 % (currently 1 GiB)",
            [("wanted", "memory usage down by 30 %"), ("compared with", "1 GiB")],
        ),
        (
            "p95 latency is at most 10 % above main",
            [("wanted", "p95 latency up by <= 10 %"), ("compared with", "main")],
        ),
        (
            "Reduce memory usage by 30 %",
            [
                ("wanted", "memory usage down by 30 %"),
                ("compared with", "not said: a proof has to name a baseline"),
            ],
        ),
        (
            "20 % faster than main",
            [
                ("wanted", "changed by 20 %"),
                ("of", "not said: a proof has to name the measurement"),
                ("compared with", "main"),
            ],
        ),
        (
            "Frame time: 16 ms ± 2 ms",
            [("wanted", "Frame time == 16 ms"), ("give or take", "2 ms")],
        ),
        ("Error rate < 1 % per day", [("wanted", "Error rate < 1 %"), ("measured", "per day")]),
        ("p99 below 1 s when idle", [("wanted", "p99 < 1 s"), ("when", "idle")]),
        (
            "Startup latency < 5 m",
            [
                ("wanted", "Startup latency < 5 m"),
                ("unit", "`m` could be several units: nothing can be compared with it"),
            ],
        ),
        ("Zero failed orders during the switch", [("wanted", "failed orders == 0")]),
    ],
)
def test_what_a_figure_demands(sentence: str, expected: list[tuple[str, str]]) -> None:
    said = facts(sentence)
    assert said[: len(expected)] == expected


def test_each_figure_has_rows_of_its_own() -> None:
    said = facts("Throughput >= 500 req/s and error rate < 1 % over 10 min")
    assert [text for name, text in said if name == "wanted"] == [
        "Throughput >= 500 req/s",
        "error rate < 1 %",
    ]
    assert ("measured over", "10 min") in said


def test_the_numbers_that_are_no_targets() -> None:
    assert facts("Retry up to 3 times, p99 below 1 s when idle")[-1] == (
        "no target",
        "`up to 3 times`: a setting, a condition, an example or evidence",
    )
    assert of_sentence("All existing tests pass (605 tests)").splitlines()[0] == (
        "behavioural: it names a behaviour that somebody can test or look at"
    )
    assert facts("All existing tests pass (605 tests)")[0][1].startswith("`605 tests`: a setting,")


def test_vague_words_and_hedges_are_named() -> None:
    assert of_sentence("The editor must be fast and ideally intuitive").splitlines()[0] == (
        "vague: nobody could decide whether it is met"
    )
    said = facts("The editor must be fast and ideally intuitive")
    assert ("vague", "`fast`") in said
    assert ("a hedge", "`ideally`") in said


def test_long_lines_are_wrapped_under_their_column() -> None:
    sentence = (
        "The gateway supports at least 2,000 concurrent sessions with a mean response time of less "
        "than 300 milliseconds while the nightly import is running on the same machine"
    )
    lines = of_sentence(sentence).splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert [text for name, text in facts(sentence) if name == "wanted"] == [
        "gateway supports >= 2000 sessions",
        "mean response time < 300 ms",
    ]


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(WORDS),
        min_size=2,
        max_size=40,
    )
)
def test_no_line_is_wider_than_a_terminal_and_every_figure_is_told(words: list[str]) -> None:
    sentence = " ".join(words)
    lines = of_sentence(sentence).splitlines()
    assert all(len(line) <= WIDTH for line in lines)
    assert sum(line.startswith("  wanted ") for line in lines) == len(
        read_sentence(sentence).figures
    )


def test_every_field_judgement_and_trailer_is_explained() -> None:
    for name in (*FIELDS, "Plan", "Plan-Step", "after:"):
        assert explain(name)
    assert set(OF_FIELDS) == set(FIELDS)
    for name, kind in kinds().items():
        assert kind.title in explain(name)
    assert explain("not-ticked").startswith(
        "# not-ticked\n\nA judgement of the gate. The work of a step is done, and the step is not ticked."
        " Usual severity: warning.\n"
    )


def test_a_name_with_several_meanings_has_all_of_them() -> None:
    said = explain("forced")
    assert "A kind of claim." in said
    assert "forced: (a field" in said
