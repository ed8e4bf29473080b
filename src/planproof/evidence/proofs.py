"""How a claim is proven: what stands behind `proof:`, as people write it.

    run `k6 run load.js --summary-export=k6.json`, read `k6.json` `http_reqs.rate`
    test `tests/test_orders.py::test_conflict`
    sign-off by Reviewer

A proof is a verb and its arguments in code spans; several follow each other with a comma, "and" or
"then". Words that are no verb and stand behind the arguments are for the reader. Nothing is run
here.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator, Sequence
from functools import cache

import msgspec

from planproof.evidence.verb import Argument, Proof, verbs
from planproof.markdown.tree import Code
from planproof.plan.figures.sentence import Figure, read_sentence
from planproof.plan.model import Criterion, Field, Goal, Item, Target
from planproof.plan.wording import nearest, says_none
from planproof.text.patterns import rx
from planproof.text.source import Source, Span

_UNDECIDED = frozenset(("tbd", "todo", "later", "pending"))


class Problem(msgspec.Struct, frozen=True, gc=False):
    """Why a piece of a proof cannot be read.

    Attributes:
        span: the words at fault.
        message: what is wrong, in one sentence.
        help: what to do, in another.
        instead: what should stand at the span, or empty where nobody can tell.
    """

    span: Span
    message: str
    help: str
    instead: str = ""


class Proofs(msgspec.Struct, frozen=True, gc=False):
    """What a `proof:` field says: the proofs that can be read, and what cannot."""

    proofs: tuple[Proof, ...]
    problems: tuple[Problem, ...]


class _Clause(msgspec.Struct, frozen=True, gc=False):
    """A verb's word, as written, and what follows it up to the next one."""

    word: Span
    verb: str
    end: int
    codes: tuple[Code, ...]


def read_proofs(field: Field, source: Source) -> Proofs:
    """Read a `proof:` field. Never raises.

    Args:
        field: the field.
        source: the plan's text.
    """
    proofs: list[Proof] = []
    problems: list[Problem] = []
    if field.value and not says_none(field.value) and field.value.casefold() not in _UNDECIDED:
        for clause in _clauses(field, source):
            found = _proof(clause, source)
            if isinstance(found, Proof):
                proofs.append(found)
            else:
                problems.append(found)
    return Proofs(tuple(proofs), tuple(problems))


def _clauses(field: Field, source: Source) -> Iterator[_Clause]:
    """The field's value cut before each verb: at its start, and behind a comma, "and" or "then"."""
    start, end = field.value_span.start, field.value_span.end
    shown = list(source.text[start:end])
    for code in field.codes:  # so that no word and no comma is found in a code span
        for at in range(max(code.span.start, start), min(code.span.end, end)):
            shown[at - start] = "`"
    text = "".join(shown)
    cuts: list[tuple[int, int, str]] = []
    for match in _word().finditer(text):
        word = match["word"].casefold()
        verb = word if word in verbs() else ""
        behind = text[match.end() :].lstrip()
        if verb or not cuts or (match["mark"] and behind.startswith("`")):
            cuts.append((match.start("word"), match.end("word"), verb))
    if not cuts:
        cuts = [(0, 0, "")]
    for (at, word_end, verb), following in zip(cuts, [*cuts[1:], (len(text), 0, "")], strict=True):
        stop = at + len(_trailing().sub("", text[at : following[0]]))
        span = Span(start + at, start + stop)
        codes = tuple(code for code in field.codes if code.span.start in span)
        yield _Clause(Span(span.start, start + word_end), verb, span.end, codes)


@cache
def _word() -> re.Pattern[str]:
    """A word at the start, or behind what separates proofs; `mark` is that separator."""
    return re.compile(
        r"(?:\A\s*|(?P<mark>[,;]\s*(?:(?:and|then)\s+)*|[\s`](?:and|then)\s+(?:then\s+)?))"
        r"(?P<word>[A-Za-z][\w-]*)"
    )


@cache
def _trailing() -> re.Pattern[str]:
    """What stands between a proof and the next."""
    return re.compile(r"(?:[\s,;.]|\b(?:and|then))+\Z")


def _proof(clause: _Clause, source: Source) -> Proof | Problem:
    word = source[clause.word]
    if not clause.verb:
        return _no_verb(clause, word)
    verb = verbs()[clause.verb].syntax
    span = Span(clause.word.start, clause.end)
    arguments = [Argument(code.span, code.text) for code in clause.codes]
    rest = Span(clause.word.end, clause.end)
    if verb.plain and not arguments and (match := re.match(rf"\s*\[?{verb.plain}", source[rest])):
        at = rest.start + match.start("it")
        arguments = list(_listed(at, match["it"]))
    if len(arguments) < verb.least:
        return _no_argument(clause, source)
    if len(arguments) > verb.most:
        few = "one code span" if verb.most == 1 else f"{verb.most} code spans"
        return Problem(
            arguments[verb.most].span,
            f"`{clause.verb}` takes {few}, this is one too many",
            "Put a comma and the next verb before it, or put it into the one before.",
        )
    problem = _command(arguments[0]) if clause.verb == "run" else None
    trailing = source.text[max((one.span.end for one in arguments), default=span.start) : span.end]
    return problem or Proof(clause.verb, tuple(arguments), span, source[span], trailing.lstrip("`"))


