"""Explanations: of rules, roles, claims and judgements from their own docstrings, of words, of sentences."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from planproof.app.errors import CannotDo
from planproof.evidence.verb import verbs
from planproof.plan.figures.sentence import Figure, Reading, numbers, read_sentence
from planproof.plan.roles import section_kinds
from planproof.plan.wording import nearest, normalised
from planproof.rules.base import RuleKind, rule_kinds
from planproof.verdict.base import ClaimKind, claim_kinds

if TYPE_CHECKING:
    from planproof.gate.base import Kind

WORDS = {
    "template": "A Markdown file whose headings, tables, lists and guidance text are the schema of the plans written to it.",
    "plan": "A Markdown file written to a template. Its id is its file's stem.",
    "section": "A heading of the plan with what stands under it. Its role is what it means, whatever it is called.",
    "role": "What a section means: `goals`, `risks`, `configuration` ... It comes from the heading's wording or from the template.",
    "item": "One thing a section says: a goal, a variable, a risk, a step, a criterion. It has a span in the text, an id and a fingerprint. The id is its label (`AC-3`, `T012`), or a step's number as printed (`step-3`), or its kind and place (`goal-2`); parts of a numbered step are called by it (`step-3.1`).",
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

OF_FIELDS = {
    "proof": "how an item is settled, as a verb and its arguments: ``proof: test `tests/test_a.py::test_b` ``. Several are all asked for.",
    "after": "the steps that come before a step: `after: step-1, other-plan#step-2`. `tick` refuses it while one of them is open.",
    "owner": "whose a step is, else the plan's owner: `owner: Bob`.",
    "due": "the day by which a step should be done: `due: 2026-03-31`. `next` and `status` say what is overdue.",
    "answer": "the answer to a question, which closes it.",
    "inputs": "what the evidence of a proof rests on, besides the components and what the proof names.",
    "runs": "how often a proof is measured: `runs: 5`.",
    "baseline": 'the revision that a relative figure ("30 % faster") is compared with: `baseline: v1.4`.',
    "status": "known, so that `check` does not take it for a mistake; it says nothing of a step, whose box does.",
    "source": "what else reads a variable: `source: external: PACKAGE`.",
    "pr": "the pull requests or commits that did a step: `pr: #128`. `verify` looks whether the main branch has them.",
    "forced": "why a box was ticked though nothing supports it. `tick --force REASON` writes it, and `verify` shows it ever after.",
}
"""What the fields of items mean, by key."""

OF_TRAILERS = {
    "plan": "a line of a commit message or a pull request's description: which plan the change is about: `Plan: orders`.",
    "plan-step": "a line of a commit message or a pull request's description: which steps of the plan the change does:"
    " `Plan-Step: 2, 3`, or `Plan-Step: 3 (part)` for one that it does not finish. `planproof gate` reads it.",
}
"""What the trailers mean that name a change's plan."""


def explain(what: str) -> str:
    """Explain a rule by its id, a group, a kind of claim or judgement, a role, a word, a field, or a sentence.

    Raises:
        CannotDo: it is none of these.
    """
    from planproof.gate.base import kinds  # the gate is slow to import, and few ask for it

    rules, name = rule_kinds(), what.strip().casefold()
    found = list(_meanings(name.rstrip(":"), kinds()))
    if found:
        return "\n".join(found)
    group = [kind for kind in rules.values() if kind.group == name]
    if group:
        return "".join(f"{kind.id}: {kind.title}\n" for kind in group)
    ends = [kind for kind in rules.values() if kind.id.endswith(f"/{name}")]
    if len(ends) == 1:
        return of_rule(ends[0])
    if " " in what.strip():
        return of_sentence(what.strip())
    known = [
        *rules,
        *section_kinds(),
        *claim_kinds(),
        *kinds(),
        *verbs(),
        *WORDS,
        *OF_FIELDS,
        *OF_TRAILERS,
    ]
    close = nearest(name, known) or nearest(
        name, [kind.id.partition("/")[2] for kind in rules.values()]
    )
    hint = f"; did you mean `{close}`?" if close else ""
    raise CannotDo(
        f"there is no rule, kind of claim or judgement, section, field or word `{what}`{hint}",
        "`planproof rules` lists the rules. A sentence in quotes is explained as a criterion.",
    )


def _meanings(name: str, judgements: Mapping[str, Kind]) -> Iterator[str]:
    """All that a name in small letters means; some are a claim, a verb and a field."""
    role = normalised(name).replace(" ", "_")
    if name in rule_kinds():
        yield of_rule(rule_kinds()[name])
    claim = claim_kinds().get(name.removeprefix("verify/"))
    if claim is not None:
        yield of_claim(claim)
    judgement = judgements.get(name.removeprefix("gate/"))
    if judgement is not None:
        yield of_judgement(judgement)
    if role in section_kinds():
        yield of_role(role)
    verb = verbs().get(name)
    if verb is not None:
        yield f"# {verb.name}\n\nA verb of proofs. {verb.doc}\n"
    if name in WORDS:
        yield f"{name}: {WORDS[name]}\n"
    if name in OF_FIELDS:
        yield f"{name}: (a field, in a sub-bullet of an item) {OF_FIELDS[name]}\n"
    if name in OF_TRAILERS:
        yield f"{name.title()}: (a trailer) {OF_TRAILERS[name]}\n"


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


