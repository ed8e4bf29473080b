"""Which commit is taken for the one that merged something."""

from __future__ import annotations

import time

import pytest

from planproof.system.mentions import Mentions


@pytest.mark.parametrize(
    ("reference", "message", "named"),
    [
        ("#128", "Count refunds (#128)", True),
        ("#12", "Count refunds (#128)", False),
        ("#128", "Count refunds (#12)", False),
        ("#128", "Merge pull request #128 from acme/topic\n\nCount refunds", True),
        ("#128", "Merged in topic (pull request #128)", True),
        ("#128", "Merged PR 128: Count refunds", True),
        ("!128", "Merged PR 128: Count refunds", True),
        ("!128", "Merge branch 'x' into 'main'\n\nSee merge request acme/orders!128", True),
        ("#128", "Merge branch 'x' into 'main'\n\nSee merge request acme/orders!128", True),
        ("#128", "Count refunds\n\nCloses #128, #129.", True),
        ("#129", "Count refunds\n\nCloses #128, #129.", True),
        ("#128", "Count refunds\n\nSee acme/orders#128", False),
        ("acme/orders#128", "Count refunds\n\nSee acme/orders#128", True),
        ("acme/orders#128", "Count refunds\n\nSee big/acme/orders#128", False),
        ("#128", "Colour #128a00", False),
        ("#128", "An entity &#128; and ##128 and a#128", False),
        ("PAY-12", "PAY-12: count refunds", True),
        ("PAY-12", "PAY-123: count refunds", False),
        ("PAY-12", "Merge branch 'feature/PAY-12-refunds'", False),
        ("PAY-12", "Merge branch 'PAY-12-refunds'", True),
        ("a.b+c", "axb+c aab+c", False),
        ("a.b+c", "see a.b+c", True),
        ("#128", "", False),
    ],
)
def test_a_message_names_a_reference(reference: str, message: str, named: bool) -> None:
    mentions = Mentions([reference])
    mentions.look("c1", message)
    assert mentions.found == ({reference: "c1"} if named else {})


def test_the_latest_that_merges_goes_before_those_that_name() -> None:
    mentions = Mentions(["#7", "#8", "#9"])
    for commit, message in (
        ("c6", 'Revert "Count (#7)" (#11)'),
        ("c5", "Merge branch 'x'\n\nSee merge request acme/orders!9"),
        ("c4", "Follow-up to #7"),
        ("c3", "Count (#7)"),
        ("c2", "Names #8 and #9"),
        ("c1", "Count (#7)"),
    ):
        mentions.look(commit, message)
    assert mentions.found == {"#7": "c3", "#8": "c2", "#9": "c2"}
    assert not mentions.settled
    mentions.look("c0", "One (#8) (#9)")
    assert mentions.found == {"#7": "c3", "#8": "c0", "#9": "c0"}
    assert mentions.settled


def test_long_messages_take_no_longer_than_they_are() -> None:
    began = time.perf_counter()
    for part in ("(#1) ", " ", "(#1", "#1 ", "((", "See merge request !1\n"):
        Mentions(["#1", "PAY-1"]).look("c1", part * 20_000 + "x")
    assert time.perf_counter() - began < 2
