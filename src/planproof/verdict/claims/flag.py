"""The feature flag is in the code while it is in use, and gone once a step has removed it.

## What it claims

A flag that the rollout names is used by the code. Once the step that removes it is ticked, nothing
uses it any more. What the plan's configuration table lists is a setting, and no flag, unless a step
removes it.

## When it is broken

When the step that removes it is ticked and code, tests apart, still names it in a string; or when it is
due (a step that names it is ticked) and nothing names it. Where only a word of the code is spelled like
it (`cfg.newOrders` for `new-orders`) the verdict is `unknown`.

## What to do

Remove what is left of the flag, or untick the step.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from planproof.facts.paths import is_test
from planproof.plan.model import Plan, Section, Step, Variable
from planproof.text.patterns import rx
from planproof.text.source import Span
from planproof.verdict.base import Case, absent, broken, holds, unknown
from planproof.verdict.claims._places import unread
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due, Tense, called, listed, with_step

_WORD = r"(?:feature[ -])?(?:flags?|toggles?|gates?|switch(?:es)?)"
_FLAG = (
    rf"(?i)\b{_WORD}(?:\s+(?:named?|called|is|key))?[\s:*_]{{1,3}}`([^`\s]{{3,80}})`"
    rf"|`([^`\s]{{3,80}})`[\s*_]+{_WORD}\b"
)

_DEPENDS = r"(?i)\b(?:depend|rel)\w* on (?:the |this |that |its )?$"
"""Words after which something is what depends on a flag: "components depending on the feature gate: `x`"."""


def flags_of(section: Section, text: str) -> Iterator[tuple[str, Span]]:
    """The flags that a rollout's words name in code spans, each once."""
    seen: set[str] = set()
    start = section.heading.span.end if section.heading is not None else section.own.start
    for match in rx(_FLAG).finditer(text, start, section.span.end):
        group = 1 if match[1] else 2
        name = match[group].partition("=")[0]
        if rx(_DEPENDS).search(text[max(start, match.start() - 40) : match.start()]):
            continue
        if name not in seen and rx(r"^[A-Za-z][\w.:-]*$").match(name):
            seen.add(name)
            yield name, Span(match.start(group), match.start(group) + len(name))


def flags_of_plan(plan: Plan) -> Iterator[tuple[str, Span]]:
    """The flags of a plan, each once; settings that it lists are none, unless a step removes them."""
    seen: set[str] = set()
    settings = {name for one in plan.items if isinstance(one, Variable) for name in one.names}
    tense = Tense(plan)
    for section in plan.of_role("rollout"):
        for name, span in flags_of(section, plan.document.source.text):
            if name not in seen and (name not in settings or tense.removing(name)):
                yield name, span
            seen.add(name)


def spellings(name: str) -> list[str]:
    """How a flag may be spelled as a name in code: `new-orders`, `new_orders`, `newOrders`."""
    words = [word for word in rx(r"[-_.:\s]+").split(name) if word]
    return list(dict.fromkeys((name, "_".join(words), "".join(words))))


def sought(plan: Plan) -> Iterator[str]:
    """The names of the flags."""
    for name, _ in flags_of_plan(plan):
        yield from spellings(name)


def claims(plan: Plan, case: Case) -> Iterator[Judged]:
    """One for each flag of the rollout."""
    for name, span in flags_of_plan(plan):
        judged = _claim(name, span, case)
        yield msgspec.structs.replace(judged, item="rollout", section="rollout")


def _claim(name: str, span: Span, case: Case) -> Judged:
    uses = uses_of(name, case)
    more = f" (and {len(uses) - 1} more)" if len(uses) > 1 else ""
    spelled = [path for word in spellings(name) for path in case.world.in_code(word)]
    removing = [step for step in case.tense.removing(name) if step.done]
    if removing:
        says = f"the flag `{name}` is gone"
        if uses:
            step, left = removing[0], f"{uses[0].place} still {uses[0].says}{more}"
            found = broken(
                span, name, says,
                f"{called(step)}, which removes it, is ticked{_since(step, case)}, but {left}",
                *uses[:5], help="Remove what is left of it, or untick the step.",
            )  # fmt: skip
            return msgspec.structs.replace(found, due=(step.id,), lacking=left)
        if spelled:
            reason = (
                f"a word like it stands in {listed(list(dict.fromkeys(spelled)))}, whatever that is"
            )
            return unknown(span, name, says, reason, Rest(spelled[0]))
        return holds(span, name, says, "no code names it")
    says = f"the code uses the flag `{name}`"
    if uses:
        return holds(span, name, says, f"{uses[0].place} {uses[0].says}{more}", *uses[:5])
    due = _due(name, case)
    doubt = f"a word like it stands in {listed(list(dict.fromkeys(spelled)))}, whatever that is"
    doubt = doubt if spelled else unread(case)
    if doubt and (due.now or case.world.of_documents):
        return unknown(span, name, says, doubt, *map(Rest, spelled[:1]))
    return absent(
        span, name, says, "no code names it", due,
        help="Put the change behind the flag, or correct its name.",
    )  # fmt: skip


def _due(name: str, case: Case) -> Due:
    """When a flag has to be in the code: once a step that names it, and does not end it, is ticked."""
    ending = {id(step) for step in case.tense.removing(name)}
    marked = rx(r"[-_.:]").search(name) or not name.islower()
    for step, named in case.tense.named:
        coded = any(one.text.partition("=")[0] == name for one in named)
        worded = (
            rf"(?<![\w-]){re.escape(name)}(?![\w-])"
            if marked
            else rf"(?i){_WORD}\W+{re.escape(name)}\b"
        )
        if step.done and id(step) not in ending and (coded or rx(worded).search(step.text)):
            return with_step(step)
    return Due(now=case.tense.done, when="the plan is done")


def uses_of(name: str, case: Case) -> list[Rest]:
    """Where code that is no test asks for a flag or names it in a string."""
    inventory = case.world.inventory
    found = {
        (path, fact.line): "asks for it"
        for path, fact in inventory.flags.get(name, ())
        if not is_test(path)
    }
    for read in inventory.reads_of(name):
        if not read.test:
            found.setdefault((read.path, read.line), "reads it")
    for path, fact in inventory.mentions.get(name, ()):
        if not is_test(path):
            found.setdefault((path, fact.line), "names it")
    rests = [
        Rest(path, line, says, contradicts=True) for (path, line), says in sorted(found.items())
    ]
    return sorted(rests, key=lambda one: (one.says != "asks for it", one.path, one.line))


def _since(step: Step, case: Case) -> str:
    """Since when a step is ticked, in words; empty where the history does not say."""
    source = case.plan.document.source
    day = case.world.history.since(source.name, source.line_number(step.span.start))
    return f" since {day}" if day else ""