def _listed(at: int, text: str) -> Iterator[Argument]:
    """The arguments in "Reviewer, Owner and QA"."""
    start = 0
    for gap in re.finditer(r"\s*,\s*(?:and\s+)?|\s+and\s+|\Z", text):
        if gap.start() > start:
            span = Span(at + start, at + gap.start())
            yield Argument(span, text[start : gap.start()])
        start = gap.end()


def _no_verb(clause: _Clause, word: str) -> Problem:
    said = word.casefold()
    also = {one: verb.name for verb in verbs().values() for one in verb.syntax.also}
    meant = also.get(said) or nearest(said, verbs())
    known = ", ".join(verbs())
    if not word:
        span = clause.codes[0].span if clause.codes else Span(clause.word.start, clause.end)
        return Problem(
            span, "This proof has no verb", f"Write what is to be done with it: {known}."
        )
    if meant is None:
        return Problem(
            clause.word, f'"{word}" is not a way to prove something', f"Write one of {known}."
        )
    return Problem(
        clause.word,
        f'"{word}" is not a way to prove something; did you mean `{meant}`?',
        f"Write `{meant}`.",
        meant if said not in also else "",
    )


def _no_argument(clause: _Clause, source: Source) -> Problem:
    verb = verbs()[clause.verb].syntax
    text = source.text[clause.word.end : clause.end]
    said = text.strip()
    at = clause.word.end + len(text) - len(text.lstrip())
    if clause.verb == "sign-off":
        return Problem(
            Span(clause.word.start, clause.end),
            "It is not said whose sign-off this is",
            "Write `sign-off by` and a role of the stakeholders.",
        )
    if not said:
        return Problem(
            clause.word,
            f"`{clause.verb}` is not followed by {verb.needs}",
            f"Write {verb.needs} in a code span behind it.",
        )
    if verb.plain:
        return Problem(
            Span(at, at + len(said)),
            f"`{clause.verb}` is not followed by {verb.needs}",
            f"Write `{clause.verb}` and {verb.form}.",
            f"#{said}" if clause.verb == "pr" and said.isdigit() else "",
        )
    quoted = said.strip("\"'“”‘’")
    return Problem(
        Span(at, at + len(said)),
        f"`{clause.verb}` needs {verb.needs} in a code span",
        "Put backticks around it.",
        f"`{quoted}`" if "`" not in quoted and "](" not in quoted else "",
    )


def _command(argument: Argument) -> Problem | None:
    """What is wrong with a command: it is run without a shell, as its parts."""
    try:
        parts = shlex.split(argument.text)
    except ValueError:
        return Problem(argument.span, "A quotation mark in this command is not closed", "Close it.")
    if not parts:
        return Problem(argument.span, "This command is empty", "Write the command.")
    bare = re.sub(r"'[^']*'|\"[^\"]*\"", "", argument.text)
    found = re.search(r"&&|\|\||[|;<>]|\$\(|&(?=\s|$)", bare)
    if found:
        return Problem(
            argument.span,
            f'Commands are run without a shell, which "{found.group().strip()}" would need',
            "Put the commands into a script, or write a proof for each.",
        )
    return None


READING = ("read", "prom")
"""Verbs that read a figure."""


def figures_of(item: Item, proofs: Sequence[Proof]) -> tuple[Figure, ...]:
    """The figures that an item's proofs are held against.

    Those of goals, criteria and targets; of other items, which say figures in passing, only where a proof
    reads one. A proof that reads a figure also tells that the sentence means its own: "answers within 50 ms" is
    a target then, and "no critical findings" says that there are to be 0.
    """
    figures = item.reading.figures if isinstance(item, Goal | Criterion | Target) else ()
    if figures or not any(proof.verb in READING for proof in proofs):
        return figures
    return read_sentence(item.text, asserted=True).figures or _none_of(item.text)


def _none_of(text: str) -> tuple[Figure, ...]:
    """The figure in "no critical findings", which by itself is no more than a way of speaking."""
    counted, many = rx(_NONE).subn("0 ", text, count=1)
    figures = read_sentence(counted).figures if many else ()
    return tuple(one for one in figures if one.comparator == "==" and not one.value)[:1]


_NONE = r"(?i)(?<![\w-])no\s+(?=(?:[\w-]+\s+){0,3}[\w-]+s\b)(?!(?:more|less|fewer|later)\b)"