def of_judgement(kind: Kind) -> str:
    """The docs of what the gate judges, with its name and its severity."""
    title, _, rest = kind.doc.strip().partition("\n")
    severity = f"Usual severity: {kind.severity}."
    return f"# {kind.name}\n\nA judgement of the gate. {title} {severity}\n{rest.rstrip()}\n"


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
    """How a goal or criterion is read: what would be compared with what, under which conditions."""
    reading = read_sentence(sentence)
    lines = [f"{reading.kind}: {_MEANING[reading.kind]}"]
    for figure in reading.figures:
        lines += ["", *_facts(_about(figure))]
    said = [(f"`{sentence[start:end]}`", "vague") for start, end in reading.vague_words]
    said += [(f"`{sentence[start:end]}`", "a hedge") for start, end in reading.hedges]
    said += [(number, "no target") for number in _other_numbers(sentence, reading)]
    if said:
        lines += ["", *_facts([(what, words) for words, what in said])]
    return "\n".join(lines) + "\n"


def _facts(facts: Iterable[tuple[str, str]]) -> list[str]:
    """Names and what they mean, in two columns, 80 characters wide."""
    lines: list[str] = []
    for name, text in facts:
        head = f"  {name:<13}  "
        lines += textwrap.wrap(
            text, 80, initial_indent=head, subsequent_indent=" " * len(head), break_on_hyphens=False
        )
    return lines


def _about(figure: Figure) -> Iterator[tuple[str, str]]:
    """What a figure demands: a line for each part of the comparison that the sentence names."""
    yield "wanted", wanted(figure)
    if not figure.metric:
        yield "of", "not said: a proof has to name the measurement"
    if figure.condition:
        first, _, rest = figure.condition.partition(" ")
        if first.lower() in {"when", "while", "if", "unless", "during", "excluding"}:
            yield first.lower(), rest
        else:
            yield "while", figure.condition
    if figure.window:
        each = figure.window.lower().startswith("per ")
        yield ("measured" if each else "measured over"), figure.window
    if figure.tolerance is not None and figure.comparator != "within":
        yield "give or take", _amount(figure, figure.tolerance)
    if figure.start is not None and not figure.relative:
        yield "from", figure.baseline or _amount(figure, figure.start)
    elif figure.baseline:
        yield "compared with", figure.baseline
    elif figure.relative:
        yield "compared with", "not said: a proof has to name a baseline"
    if figure.unit and not figure.dimension:
        yield "unit", f"`{figure.unit}` could be several units: nothing can be compared with it"


def wanted(figure: Figure) -> str:
    """What a figure demands in a few words: `p95 latency <= 200 ms`, `memory down by 30 %`."""
    about = figure.metric
    statistic = figure.statistic
    if statistic and statistic not in about.lower().replace("average", "mean"):
        named = statistic.removeprefix("p").replace(".", "").isdigit() and "percentile" in about
        about = about if named else f"{statistic} {about}".strip()
    counted = figure.dimension == "count" and about.lower().endswith(figure.unit.lower())
    amount = f"{figure.value:.12g}" if counted else _amount(figure, figure.value)
    if figure.upper is not None:
        amount = f"{figure.value:g} to {_amount(figure, figure.upper)}"
    match figure.comparator:
        case "between":
            demand = f"between {amount.replace(' to ', ' and ')}"
        case "within":
            demand = f"at most {amount} away" if figure.baseline else f"± {amount}"
        case _ if figure.relative:
            way = {"down": "down", "up": "up"}.get(figure.direction, "changed")
            sign = "" if figure.comparator == "change" else f"{figure.comparator} "
            if figure.unit == "x":
                demand = f"{way} by a factor of {sign}{amount.removesuffix(' x')}"
            else:
                demand = f"{way} by {sign}{amount}"
        case _:
            demand = f"{figure.comparator} {amount}"
    return f"{about} {demand}".strip()


def _amount(figure: Figure, value: float) -> str:
    return f"{value:.12g} {figure.unit}".strip()


def _other_numbers(sentence: str, reading: Reading) -> Iterator[str]:
    """The numbers of a sentence that are neither targets nor what goes with them."""
    taken = " ".join(
        text
        for figure in reading.figures
        for text in (figure.condition, figure.window, figure.baseline, figure.metric)
        if text
    )
    for start, end in numbers(sentence):
        words = " ".join(sentence[start:end].split()).strip("*_`~ ")
        plain = re.sub(r"^[^0-9]+", "", words)
        if plain not in taken and not any(
            _belongs(one, words, start, end) for one in reading.figures
        ):
            yield f"`{words}`: a setting, a condition, an example or evidence"


def _belongs(figure: Figure, words: str, start: int, end: int) -> bool:
    """Whether a number is a figure's own, or its percentile or tolerance."""
    if figure.span[0] < end and start < figure.span[1]:
        return True
    share = (figure.statistic or "").removeprefix("p")
    return words.startswith("±") or (bool(share) and words.startswith(share))


_MEANING = {
    "measurable": "it names a figure to hold it to",
    "behavioural": "it names a behaviour that somebody can test or look at",
    "vague": "nobody could decide whether it is met",
}
