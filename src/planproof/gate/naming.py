"""Which plans and steps a change says it is about.

Trailers in the messages of its commits and in its description:

    Plan: idempotent-orders
    Plan-Step: 3

A step belongs to the plan named last before it, else to the one plan that the change names at all.
Steps are named as in `after:`: "3 to 5", "2.1 and T004".
`Plan-Step: 3 (part)` says that the step is not done with this change. Beside trailers, the branch's name
(`idempotent-orders/step-3`) and the titles may name a plan by its id. What stands in a fence, in an HTML
comment or in a quotation names nothing.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from planproof.gate.model import Lost, Mention, Named, PlanCase
from planproof.plan.after import BETWEEN, STEP, own_steps, steps_in
from planproof.plan.ids import quoted, split_named
from planproof.plan.model import Item, Plan, Step
from planproof.plan.naming import StepNames, names_of
from planproof.plan.wording import nearest, nearest_name, one_line, says_none
from planproof.text.patterns import rx

_TRAILER = (
    r"(?im)^[ \t]*(?:[-*+][ \t]+)?[*_]{0,2}(plans?(?:[ _-]?steps?)?)[*_]{0,2}[ \t]*:[*_]{0,2}"
    r"[ \t]*(\S.*)$"
)
_ASIDE = (
    r"(?s)<!--.*?(?:-->|\Z)|^[ ]{0,3}(```|~~~).*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|\Z)|^[ ]{0,3}>[^\n]*"
)
_PART = r"(?i)\((?:part|partly|partial|partially|wip|in progress|begun|started)\b[^)]{0,200}\)|\bpart of\b"
_OF_PLAN = rf"(?i)(\S+?)(?:[,:]? \(?|/)({STEP}[ #_-]*\w.*?)\)?"
_LINK = r"\[[^\[\]]*\]\(<?([^()\s<>]+)>?\)"
_LINES = r"(?i)(\.(?:md|markdown))#L\d+(?:C\d+)?(?:-L?\d+(?:C\d+)?)?(?!\w)"
_AROUND = " `<>\"'*_"
_MERGED = r"Merge (?:pull request #\d+ from [\w.-]+/(\S+)|branch '([^']+)')"
_MOST = 200
"""Mentions of a change that are looked at."""
_LONGEST = 200_000
"""Characters of a message that are looked at."""
_LONGEST_TITLE = 500
"""The same of its first line."""


class Said(NamedTuple):
    """What a change says.

    Attributes:
        branch: the name of its branch; empty where nobody says.
        title: of its pull request.
        body: its description.
        messages: of its commits, each with what it is called: `commit 1a2b3c4d5e`.
    """

    branch: str = ""
    title: str = ""
    body: str = ""
    messages: tuple[tuple[str, str], ...] = ()

    @property
    def reverts(self) -> bool:
        """Whether it says that it takes another change back."""
        subjects = [text.partition("\n")[0] for _, text in self.messages]
        if self.title:
            return _is_revert(self.title)
        return bool(subjects) and all(_is_revert(subject) for subject in subjects)


def _is_revert(subject: str) -> bool:
    """Whether a subject says that something is taken back; who takes a revert back brings it again."""
    odd, subject = False, subject.strip()[:_LONGEST_TITLE]
    while match := rx(r'(?i)^revert(?:(?=[:!(])|\s+")').match(subject):
        odd, subject = not odd, subject[match.end() :]
    return odd


def mentions(said: Said, ids: Iterable[str]) -> list[Mention]:
    """What a change names, trailers first.

    Args:
        said: what it says.
        ids: of the plans there are, which a branch or a title may name.
    """
    known = {name: name.casefold() for name in ids}
    folded = frozenset(known.values())
    found: list[Mention] = []
    for text, source in (
        (said.body, "the description"),
        *((text, source) for source, text in said.messages),
    ):
        found += trailers(text, source, folded)
    lines = [(said.title, "the title")]
    lines += [(text.partition("\n")[0], source) for source, text in said.messages]
    subjects = [(line[:_LONGEST_TITLE], source) for line, source in lines]
    telling = {name: low for name, low in known.items() if rx(r"[-_]|\d").search(name)}
    for subject, source in subjects:
        if not _is_revert(subject):
            found += _titled(subject, source, telling)
    found += _branched(said.branch, known)
    for subject, _ in subjects:
        merged = rx(_MERGED).match(subject)
        if merged:
            found += _branched(merged[1] or merged[2], known)
    return list(dict.fromkeys(found))[:_MOST]


def trailers(text: str, source: str, ids: Collection[str] = ()) -> Iterator[Mention]:
    """The plans and steps that the trailers of a text name.

    Args:
        text: the text.
        source: what it is called.
        ids: of the plans there are, in lower case.
    """
    bare = rx(f"(?m){_ASIDE}").sub("", text[:_LONGEST].replace("\r\n", "\n"))
    owner = ""
    for match in rx(_TRAILER).finditer(bare):
        part = rx(_PART).search(match[2]) is not None
        value = one_line(rx(_PART).sub("", match[2])).strip(" .;")
        if "step" in match[1].lower():
            found = [(plan, step, True) for plan, step in _steps(value, owner)]
        else:
            found = _plans(value, ids)
            owner = next((plan for plan, _, strict in reversed(found) if strict), owner)
        for plan, step, strict in found:
            yield Mention(plan, step, source, strict=strict, part=part)


def _plans(value: str, ids: Collection[str]) -> list[tuple[str, str, bool]]:
    """The plans that a trailer's value names, with their steps; none where it is prose, or says none.

    Of several everyday words, "refactor, test and deploy", those need not be plans that are no id of one.
    """
    if _is_undecided(value):
        return []
    whole = _unlinked(value).strip(_AROUND)
    pieces = [whole] if _is_known(whole, ids) else rx(BETWEEN).split(whole)
    found: list[tuple[str, str]] = []
    for name in filter(None, (piece.strip(_AROUND) for piece in pieces)):
        of_plan = None if _is_known(name, ids) else rx(_OF_PLAN).fullmatch(name)
        steps = own_steps(name) if found and not _is_known(name, ids) else []
        if steps and (found[-1][1] or all(step.startswith("step-") for step in steps)):
            found += [(found[-1][0], step) for step in steps]
        elif of_plan and (steps := own_steps(of_plan[2])):
            found += [(of_plan[1], step) for step in steps]
        elif " " not in name or _is_known(name, ids):
            plan, step = split_named(name)
            found += [(plan, one) for one in (own_steps(step) or [step])]
        else:  # prose that begins with "Plan:", or a file whose name has blanks
            return [(whole, "", True)] if rx(r"(?i)\S\.(?:md|markdown)$").search(whole) else []
    several = len({plan for plan, _ in found}) > 1
    return [(plan, _number(step), not several or _is_name(plan, ids)) for plan, step in found]


def _is_known(name: str, ids: Collection[str]) -> bool:
    """Whether a name is that of a plan there is, or of a step of one."""
    plan, step = split_named(name)
    return name.casefold() in ids or (plan.casefold() in ids and bool(own_steps(step)))


def _is_name(plan: str, ids: Collection[str]) -> bool:
    """Whether a word of a list can only be meant for a plan: it looks like an id, or is one."""
    return rx(r"[-_\d/.]").search(plan) is not None or plan.casefold() in ids


def _is_undecided(value: str) -> bool:
    """Whether a trailer's value says that there is nothing, or nothing yet."""
    return says_none(value) or value.casefold() in ("tbd", "todo", "wip", "?", "later", "unknown")


