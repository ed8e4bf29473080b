"""Apply rules to a plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import msgspec

from planproof.plan.model import Finding, Item, Plan, Section, Severity, State
from planproof.rules.base import Context, RuleKind, Surroundings, rule_kinds
from planproof.rules.suppress import Suppression, accounts, names, suppressions
from planproof.rules.suppress import apply as apply_suppressions
from planproof.template.schema import Template

MOST = 10_000
"""Findings of one rule in one plan that are told one by one; of the others their number is told."""


class Selection(msgspec.Struct, frozen=True):
    """Which rules are applied, and how severe their findings are where somebody said so.

    Attributes:
        select: ids or groups; empty for every rule that is applied by default.
        ignore: ids or groups left out.
        severity: severity by rule id or group.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}

    def rules(self) -> tuple[RuleKind, ...]:
        """The selected rules, by id."""
        return _selected(self.select, self.ignore)

    def takes(self, kind: RuleKind) -> bool:
        """Whether a rule is applied. Where both name it, the longer (more exact) selector decides."""
        chosen = max((len(one) for one in self.select if names(one, kind.id)), default=-1)
        left_out = max((len(one) for one in self.ignore if names(one, kind.id)), default=-1)
        if chosen < 0 and (self.select or not kind.rule.default):
            return False
        return left_out < 0 or chosen > left_out


@cache
def _selected(select: tuple[str, ...], ignore: tuple[str, ...]) -> tuple[RuleKind, ...]:
    selection = Selection(select, ignore)
    return tuple(kind for kind in rule_kinds().values() if selection.takes(kind))


class _Sorted(msgspec.Struct, frozen=True):
    """Rules by what they look at, so that a plan meets only those that it has something for."""

    by_target: dict[type, list[RuleKind]]
    by_role: dict[str, list[RuleKind]]


@cache
def _sorted(
    select: tuple[str, ...], ignore: tuple[str, ...], closed: bool, templated: bool
) -> _Sorted:
    by_target: dict[type, list[RuleKind]] = defaultdict(list)
    by_role: dict[str, list[RuleKind]] = defaultdict(list)
    rules = [one for one in _selected(select, ignore) if one.rule.closed or not closed]
    for kind in rules:
        if kind.rule.by_template and not templated:
            continue
        if kind.role and kind.target in (Plan, Section):
            by_role[kind.role].append(kind)
        else:
            by_target[kind.target].append(kind)
    return _Sorted(by_target, by_role)


class Checked(msgspec.Struct, frozen=True):
    """What checking a plan gave.

    Attributes:
        findings: in the order of the text.
        suppressed: findings that a comment in the plan accepts.
    """

    findings: list[Finding]
    suppressed: list[tuple[Finding, Suppression]]


def check_plan(
    plan: Plan, template: Template | None, around: Surroundings, selection: Selection
) -> Checked:
    """Apply the selected rules to a plan. Pure but for what `around` looks up."""
    context = Context(plan, template, around)
    rules = _sorted(selection.select, selection.ignore, plan.state.laid_aside, template is not None)
    found: list[Finding] = []
    for target, things in _targets(plan).items():
        for kind in rules.by_target.get(target, ()):
            found += _findings(kind, things, context, selection)
    for role, sections in plan.by_role.items():
        for kind in rules.by_role.get(role, ()):
            things = sections if kind.target is Section else (plan,)
            found += _findings(kind, things, context, selection)
    found.sort(key=_order)
    accepted = suppressions(plan)
    if not accepted:
        return Checked(found, [])
    kept, gone, used = apply_suppressions(found, accepted)
    applied = [kind.id for kinds in rules.by_target.values() for kind in kinds]
    applied += [kind.id for kinds in rules.by_role.values() for kind in kinds]
    by_default = (kind.id for kind in rule_kinds().values() if kind.rule.default)
    held = accounts(accepted, used, applied, by_default)
    for kind in rules.by_target.get(Suppression, ()):
        kept += _findings(kind, held, context, selection)
    return Checked(sorted(kept, key=_order), gone)


def _findings(
    kind: RuleKind, things: Sequence[Any], context: Context, selection: Selection
) -> list[Finding]:
    """What a rule finds at the things it looks at."""
    check = kind.check
    faults = [fault for thing in things for fault in check(thing, context)]
    if not faults:
        return []
    severity = _severity(kind, context, selection.severity)
    found = [
        Finding(kind.id, severity, fault.span, fault.message, fault.help, fault.fix)
        for fault in faults[:MOST]
    ]
    if len(faults) > MOST:
        message = f"{len(faults) - MOST:,} more of these are not shown one by one"
        help_ = "Mend those above, or accept them all with a comment at the top of the plan."
        found.append(Finding(kind.id, severity, faults[MOST].span, message, help_))
    return found


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return (finding.span.start, finding.span.end, finding.rule, finding.message)


def _targets(plan: Plan) -> Mapping[type, Sequence[Any]]:
    """Everything a rule can look at, by type."""
    document = plan.document
    found: dict[type, list[Any]] = defaultdict(list)
    for item in plan.items:
        found[item.__class__].append(item)
    found[Item] = list(plan.items)
    found[type(plan)] = [plan]
    for things in (
        plan.sections,
        document.headings,
        document.links,
        document.fences,
        document.tables,
        document.tasks,
        document.comments,
        document.references,
    ):
        for thing in things:
            found[thing.__class__].append(thing)
    for item in plan.items:
        if item.fields:
            found[item.fields[0].__class__] += item.fields
    return found


def _severity(kind: RuleKind, context: Context, overrides: Mapping[str, Severity]) -> Severity:
    for selector in (kind.id, kind.group):
        if selector in overrides:
            return overrides[selector]
    rule, plan = kind.rule, context.plan
    sure = _sure(context)
    severity = rule.severity
    if rule.review is not None and plan.state is State.REVIEW:
        severity = rule.review
    elif rule.settled is not None and plan.state.settled:
        severity = rule.settled
        if plan.state_from == "steps" and not sure:
            severity = min(severity, max(rule.severity, Severity.WARNING))
    if rule.guessed is not None and not sure:
        severity = min(severity, rule.guessed)
    if plan.state is State.DONE and plan.state_from != "steps":
        severity = min(severity, rule.done)
    return severity


def _sure(context: Context) -> bool:
    """Whether the plan was surely written to this version of its template.

    That a document lies where the documents of a template lie says which template, not which version.
    """
    written, template = context.plan.written, context.template
    return written.declared or (written.sure and template is not None and not template.files)
