"""What a ticked step names is there.

## What it claims

The paths of files, of folders (`web/`) and endpoints that a step names in code spans, and that no component or contract claims
already, are there once the step is ticked; or gone, where the step says that it removes them. Of what a
step moves, splits or only mentions (`from`, `instead of`, `see`), and of what it leaves open (`if it
exists`, `a follow-up`), nothing is claimed.

## When it is broken

When the step is ticked, and the path or endpoint is not there (or is still there). What is not committed
as a rule, what a command writes, and what lies in another repository, or in a folder that there never
was, is `unknown` where it is not found.

## What to do

Do the work, or untick the step.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.plan.model import Component, Endpoint, Plan, Step
from planproof.plan.sections.components import SUFFIXES
from planproof.text.patterns import rx
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._endpoints import endpoint_claim, endpoint_gone
from planproof.verdict.claims._places import (
    after,
    endings,
    exact,
    foreign,
    out_of_tree,
    places,
    plain_path,
    similar,
)
from planproof.verdict.deeds import Named, named_in
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import Due

_ENDPOINT = r"^(GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+(/\S*)$"
_PATH = r"^(?!https?:|~|/|\.\./|-)[\w.@+\[\]()-]+(?:/[\w.@+\[\]()-]+)+$"
_FOLDER = r"^(?!\.|.*//)(?:[\w.@+-]+/)+$"
_INSIDE = r"(?i)\b(?:to|into|in|inside|within|under|below|at|on|onto|from|out of|through|per)\W*(?:(?:the|a|an|new|its)\s+)*\W*$"
"""Words between a verb and a folder in which something happens that may not be about the folder itself."""

_OTHERS = r"(?i)\b(?:repo|repos|repository|repositories|submodules?|upstream|fork)\b"
_WRITTEN = r"(?i)\b(?:run|runs|ran|bench\w*|measur\w*|record\w*|report\w*|output\w*|export\w*|generat\w*|dump\w*|sav(?:e|es|ed)|produc\w*)\b"
_CHECKS = r"(?:verif|assert|confirm|ensur|fixture|scenario|unit|diff)"
_MADE_UP = r"(?:^|/)(?:foo|bar|baz|qux)\b"
_SERVES = r"(?:add|creat|implement|introduc|serv|expos|build|built|provid|support|defin|register|offer|mak|mount|rout)"
_SERVED = r"(?i)^[\W_]*(?:(?:is|are|gets?|will be|can be)\s+)?(?:served|mounted|exposed|registered|routed)\b"
"""Words after an endpoint that say that it is served here, whatever the verb: "so that `GET /x` is served"."""

_DATA = r"\.(?:json|jsonl|csv|tsv|html?|txt|log|xml|out|prof|svg|png|md)$"


def sought(item: Step) -> Iterator[str]:
    """The paths of the endpoints that it names."""
    for code in item.words.inlines:
        match = rx(_ENDPOINT).match(getattr(code, "text", "").strip())
        if match:
            yield match[2].rstrip("/")


def claims(item: Step, case: Case) -> Iterator[Judged]:
    """One for each path and endpoint that a step with a box names."""
    if item.task is None:
        return
    if case.tense.done and not item.done and item.optional:
        return
    claimed = _claimed(case.plan)
    due = case.tense.of_step(item)
    for named in named_in(item, case.tense.source):
        text = named.text
        if named.deed not in ("makes", "removes") or {text, text.rstrip("/")} & claimed:
            continue
        match = rx(_ENDPOINT).match(text)
        if match:
            at = named.code.span
            if named.deed == "removes":
                yield endpoint_gone(at, match[1], match[2], due, case)
            else:
                ours = bool(rx(_SERVES).match(named.verb) or rx(_SERVED).match(named.after))
                yield endpoint_claim(at, match[1], match[2], due, case, ours=ours)
        elif _is_path(text):
            yield (
                _gone(named, due, case)
                if named.deed == "removes"
                else _there(item, named, due, case)
            )


def _claimed(plan: Plan) -> frozenset[str]:
    """What components and contracts claim, which steps only refer to."""
    found: set[str] = set()
    for item in plan.items:
        if isinstance(item, Component):
            name = item.name.text.strip("` ").rstrip("/")
            found.update((name, name.rpartition("/")[2]))
        elif isinstance(item, Endpoint):
            found.add(f"{item.method} {item.path}")
    return frozenset(found)


def _is_path(text: str) -> bool:
    """Whether words are a path to a file or, with a slash at its end, a folder that lies in the repository."""
    if text.endswith("/"):
        return rx(_FOLDER).match(text) is not None
    name = plain_path(text)
    last = name.rpartition("/")[2]
    return (
        "." in last
        and "::" not in text
        and last.rpartition(".")[2].casefold() in SUFFIXES
        and rx(_PATH).match(name) is not None
    )


def _there(item: Step, named: Named, due: Due, case: Case) -> Judged:
    text, span = named.text, named.code.span
    says = f"`{text}` is there"
    found = places(case.world, text, "path", case.plan.document.source.name)
    if found:
        return holds(span, text, says, "it is there", Rest(found[0]))
    advice = f"{similar(case.world, text)}Do the work, or untick the step."
    reason = "there is nothing at this path"
    if due.now and (made := out_of_tree(text)):
        return unknown(span, text, says, made)
    history = case.world.history.gone(plain_path(text)) if due.now else None
    if history is not None:
        reason, advice = history.says, after(history)
    elif due.now and (doubt := _doubt(item, named, case)):
        return unknown(span, text, says, doubt)
    return absent(span, text, says, reason, due, help=advice)


def _doubt(item: Step, named: Named, case: Case) -> str:
    """Why a file that is not there may be right not to be, or empty."""
    if rx(_OTHERS).search(item.text) or rx(r"^(?:[a-z0-9-]+\.)+[a-z]{2,}/").match(named.text):
        return "it may lie in another repository, of which the step speaks"
    if rx(_CHECKS).match(named.verb) or rx(_MADE_UP).search(named.text):
        return "the step tries something out, and its path may be made up for that"
    if named.text.startswith("@"):
        return "a package or an alias of a bundler has such a name"
    if named.text.startswith("./"):
        return "it is named from a folder that the step leaves open"
    if named.text.endswith("/") and not _is_made(named):
        return "it may be made as a program runs, or lie elsewhere"
    if rx(_DATA).search(named.text) and rx(_WRITTEN).search(item.text):
        return "a command may write it, and what is written is not always committed"
    return "" if named.creates else foreign(case.world, named.text)


def _is_made(named: Named) -> bool:
    """Whether a step makes the very folder that it names: "add `web/`", and not "write a log to `web/`"."""
    return named.creates and not rx(_INSIDE).search(named.before)


def _gone(named: Named, due: Due, case: Case) -> Judged:
    text, span = named.text, named.code.span
    says = f"`{text}` is gone"
    here = exact(case.world, text, case.plan.document.source.name)
    if not here:
        alike = endings(case.world, plain_path(text)) if rx(r"^[^/]+/$").match(text) else []
        if alike:
            reason = f"`{alike[0]}` is called so; whether that is meant cannot be told"
            return unknown(span, text, says, reason, Rest(alike[0]))
        return holds(span, text, says, "there is nothing at this path")
    rest = Rest(here, says="still there", contradicts=True)
    reason = f"`{here}` is still there"
    return absent(span, text, says, reason, due, rest, help="Remove it, or untick the step.")
