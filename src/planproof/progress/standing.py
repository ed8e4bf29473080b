"""How a plan stands: its steps by what supports them, its claims by verdict, and what it still lacks."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import msgspec

from planproof.plan.model import Criterion, Plan, Question, Risk, Stakeholder, State, Step
from planproof.plan.people import is_nobody
from planproof.plan.risks import is_unmitigated
from planproof.plan.state import state_of_boxes
from planproof.progress.steps import due_day
from planproof.verdict.tense import Tense, called

_GRAVEST = ("broken", "stale", "unproven", "unknown", "pending", "accepted", "holds")
_OWNS = (
    r"(?i)\bowner\b|\bown",
    r"(?i)\b(?:author|lead|dri\b|maintain|driver|accountable|responsible|champion|manager)",
)
_IN_FRONT = ("owner", "owners", "assignee", "author", "authors")


class Claim(NamedTuple):
    """A claim, as far as it matters here: `verify`'s, or one that was recalled.

    Attributes:
        item: the id of the item that asserts it.
        kind: of the claim.
        verdict: `holds`, `broken` ...; `accepted` for one that is broken, which somebody accepts.
        subject: what it is about.
        reason: why the verdict is what it is.
    """

    item: str
    kind: str
    verdict: str
    subject: str
    reason: str


class Verdicts(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How many claims, or criteria, have each verdict; `accepted` are broken, and somebody accepts it."""

    holds: int = 0
    broken: int = 0
    pending: int = 0
    unproven: int = 0
    stale: int = 0
    unknown: int = 0
    accepted: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(getattr(self, name) for name in self.__struct_fields__)


