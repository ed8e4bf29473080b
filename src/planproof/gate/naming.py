"""Which plans and steps a change says it is about.

Trailers in the messages of its commits and in its description:

    Plan: idempotent-orders
    Plan-Step: 3

A step belongs to the plan named last before it, else to the one plan that the change names at all.
`Plan-Step: 3 (part)` says that the step is not done with this change. Beside trailers, the branch's name
(`idempotent-orders/step-3`) and the titles may name a plan by its id. What stands in a fence, in an HTML
comment or in a quotation names nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from planproof.gate.model import Lost, Mention, Named, PlanCase, escaped
from planproof.plan.ids import split_named
from planproof.plan.model import Item, Plan, Step
from planproof.plan.wording import nearest, nearest_name, says_none
from planproof.text.patterns import rx

_TRAILER = (
    r"(?im)^[ \t]*(?:[-*+][ \t]+)?[*_]{0,2}(plans?(?:[ _-]?steps?)?)[*_]{0,2}[ \t]*:[*_]{0,2}"
    r"[ \t]*(\S.*?)[ \t]*$"
)
_ASIDE = (
    r"(?s)<!--.*?(?:-->|\Z)|^[ ]{0,3}(```|~~~).*?(?:^[ ]{0,3}\1[`~]*[ \t]*$|\Z)|^[ ]{0,3}>[^\n]*"
)
_PART = (
    r"(?i)\((?:part|partly|partial|partially|wip|in progress|begun|started)\b[^)]*\)|\bpart of\b"
)
_STEP = r"(?i)^(?:steps?|tasks?)?[ #_-]*([\w.-]*\d[\w.-]*)$"
_MERGED = r"Merge (?:pull request #\d+ from [\w.-]+/(\S+)|branch '([^']+)')"
_MOST = 200
"""Mentions of a change that are looked at."""
_LONGEST = 200_000
"""Characters of a message that are looked at."""


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
    odd, subject = False, subject.strip()[:500]
    while match := rx(r'(?i)^revert(?:(?=[:!(])|\s+")').match(subject):
        odd, subject = not odd, subject[match.end() :]
    return odd


def mentions(said: Said, ids: Iterable[str]) -> list[Mention]:
    """What a change names, trailers first.

    Args:
        said: what it says.
        ids: of the plans there are, which a branch or a title may name.
    """
    known = tuple(dict.fromkeys(ids))
    found: list[Mention] = []
    for text, source in (
        (said.body, "the description"),
        *((text, source) for source, text in said.messages),
    ):
        found += trailers(text, source)
    subjects = [(said.title, "the title")]
    subjects += [(text.partition("\n")[0], source) for source, text in said.messages]
    for subject, source in subjects:
        if not _is_revert(subject):
            found += _titled(subject, source, known)
    found += _branched(said.branch, known)
    for subject, _ in subjects:
        merged = rx(_MERGED).match(subject)
        if merged:
            found += _branched(merged[1] or merged[2], known)
    return list(dict.fromkeys(found))[:_MOST]


def trailers(text: str, source: str) -> Iterator[Mention]:
    """The plans and steps that the trailers of a text name."""
    bare = rx(f"(?m){_ASIDE}").sub("", text[:_LONGEST].replace("\r\n", "\n"))
    plans: list[str] = []
    for match in rx(_TRAILER).finditer(bare):
        part = rx(_PART).search(match[2]) is not None
        value = rx(_PART).sub("", match[2]).strip(" .;")
        if "step" in match[1].lower():
            for plan, step in _steps(value):
                owners = [plan] if plan else plans[-1:] or [""]
                yield from (Mention(one, step, source, part=part) for one in owners)
            continue
        named = _plans(value)
        if named:
            plans = [plan for plan, _ in named]
        for plan, step in named:
            yield Mention(plan, step, source, part=part)


def _plans(value: str) -> list[tuple[str, str]]:
    """The plans that a trailer's value names; none where it is prose, or says that there is none."""
    if _is_undecided(value):
        return []
    found: list[tuple[str, str]] = []
    for piece in rx(r"\s*(?:,|;|\s&\s|\sand\s)\s*").split(value):
        link = rx(r"\[([^\]]*)\]\(([^)\s]+)\)").fullmatch(piece)
        name = link[2] if link else piece.strip("`<>\"'*_")
        with_step = rx(r"(?i)(\S+?)[,:]?\s+\(?(?:steps?|tasks?)[ #-]*([\w.-]+)\)?").fullmatch(name)
        only_step = rx(r"(?i)(?:steps?|tasks?)[ #-]*([\w.-]*\d[\w.-]*)").fullmatch(name)
        below = rx(r"(?i)(\S+)/((?:step|task)s?[-_]?\d[\w.]*)").fullmatch(name)
        if found and only_step:
            found.append((found[-1][0], only_step[1]))
        elif pair := with_step or below:
            found.append((pair[1], pair[2]))
        elif name and not rx(r"\s").search(name):
            found.append(split_named(name))
        elif name:  # prose that begins with "Plan:", or a file whose name has blanks
            whole = value.strip("`<>\"'*_")
            return [(whole, "")] if rx(r"(?i)\S\.(?:md|markdown)$").search(whole) else []
    return found


