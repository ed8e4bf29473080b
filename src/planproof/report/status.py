"""How plans stand, as a versioned type: one row a plan, and all of them in numbers."""

from collections.abc import Sequence
from typing import Annotated, Literal

import msgspec

from planproof.progress.standing import Standing, Steps, Trust, Verdicts
from planproof.report.words import json_text


class Expected(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """When the last box of a plan may be ticked.

    Attributes:
        even: the day by which it is, with a probability of 50 %, ISO 8601; empty where that cannot be said.
        likely: the same of 85 %.
        sure: the same of 95 %.
        refused: why there is no forecast; empty where there is one.
    """

    even: str = ""
    likely: str = ""
    sure: str = ""
    refused: str = ""


class PlanStatus(Standing, frozen=True, gc=False, kw_only=True):
    """A row: how a plan stands, when it moved and where it may go.

    Attributes:
        stale_flags: feature flags that should be gone, each with the reason.
        changed: when its file was last committed with a change, ISO 8601; empty where it never was.
        changed_by: the author of that commit.
        moved: when a box of it was last ticked, unticked, added or dropped; when it was first committed
            where none ever was.
        moved_by: the author of that commit.
        moved_in: its id.
        forecast: when it may be done; null where no forecast is made.
    """

    stale_flags: tuple[str, ...] = ()
    changed: str = ""
    changed_by: str = ""
    moved: str = ""
    moved_by: str = ""
    moved_in: str = ""
    forecast: Expected | None = None


class Totals(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """All plans that are shown, in numbers.

    Attributes:
        plans: how many.
        judged: of these, those whose claims were held against the code.
        disagree: plans whose declared state does not go with their boxes.
        steps: all of them.
        claims: all of them, by verdict.
        criteria: all of them, by verdict.
        questions: open ones.
        risks: high ones without mitigation.
        flags: feature flags that should be gone.
    """

    plans: int
    judged: int
    disagree: int
    steps: Steps
    claims: Verdicts
    criteria: Verdicts
    questions: int
    risks: int
    flags: int


class StatusV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof status --format json`."""

    schema: Literal["planproof/status/1"] = "planproof/status/1"
    today: Annotated[
        str, msgspec.Meta(description="The day that dues and forecasts count from, ISO 8601.")
    ]
    plans: Annotated[tuple[PlanStatus, ...], msgspec.Meta(description="One row a plan, as sorted.")]
    totals: Annotated[Totals, msgspec.Meta(description="The rows in numbers.")]
    hidden: Annotated[int, msgspec.Meta(description="Plans that the filters leave out.")] = 0
    set_aside: Annotated[
        tuple[tuple[str, str], ...],
        msgspec.Meta(description="Plans that nobody keeps up any more, each with the reason."),
    ] = ()
    passed_over: Annotated[
        int, msgspec.Meta(description="Markdown files that were not taken for plans.")
    ] = 0
    problems: Annotated[
        tuple[str, ...], msgspec.Meta(description="Files that could not be read, with the reason.")
    ] = ()
    cut_off: Annotated[
        bool, msgspec.Meta(description="Whether this is a shallow clone, whose history is cut off.")
    ] = False


def summed(rows: Sequence[PlanStatus]) -> Totals:
    """The rows in numbers."""
    return Totals(
        plans=len(rows),
        judged=sum(1 for row in rows if not row.set_aside),
        disagree=sum(1 for row in rows if row.disagree),
        steps=Steps(
            total=sum(row.steps.total for row in rows),
            ticked=sum(row.steps.ticked for row in rows),
            merged=sum(row.steps.merged for row in rows),
            proven=sum(row.steps.proven for row in rows),
            trust=Trust(
                **{
                    name: sum(getattr(row.steps.trust, name) for row in rows)
                    for name in Trust.__struct_fields__
                }
            ),
            forced=sum(row.steps.forced for row in rows),
            unboxed=sum(row.steps.unboxed for row in rows),
        ),
        claims=_added([row.claims for row in rows]),
        criteria=_added([row.criteria for row in rows]),
        questions=sum(row.questions for row in rows),
        risks=sum(len(row.risks) for row in rows),
        flags=sum(len(row.stale_flags) for row in rows),
    )


def _added(several: Sequence[Verdicts]) -> Verdicts:
    return Verdicts(
        **{name: sum(getattr(one, name) for one in several) for name in Verdicts.__struct_fields__}
    )


def as_json(status: StatusV1) -> str:
    """The rows as JSON."""
    return json_text(status)