class Trust(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The steps, each counted once, by the most that is known of it.

    Attributes:
        proven: ticked, and evidence that is fresh says so.
        merged: ticked, and all that it refers to is on the main branch; nothing proves it.
        claimed: ticked, and nothing supports that.
        stale: ticked and proven once, for other words or inputs.
        contradicted: ticked, and one of its claims is broken.
        open: not ticked.
    """

    proven: int = 0
    merged: int = 0
    claimed: int = 0
    stale: int = 0
    contradicted: int = 0
    open: int = 0


class Steps(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A plan's steps in numbers.

    Attributes:
        total: those with a box.
        ticked: of these.
        merged: ticked, and all that they refer to is on the main branch.
        proven: ticked, and evidence that is fresh says so; they may be merged as well.
        trust: each once.
        forced: ticked by force, as the plan or the ledger says, whatever else is known of them.
        unboxed: steps without a box, of which nobody can tell how they stand.
    """

    total: int = 0
    ticked: int = 0
    merged: int = 0
    proven: int = 0
    trust: Trust = Trust()
    forced: int = 0
    unboxed: int = 0


class Flag(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A feature flag that the code still has.

    Attributes:
        name: as the plan names it.
        reason: why it should be gone; empty as long as it need not be.
        due: the day by which it is to be gone, ISO 8601; empty without one.
    """

    name: str
    reason: str = ""
    due: str = ""


class Standing(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """How a plan stands.

    Attributes:
        path: its file.
        id: its id.
        title: its title.
        state: its state: what it declares, else what its boxes say.
        declared: the state that front matter, a status line or its folder give; empty without.
        derived: the state that its boxes give; empty where it has none.
        disagree: why these two do not go together; empty where they do.
        set_aside: why its claims are not judged; empty where they are.
        owner: who sees to it; empty where nobody is named.
        steps: in numbers.
        claims: by verdict.
        criteria: by verdict, each by the gravest of its claims; `unknown` where it makes none.
        criteria_ticked: how many of them have a box that is ticked.
        questions: how many are open.
        risks: high ones without mitigation, in their own words.
        flags: feature flags that the code still has.
    """

    path: str
    id: str
    title: str
    state: str
    declared: str
    derived: str
    disagree: str
    set_aside: str
    owner: str
    steps: Steps
    claims: Verdicts
    criteria: Verdicts
    criteria_ticked: int
    questions: int
    risks: tuple[str, ...]
    flags: tuple[Flag, ...]


def standing_of(
    plan: Plan, claims: Sequence[Claim], set_aside: str, impacts: tuple[str, ...]
) -> Standing:
    """How a plan stands.

    Args:
        plan: the plan.
        claims: what it claims, with verdicts; none for a plan that is set aside.
        set_aside: why it is not judged; empty where it is.
        impacts: its template's scale of impacts, from the least to the worst.
    """
    of_item: dict[str, list[Claim]] = {}
    for claim in claims:
        of_item.setdefault(claim.item, []).append(claim)
    declared = plan.state if plan.state_from not in ("steps", "nothing") else None
    derived, derived_from = state_of_boxes(plan.items)
    by_boxes = derived if derived_from == "steps" else None
    criteria = [item for item in plan.items if isinstance(item, Criterion)]
    steps = _steps(plan, of_item)
    return Standing(
        path=plan.document.source.name,
        id=plan.id,
        title=plan.title,
        state=plan.state.value,
        declared=declared.value if declared else "",
        derived=by_boxes.value if by_boxes else "",
        disagree=_disagree(declared, by_boxes if steps.total else None),
        set_aside=set_aside,
        owner=owner_of(plan),
        steps=steps,
        claims=_verdicts(claim.verdict for claim in claims),
        criteria=_verdicts(_gravest(of_item.get(one.id, ())) for one in criteria),
        criteria_ticked=sum(1 for one in criteria if one.task is not None and one.task.done),
        questions=sum(1 for item in plan.items if isinstance(item, Question) and item.open),
        risks=tuple(
            " ".join(item.risk.text.split())
            for item in plan.items
            if isinstance(item, Risk) and is_unmitigated(item, impacts)
        ),
        flags=tuple(_flags(plan, [claim for claim in claims if claim.kind == "flag"])),
    )


def _disagree(declared: State | None, derived: State | None) -> str:
    """Why what a plan says of itself does not go with the boxes of its steps."""
    if declared is None or derived is None:
        return ""
    if declared is State.DONE and derived is not State.DONE:
        return "it is done, and steps are open"
    if derived is State.DONE and declared in (
        State.DRAFT, State.REVIEW, State.ACCEPTED, State.ACTIVE,
    ):  # fmt: skip
        return f"it is {declared.value}, and every step is ticked"
    if derived is State.ACTIVE and declared in (State.DRAFT, State.REVIEW, State.ACCEPTED):
        return f"it is {declared.value}, and steps are ticked"
    return ""


def owner_of(plan: Plan) -> str:
    """Who sees to a plan: by front matter, else by the stakeholders; empty where nobody is named."""
    for key in _IN_FRONT[:3]:
        value = plan.front.get(key)
        if value is not None and not is_nobody(value.value):
            return _name(value.value)
    people = [item for item in plan.items if isinstance(item, Stakeholder)]
    for owns in _OWNS:
        for one in people:
            if re.search(owns, one.role.text) and not is_nobody(one.person.text):
                return _name(one.person.text)
    for key in _IN_FRONT[3:]:
        value = plan.front.get(key)
        if value is not None and not is_nobody(value.value):
            return _name(value.value)
    return ""


def _name(words: str) -> str:
    return " ".join(words.strip("[]'\"").replace("`", "").split())


def _steps(plan: Plan, of_item: Mapping[str, Sequence[Claim]]) -> Steps:
    counts = dict.fromkeys(Trust.__struct_fields__, 0)
    merged = proven = ticked = total = unboxed = forced = 0
    for step in plan.items:
        if not isinstance(step, Step):
            continue
        if step.task is None:
            unboxed += 1
            continue
        total += 1
        if not step.done:
            counts["open"] += 1
            continue
        ticked += 1
        claims = of_item.get(step.id, ())
        proofs = {claim.verdict for claim in claims if claim.kind == "proof"}
        refers = {claim.verdict for claim in claims if claim.kind == "merged"}
        is_proven, is_merged = proofs == {"holds"}, refers == {"holds"}
        proven += is_proven
        merged += is_merged
        forced += any(claim.kind == "forced" for claim in claims)
        if any(claim.verdict == "broken" for claim in claims):
            counts["contradicted"] += 1
        elif any(claim.verdict == "stale" for claim in claims):
            counts["stale"] += 1
        else:
            counts["proven" if is_proven else "merged" if is_merged else "claimed"] += 1
    return Steps(
        total=total,
        ticked=ticked,
        merged=merged,
        proven=proven,
        trust=Trust(**counts),
        forced=forced,
        unboxed=unboxed,
    )


def _gravest(claims: Iterable[Claim]) -> str:
    found = {claim.verdict for claim in claims}
    return next((verdict for verdict in _GRAVEST if verdict in found), "unknown")


def _verdicts(found: Iterable[str]) -> Verdicts:
    counts = dict.fromkeys(Verdicts.__struct_fields__, 0)
    for verdict in found:
        counts[verdict] += 1
    return Verdicts(**counts)


def _flags(plan: Plan, claims: Sequence[Claim]) -> Iterable[Flag]:
    """The flags that the code has, each with why it should not."""
    if not claims:
        return
    tense = Tense(plan)
    for claim in claims:
        removing = tense.removing(claim.subject)
        if claim.verdict == "broken" and any(step.done for step in removing):
            yield Flag(name=claim.subject, reason=claim.reason)
        elif claim.verdict == "holds" and not any(step.done for step in removing):
            due = next((day for step in removing if (day := due_day(step))), "")
            step = f"{called(removing[0])}, which removes it, is open" if removing else ""
            reason = f"the plan is done; {step or 'no step removes it'}" if tense.done else ""
            yield Flag(name=claim.subject, reason=reason, due=due)


def stale_flags(standing: Standing, today: str) -> list[str]:
    """The flags that should be gone by a day (ISO 8601), each with the reason."""
    found = []
    for flag in standing.flags:
        if flag.reason:
            found.append(f"`{flag.name}`: {flag.reason}")
        elif flag.due and flag.due < today:
            found.append(f"`{flag.name}` was to be gone by {flag.due}")
    return found
