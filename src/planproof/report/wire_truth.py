"""The JSON format of `verify`: its own types, a promise to other programs like those in `wire.py`."""

from typing import Annotated, Any, Literal, cast

import msgspec
from msgspec import Meta

from planproof.report import wire
from planproof.report.truth import VERDICTS, ClaimLine, PlanTruth, Truth
from planproof.report.wire import Count, Path, PlaceV1, ProblemV1, RuleV1

VerdictWord = Literal["holds", "broken", "pending", "unproven", "stale", "unknown"]


class VerdictsV1(msgspec.Struct, frozen=True, gc=False):
    """How many claims have each verdict."""

    holds: Count
    broken: Count
    pending: Count
    unproven: Count
    stale: Count
    unknown: Count


class ReadV1(msgspec.Struct, frozen=True, gc=False):
    """What was read of the repository, and what was not."""

    files: Annotated[int, Meta(ge=0, description="Files of the repository.")]
    languages: Annotated[dict[str, int], Meta(description="Files read for facts, by language.")]
    unread: Annotated[
        dict[str, int], Meta(description="Files of code that no probe reads, by suffix.")
    ]
    left_out: Annotated[dict[str, int], Meta(description="Files that were not read, by reason.")]
    partly: Annotated[
        dict[str, int], Meta(description="Files with wrong syntax, read in part, with its line.")
    ]


class VerifySummaryV1(msgspec.Struct, frozen=True, gc=False):
    """What was judged and what came of it, in numbers."""

    plans: Count
    claims: Count
    verdicts: VerdictsV1
    failing: Annotated[
        int, Meta(ge=0, description="Broken claims that are neither accepted nor in the baseline.")
    ]
    accepted: Annotated[int, Meta(ge=0, description="Broken claims accepted in the plans.")]
    baselined: Annotated[int, Meta(ge=0, description="Broken claims that the baseline accepts.")]
    set_aside: Annotated[int, Meta(ge=0, description="Plans that were not judged.")]
    passed_over: Annotated[int, Meta(ge=0, description="Markdown files not taken for plans.")]
    problems: Annotated[int, Meta(ge=0, description="Files that could not be read.")]
    read: ReadV1


class RestV1(msgspec.Struct, frozen=True, gc=False):
    """Something that a verdict rests on."""

    path: Path
    line: Annotated[int, Meta(ge=0, description="Counts from 1; 0 for the whole file.")]
    says: Annotated[str, Meta(description="What is there, in a few words.")]
    contradicts: Annotated[bool, Meta(description="Whether it contradicts the plan.")]


class ClaimV1(msgspec.Struct, frozen=True, gc=False):
    """A claim with its verdict."""

    key: Annotated[str, Meta(description="Item, kind and subject; unique within the plan.")]
    kind: str
    item: Annotated[str, Meta(description="The id of the item that asserts it.")]
    section: Annotated[str, Meta(description="The heading it stands under.")]
    subject: Annotated[str, Meta(description="What it is about.")]
    verdict: VerdictWord
    says: Annotated[str, Meta(description="The claim in a sentence.")]
    reason: Annotated[str, Meta(description="Why the verdict is what it is.")]
    help: Annotated[str, Meta(description="What to do, where it is broken.")]
    place: PlaceV1
    rests: tuple[RestV1, ...]
    fingerprint: Annotated[str, Meta(description="Stays the same when lines shift.")]
    accepted: Annotated[str, Meta(description="Why it is accepted; else empty.")]
    baselined: bool
    was: Annotated[
        str,
        Meta(description="The verdict at `since`; `absent` where the plan did not make the claim;"
             " empty without `since`."),
    ]  # fmt: skip


class PlanTruthV1(msgspec.Struct, frozen=True, gc=False):
    """A plan with its claims."""

    path: Path
    id: str
    title: str
    template: str
    state: str
    verdicts: VerdictsV1
    claims: tuple[ClaimV1, ...]


class SetAsideV1(msgspec.Struct, frozen=True, gc=False):
    """A plan that was not judged."""

    path: Path
    reason: str


class VerifyV1(msgspec.Struct, frozen=True, gc=False):
    """The result of `planproof verify --format json`."""

    schema: Literal["planproof/verify/1"]
    version: Annotated[str, Meta(description="planproof's own.")]
    root: Annotated[str, Meta(description="The folder that paths count from, absolute.")]
    at: Annotated[str, Meta(description="The commit that was judged; empty for the work tree.")]
    since: Annotated[str, Meta(description="The commit that verdicts are compared with, or empty.")]
    summary: VerifySummaryV1
    plans: tuple[PlanTruthV1, ...]
    set_aside: tuple[SetAsideV1, ...]
    problems: tuple[ProblemV1, ...]
    kinds: Annotated[tuple[RuleV1, ...], Meta(description="The kinds of claims that were judged.")]


def verify(truth: Truth) -> VerifyV1:
    """Verdicts as they go out."""
    return VerifyV1(
        schema="planproof/verify/1",
        version=truth.version,
        root=truth.root,
        at=truth.at,
        since=truth.since,
        summary=_summary(truth),
        plans=tuple(map(_plan, truth.plans)),
        set_aside=tuple(SetAsideV1(path, reason) for path, reason in truth.set_aside),
        problems=tuple(map(wire.problem, truth.problems)),
        kinds=tuple(map(wire.rule, truth.kinds)),
    )


def schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of the format, made from its types."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "urn:planproof:verify:1",
        **msgspec.json.schema(VerifyV1),
    }


def _verdicts(claims: list[ClaimLine]) -> VerdictsV1:
    return VerdictsV1(*(sum(1 for one in claims if one.verdict == word) for word in VERDICTS))


def _summary(truth: Truth) -> VerifySummaryV1:
    claims = [claim for _, claim in truth.claims]
    read = truth.read
    return VerifySummaryV1(
        plans=len(truth.plans),
        claims=len(claims),
        verdicts=_verdicts(claims),
        failing=truth.failing,
        accepted=sum(1 for one in claims if one.accepted),
        baselined=sum(1 for one in claims if one.known),
        set_aside=len(truth.set_aside),
        passed_over=truth.passed_over,
        problems=len(truth.problems),
        read=ReadV1(read.files, read.languages, read.unread, read.left_out, dict(read.partly)),
    )


def _plan(plan: PlanTruth) -> PlanTruthV1:
    return PlanTruthV1(
        path=plan.path,
        id=plan.id,
        title=plan.title,
        template=plan.template,
        state=plan.state,
        verdicts=_verdicts(list(plan.claims)),
        claims=tuple(map(_claim, plan.claims)),
    )


def _claim(claim: ClaimLine) -> ClaimV1:
    return ClaimV1(
        key=claim.key,
        kind=claim.kind,
        item=claim.item,
        section=claim.section,
        subject=claim.subject,
        verdict=cast("VerdictWord", claim.verdict),
        says=claim.says,
        reason=claim.reason,
        help=claim.help,
        place=wire.place(claim.place),
        rests=tuple(RestV1(one.path, one.line, one.says, one.contradicts) for one in claim.rests),
        fingerprint=claim.fingerprint,
        accepted=claim.accepted,
        baselined=claim.known,
        was=claim.was,
    )
