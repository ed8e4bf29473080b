"""Explanations: of rules and roles from their own docstrings, of planproof's words, of sentences."""

from __future__ import annotations

from planproof.app.errors import CannotDo
from planproof.plan.figures.sentence import read_sentence
from planproof.plan.roles import section_kinds
from planproof.plan.wording import nearest, normalised
from planproof.rules.base import RuleKind, rule_kinds
from planproof.verdict.base import ClaimKind, claim_kinds

WORDS = {
    "template": "A Markdown file whose headings, tables, lists and guidance text are the schema of the plans written to it.",
    "plan": "A Markdown file written to a template. Its id is its file's stem.",
    "section": "A heading of the plan with what stands under it. Its role is what it means, whatever it is called.",
    "role": "What a section means: `goals`, `risks`, `configuration` ... It comes from the heading's wording or from the template.",
    "item": "One thing a section says: a goal, a variable, a risk, a step, a criterion. It has a span in the text, an id and a fingerprint.",
    "fingerprint": "A hash of an item's normalised wording, without its checkbox and its fields. It changes when what the item says changes.",
    "field": "`key: value` in a sub-bullet of an item: `proof:`, `after:`, `owner:`, `due:`, `answer:`.",
    "finding": "A fault of the text, from a rule: rule id, severity, message, place, help, perhaps a fix.",
    "claim": "What an item asserts about the world: this path exists, this variable is read with this default, this criterion is met.",
    "fact": "What the repository contains, with its file and line: an environment read, a route, a metric, a flag, a test.",
    "verdict": "The judgement on a claim: holds, broken, pending, unproven, stale, or unknown with a reason.",
    "proof": "How a claim is settled that no static fact can settle: run a command, read a figure, a test's result, a sign-off.",
    "evidence": "The record of one proof: what was run or read, the figure, the verdict, when, by whom, at which commit.",
    "ledger": "Where evidence is kept: append-only, in the repository itself, on a git ref of its own.",
    "state": 'How far a plan has come: draft, review, accepted, active, done, superseded or withdrawn. From front matter `status:`, a line "Status: ...", a folder such as `archive`, else from the boxes: none ticked is a draft, some active, all done.',
    "severity": "How bad a finding is: error, warning or info. For many rules it rises once the plan is accepted.",
    "suppression": "`<!-- planproof: ignore RULE reason -->` accepts a finding, `<!-- planproof: accept CLAIM-KIND reason -->` a broken claim: at an item or paragraph, under a heading for its section, before the first heading for the file.",
    "baseline": "A file of known findings that do not count, so that an old project can start. `planproof check --baseline` records it.",
}
"""The words of planproof and what they mean."""


def explain(what: str) -> str:
    """Explain a rule by its id, a group, a kind of claim, a role, a word, or how a sentence is read.

    Raises:
        CannotDo: it is none of these.
    """
    rules = rule_kinds()
    name = what.strip().casefold()
    role = normalised(name).replace(" ", "_")
    if name in rules:
        return of_rule(rules[name])
    claim = claim_kinds().get(name.removeprefix("verify/"))
    if claim is not None:
        return of_claim(claim)
    if role in section_kinds():
        return of_role(role)
    if name in WORDS:
        return f"{name}: {WORDS[name]}\n"
    group = [kind for kind in rules.values() if kind.group == name]
    if group:
        return "".join(f"{kind.id}: {kind.title}\n" for kind in group)
    ends = [kind for kind in rules.values() if kind.id.endswith(f"/{name}")]
    if len(ends) == 1:
        return of_rule(ends[0])
    if " " in what.strip():
        return of_sentence(what.strip())
    known = [*rules, *section_kinds(), *claim_kinds(), *WORDS]
    close = nearest(name, known) or nearest(
        name, [kind.id.partition("/")[2] for kind in rules.values()]
    )
    hint = f"; did you mean `{close}`?" if close else ""
    raise CannotDo(
        f"there is no rule, kind of claim, section or word `{what}`{hint}",
        "`planproof rules` lists the rules. A sentence in quotes is explained as a criterion.",
    )


def of_rule(kind: RuleKind) -> str:
    """A rule's docs with its id and its severity."""
    rule = kind.rule
    severity = f"Severity: {rule.severity.word}"
    if rule.settled is not None and rule.settled != rule.severity:
        severity += f"; {rule.settled.word} once the plan is accepted, active or done"
    if rule.guessed is not None:
        severity += f"; at most {rule.guessed.word} where the template is only guessed"
    severity += "." if rule.default else ". Off unless selected."
    title, _, rest = kind.doc.strip().partition("\n")
    return f"# {kind.id}\n\n{title} {severity}\n{rest.rstrip()}\n"


def of_claim(kind: ClaimKind) -> str:
    """The docs of a kind of claim with its name."""
    title, _, rest = kind.doc.strip().partition("\n")
    return f"# {kind.name}\n\nA kind of claim. {title}\n{rest.rstrip()}\n"


def of_role(name: str) -> str:
    """What a section of a role means, holds and is called, and its rules."""
    kind = section_kinds()[name]
    rules = [one for one in rule_kinds().values() if one.group == name.replace("_", "-")]
    lines = [f"# {kind.role.title} ({name})", "", kind.doc.strip(), ""]
    if kind.role.kinds:
        lines += [f"Items: {', '.join(kind.role.kinds)}.", ""]
    lines += [f"Also called: {', '.join(kind.role.names[:12])}.", ""]
    lines += [f"{one.id}: {one.title}" for one in rules]
    return "\n".join(lines).rstrip() + "\n"


def of_sentence(sentence: str) -> str:
    """How a goal or criterion is read."""
    reading = read_sentence(sentence)
    lines = [f"{reading.kind}: {_MEANING[reading.kind]}"]
    for figure in reading.figures:
        upper = f" to {figure.upper:g}" if figure.upper is not None else ""
        lines.append(
            f"  figure      {figure.comparator} {figure.value:g}{upper} {figure.unit}".rstrip()
        )
        about = (
            ("metric", figure.metric), ("statistic", figure.statistic), ("condition", figure.condition),
            ("window", figure.window), ("baseline", figure.baseline),
            ("from", None if figure.start is None else f"{figure.start:g}"),
            ("tolerance", None if figure.tolerance is None else f"±{figure.tolerance:g}"),
        )  # fmt: skip
        lines += [f"  {name:<11} {value}" for name, value in about if value]
    lines += [f"  vague       {sentence[start:end]}" for start, end in reading.vague_words]
    lines += [f"  hedge       {sentence[start:end]}" for start, end in reading.hedges]
    return "\n".join(lines) + "\n"


_MEANING = {
    "measurable": "it names a figure to hold it to",
    "behavioural": "it names a behaviour that somebody can test or look at",
    "vague": "nobody could decide whether it is met",
}