def _is_undecided(value: str) -> bool:
    """Whether a trailer's value says that there is nothing, or nothing yet."""
    return says_none(value) or value.casefold() in ("tbd", "todo", "wip", "?", "later", "unknown")


def _steps(value: str) -> Iterator[tuple[str, str]]:
    """The steps that a trailer's value names, each with its plan where it stands there: "3, 4 and 5"."""
    if _is_undecided(value):
        return
    for piece in rx(r"\s*(?:,|;|\s&\s|\sand\s)\s*").split(value):
        name = piece.strip("`<>\"'*_ ")
        plan, hash_, step = name.rpartition("#")
        if not hash_ or rx(r"(?i)^(?:steps?|tasks?)?\s*$").match(plan):
            plan = ""
            step = step if hash_ else name
        between = rx(r"(?i)(?:steps?\s*)?(\d{1,3})\s*(?:-|–|to|\.{2,3}|…)\s*(\d{1,3})").fullmatch(
            step
        )
        if between and int(between[1]) < int(between[2]) <= int(between[1]) + 30:
            for number in range(int(between[1]), int(between[2]) + 1):
                yield plan, str(number)
        elif step:
            first = rx(r"(?i)^((?:steps?|tasks?)?[ #-]*[\w.-]+)(?:\s*[:(–].*)?$").match(step)
            yield plan, first[1] if first else step


def _titled(subject: str, source: str, ids: Sequence[str]) -> Iterator[Mention]:
    """The plan that a title names by an id that is no everyday word, with the step behind it."""
    for name in ids:
        if not rx(r"[-_]|\d").search(name):
            continue
        match = rx(rf"(?i)(?<![\w/.-]){escaped(name)}(?![\w/-]|\.\w)").search(subject)
        if match:
            rest = subject[match.end() :]
            step = rx(r"(?i)^[\])#:, (]*(?:step|task)s?[ #-]*(\d[\w.]*(?<!\.))").match(rest)
            part = rx(_PART).search(subject) is not None
            yield Mention(name, step[1] if step else "", source, strict=False, part=part)


def _branched(branch: str, ids: Sequence[str]) -> Iterator[Mention]:
    """The plan that a part of a branch's name is, with the step: `ada/idempotent-orders/step-3`."""
    source = f"the branch's name `{branch}`"
    parts = branch.removeprefix("refs/heads/").casefold().split("/")
    best: tuple[int, str, str] | None = None
    for name in ids:
        low = name.casefold()
        for at, part in enumerate(parts):
            rest = part.removeprefix(low) if part.startswith(low) else None
            if rest is None or not (rest == "" or rx(r"[-_#.]").match(rest)):
                continue
            behind = rest or (parts[at + 1] if at + 1 < len(parts) else "")
            step = rx(r"^[-_#.]?(?:(?:step|task)s?[-_#]?(\d[\w.]*)|(\d{1,3}))(?:[-_].*)?$").match(
                behind
            )
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
        item = _step_of(one.step, owner)
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


def _step_of(name: str, plan: PlanCase) -> Item | None:
    """The step, or any other item with such an id, that a name means."""
    match = rx(_STEP).match(name.strip())
    number = match[1].lstrip("0") or match[1] if match else ""
    for one in (plan.after, plan.before):
        items = one.items if one is not None else ()
        for item in items:
            if name in (item.id, item.label):
                return item
        for item in items:
            if isinstance(item, Step) and number and number in (item.full_number, item.label):
                return item
    return None


def _lost_plan(one: Mention, owners: Sequence[PlanCase], plans: Sequence[PlanCase]) -> Lost:
    if not one.plan:
        which = "several plans" if owners else "no plan"
        return Lost(
            f"step {one.step}",
            f"{one.source} names step {one.step}, and {which}",
            f"Write it with its plan: `Plan-Step: PLAN#{one.step}`.",
            one.source,
        )
    if owners:
        return Lost(
            one.plan,
            f"{one.source} names the plan `{one.plan}`, and there are {len(owners)} of that name",
            "Name its file.",
            one.source,
        )
    names = [name for plan in plans for name in _names(plan.after)[:2]]
    close = nearest(one.plan, names) or nearest(one.plan.casefold(), names)
    hint = f"; did you mean `{close}`?" if close else ""
    return Lost(
        one.plan,
        f"{one.source} names the plan `{one.plan}`, and there is no such plan{hint}",
        f"Write `Plan: {close}`." if close else "`planproof status` lists the plans.",
        one.source,
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
        known or f"`planproof show {owner.plan.id}` lists its steps.",
        one.source,
    )