def _steps(value: str, owner: str) -> Iterator[tuple[str, str]]:
    """The steps that a trailer's value names, each with its plan: that which stands there, else the owner."""
    if _is_undecided(value):
        return
    for name in steps_in(_unlinked(value).strip(_AROUND)):
        plan, _, step = name.rpartition("#")
        owner = plan or owner
        yield owner, _number(step)


def _unlinked(value: str) -> str:
    """The words with the destinations of links for them, as files: without the lines that they point to."""
    return rx(_LINES).sub(r"\1", rx(_LINK).sub(r"\1", value))


def _number(step: str) -> str:
    """A step as people name it: by its number or its label."""
    return step.removeprefix("step-")


def _titled(subject: str, source: str, ids: Mapping[str, str]) -> Iterator[Mention]:
    """The plan that a title names by its id, with the step behind it.

    Args:
        subject: the title.
        source: what it is called.
        ids: that are no everyday words, each with itself in lower case.
    """
    folded = subject.casefold()
    for name, low in ids.items():
        if low not in folded:
            continue
        match = rx(rf"(?i)(?<![\w/.-]){re.escape(name)}(?![\w/-]|\.\w)").search(subject)
        if match:
            rest = subject[match.end() :]
            step = rx(rf"(?i)^[\])#:, (]*{STEP}[ #-]*(\d[\w.]*(?<!\.))").match(rest)
            part = rx(_PART).search(subject) is not None
            yield Mention(name, step[1] if step else "", source, strict=False, part=part)


def _branched(branch: str, ids: Mapping[str, str]) -> Iterator[Mention]:
    """The plan that a part of a branch's name is, with the step: `ada/idempotent-orders/step-3`."""
    source = f"the branch's name `{branch}`"
    folded = branch.removeprefix("refs/heads/").casefold()
    parts = folded.split("/")
    best: tuple[int, str, str] | None = None
    for name, low in ids.items():
        if low not in folded:
            continue
        for at, part in enumerate(parts):
            rest = part.removeprefix(low) if part.startswith(low) else None
            if rest is None or not (rest == "" or rx(r"[-_#.]").match(rest)):
                continue
            behind = rest or (parts[at + 1] if at + 1 < len(parts) else "")
            step = rx(rf"^[-_#.]?(?:{STEP}[-_#]?(\d[\w.]*)|(\d{{1,3}}))(?:[-_].*)?$").match(behind)
            if rest and step is None:
                continue  # `orders-v2` is another name than `orders`
            if best is None or len(name) > best[0]:
                best = len(name), name, (step[1] or step[2]) if step else ""
    if best is not None:
        yield Mention(best[1], best[2], source, strict=False)


