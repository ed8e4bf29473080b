"""What comes of a proof: met, not met, inconclusive, or unknown; and the figures it rests on."""

from enum import StrEnum

import msgspec

from planproof.evidence.model import Measurement


class Decision(StrEnum):
    """What a proof says of an item."""

    MET = "met"
    NOT_MET = "not met"
    INCONCLUSIVE = "inconclusive"
    """It was measured, but does not tell: noise, too few samples, a load that was not reached, files that no commit has."""
    UNKNOWN = "unknown"
    """There is nothing to judge by. It is never recorded as evidence."""


_GRAVITY = (Decision.MET, Decision.INCONCLUSIVE, Decision.UNKNOWN, Decision.NOT_MET)


def worst(decisions: list[Decision]) -> Decision:
    """The decision on a whole whose parts have these: not met before unknown, unknown before inconclusive."""
    return max(decisions, key=_GRAVITY.index, default=Decision.UNKNOWN)


class FigureRead(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A figure that a proof read.

    Attributes:
        source: where from, in the plan's words: "k6.json `http_reqs.rate`".
        file: the short name of that source: `k6.json`.
        runs: the measurement of each run; at least one.
        baseline: those of the baseline's runs, made in turn with them on the same machine; empty without.
        named: whether the plan names this very figure, rather than that it was looked for in the file.
    """

    source: str
    file: str
    runs: tuple[Measurement, ...]
    baseline: tuple[Measurement, ...] = ()
    named: bool = True


class Held(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A figure of a sentence, held against what was read.

    Attributes:
        name: what was read: `orders_p95_ms`.
        value: in `unit`, which is the sentence's; of several runs the mean.
        low: lower end of the interval of the runs, in `unit`; None without one.
        high: the upper end.
        runs: how many runs there were.
        samples: how many observations a run sums up; None where nobody says.
        comparator: of the sentence: see `planproof.plan.figures.sentence.Figure`.
        limit: what it has to be, in `unit`; of a range the lower end.
        upper: the upper end of a range.
        wanted: the same in words: `p95 <= 200 ms`.
        reason: in one sentence without a full stop: "p95 231 ms, wanted <= 200 ms (k6.json, 3 runs)".
        notes: what was not looked at: "nothing says whether 500 req/s were reached".
        help: what to do where it is not met, inconclusive or unknown; may be empty.
    """

    decision: Decision
    reason: str
    wanted: str = ""
    name: str = ""
    value: float | None = None
    unit: str = ""
    low: float | None = None
    high: float | None = None
    runs: int = 0
    samples: int | None = None
    comparator: str = ""
    limit: float | None = None
    upper: float | None = None
    notes: tuple[str, ...] = ()
    help: str = ""
