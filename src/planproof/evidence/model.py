"""What a results file says, whatever its format: measurements and the results of tests."""

from enum import StrEnum

import msgspec


class Better(StrEnum):
    """Which way a figure is better; `UNSAID` where only the plan can say."""

    MORE = "more"
    LESS = "less"
    UNSAID = ""


class Role(StrEnum):
    """What a measurement says of the run it comes from, beside being a figure of its own."""

    NONE = ""
    LOAD = "load"
    """How much was asked of the system: requests, operations ... per second."""
    DURATION = "duration"
    """How long the run took."""


class Measurement(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A figure in a results file.

    Attributes:
        name: what people call it in a plan, as the tool's own words go: `http_req_duration.p(95)`.
        aliases: other ways to name it, JSON pointers (`/metrics/http_reqs/rate`) among them.
        value: finite; a reader leaves a figure out, with a warning, where it is not.
        unit: as `planproof.plan.figures.units` spells it (`ms`, `req/s`, `%`), a noun that is counted
            (`requests`), or empty where the file does not say and the tool does not fix it. A share
            between 0 and 1 has the unit `x`.
        statistic: `p95`, `p99.9`, `mean`, `median`, `min`, `max`, `stddev`; empty where it is none
            or the file does not say.
        better: which way it is better.
        samples: how many observations it sums up; None where the file does not say.
        low: lower end of the interval in which the tool says that it lies; None without one.
        high: the upper end.
        values: the observations themselves, one for each run or round, where the file has them.
        labels: what tells it from others of its name: `{"scenario": "checkout"}`.
        role: see `Role`.
    """

    name: str
    value: float
    unit: str = ""
    statistic: str = ""
    better: Better = Better.UNSAID
    aliases: tuple[str, ...] = ()
    samples: int | None = None
    low: float | None = None
    high: float | None = None
    values: tuple[float, ...] = ()
    labels: dict[str, str] = {}
    role: Role = Role.NONE


class TestStatus(StrEnum):
    """How a test ended."""

    __test__ = False

    PASSED = "passed"
    FAILED = "failed"
    ERROR = "error"
    SKIPPED = "skipped"
    XFAILED = "xfailed"
    FLAKY = "flaky"


class TestResult(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of a test.

    Attributes:
        id: as the report names it: `tests.orders.test_idempotency.TestKeys::test_conflict[a-1]`.
        aliases: other ways to name it, a pytest node id among them.
        seconds: how long it took; None where the report does not say.
        says: the first line of what went wrong, or why it was skipped.
        properties: what the test recorded of itself.
    """

    __test__ = False

    id: str
    status: TestStatus
    aliases: tuple[str, ...] = ()
    seconds: float | None = None
    says: str = ""
    properties: dict[str, str] = {}


class Results(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """What a results file says.

    Attributes:
        format: the reader's name.
        measurements: its figures, in the order of the file.
        tests: its results of tests.
        complete: whether the file is whole, as far as it can be told.
        warnings: what a reader should know who relies on it, one sentence each without a full stop.
        void: why nothing in it can count: "it was measured in a debug build". Empty where all is well.
        commit: the commit it says it was made at; empty without one.
        made_at: when it says it was made, RFC 3339; empty without.
        machine: what it says of machine and tool: `{"cpu": "..."}`.
    """

    format: str
    measurements: tuple[Measurement, ...] = ()
    tests: tuple[TestResult, ...] = ()
    complete: bool = True
    warnings: tuple[str, ...] = ()
    void: tuple[str, ...] = ()
    commit: str = ""
    made_at: str = ""
    machine: dict[str, str] = {}