class Meant(NamedTuple):
    """What mentions name, and those that name nothing."""

    named: tuple[Named, ...]
    lost: tuple[Lost, ...]


def meant(found: Sequence[Mention], plans: Sequence[PlanCase]) -> Meant:
    """The plans and steps that mentions name."""
    named: list[Named] = []
    lost: list[Lost] = []
    items: dict[str, _Items] = {}
    whole = {plan.path for one in found if one.plan for plan in _plans_of(one.plan, plans)}
    for one in found:
        owners = (
            _plans_of(one.plan, plans) if one.plan else [p for p in plans if p.path in whole][:2]
        )
        if len(owners) != 1:
            if one.strict:
                lost.append(_lost_plan(one, owners, plans))
            continue
        owner = owners[0]
        if not one.step:
            named.append(Named(owner.path, "", one.source))
            continue
        if owner.path not in items:
            items[owner.path] = _Items(owner)
        item = items[owner.path].find(one.step)
        named.append(Named(owner.path, item.id if item else "", one.source, one.part))
        if item is None and one.strict:
            lost.append(_lost_step(one, owner))
    return Meant(tuple(dict.fromkeys(named)), tuple(dict.fromkeys(lost)))


def _plans_of(name: str, plans: Sequence[PlanCase]) -> list[PlanCase]:
    """The plans that a name means: by id or file, after the change or before it, then in any case."""
    bare = rx(r"^(?:\./|/)|/$").sub("", name)
    for wanted, folded in ((bare, False), (bare.casefold(), True)):
        after = [plan for plan in plans if wanted in _names(plan.after, folded=folded)]
        before = [plan for plan in plans if wanted in _names(plan.before, folded=folded)]
        if after or before:
            return after or before
    is_file = "/" in bare or rx(r"(?i)\.(?:md|markdown)$").search(bare) is not None
    tails = [plan for plan in plans if is_file and f"/{plan.path}".endswith(f"/{bare}")]
    urls = [plan for plan in plans if "://" in bare and bare.endswith(f"/{plan.path}")]
    return tails or urls


def _names(plan: Plan | None, *, folded: bool = False) -> tuple[str, ...]:
    """What a plan is called: by its id, by its file, by that without its suffix."""
    if plan is None:
        return ()
    path = plan.document.source.name
    names = plan.id, path, path.rpartition(".")[0]
    return tuple(name.casefold() for name in names) if folded else names


class _Items:
    """The items of a plan, by what people call them, after the change or before it."""

    def __init__(self, plan: PlanCase) -> None:
        both = [one for one in (plan.after, plan.before) if one is not None]
        self._exact: dict[str, Item] = {}
        for item in (item for one in both for item in one.items):
            for name in (item.id, item.label):
                if name:
                    self._exact.setdefault(name, item)
        self._steps: list[StepNames[Step]] = [names_of(one) for one in both]

    def find(self, name: str) -> Item | None:
        """The step, or any other item with such an id, that a name means."""
        for steps in self._steps:
            found = steps.get(name) or steps.get(f"step-{name}")
            if found is not None:
                return found
        return self._exact.get(name)


def _lost_plan(one: Mention, owners: Sequence[PlanCase], plans: Sequence[PlanCase]) -> Lost:
    if not one.plan:
        which = "several plans" if owners else "no plan"
        return Lost(
            f"step {one.step}",
            f"{one.source} names step {one.step}, and {which}",
            f"Write it with its plan: `Plan-Step: PLAN#{one.step}`.",
        )
    if owners:
        return Lost(
            one.plan,
            f"{one.source} names the plan `{one.plan}`, and there are {len(owners)} of that name",
            "Name its file.",
        )
    names = [name for plan in plans for name in _names(plan.after)[:2]]
    close = nearest(one.plan, names) or nearest(one.plan.casefold(), names)
    hint = f"; did you mean `{close}`?" if close else ""
    return Lost(
        one.plan,
        f"{one.source} names the plan `{one.plan}`, and there is no such plan{hint}",
        f"Write `Plan: {close}`." if close else "`planproof status` lists the plans.",
    )


def _lost_step(one: Mention, owner: PlanCase) -> Lost:
    steps = [item for item in owner.plan.items if isinstance(item, Step)]
    close = nearest_name(one.step, [item.id for item in steps])
    hint = f"; did you mean `{close}`?" if close else ""
    numbers = [item.label or item.full_number for item in steps if item.label or item.number]
    known = f"Its steps are {', '.join(numbers[:20])}." if numbers else ""
    return Lost(
        f"{owner.plan.id}#{one.step}",
        f"{one.source} names step {one.step}, and `{owner.plan.id}` has no such step{hint}",
        known or f"`planproof show {quoted(owner.plan.id)}` lists its steps.",
    )
