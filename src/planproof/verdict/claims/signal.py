"""The metric, log event or span is emitted.

## What it claims

Every metric, log event and span that the plan names is made by the code, in any of the spellings that
its library brings it out with: dots and underscores, `_total`, the suffix of the unit, `_bucket`. Labels
in braces are left aside.

## When it is broken

When it is due, and the code neither makes it nor names it in a string. Where a signal is made that it
may be with a prefix before it, where names are put together, and for signals that libraries make by
themselves (`process_cpu_seconds_total`, `http.server.request.duration`) the verdict is `unknown`.

## What to do

Emit it, or correct its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.facts import model
from planproof.facts.paths import is_test
from planproof.plan.model import Signal
from planproof.text.patterns import rx
from planproof.text.source import Span
from planproof.verdict.base import Case, absent, holds, unknown
from planproof.verdict.claims._places import unread
from planproof.verdict.model import Judged, Rest
from planproof.verdict.tense import listed

_TYPES = {
    "_total": ("counter",), "_bucket": ("histogram",), "_sum": ("histogram", "summary"),
    "_count": ("histogram", "summary"), "_created": ("counter", "histogram", "summary"), "_info": ("info",),
}  # fmt: skip
"""Suffixes that libraries add, and the types of metrics that they add them to."""

_BY_THEMSELVES = (
    r"^(?:process|go|python|jvm|nodejs|node|http|rpc|grpc|db[._]client|messaging|system|container|kube|hikaricp|tomcat"
    r"|jetty|logback|executor|promhttp|probe|dotnet|aspnetcore|kestrel|puma|sidekiq|gunicorn|uvicorn|nginx|envoy|istio"
    r"|redis|pg|postgres(?:ql)?|mysql|kafka|rabbitmq|celery|faas|gen_ai|scrape|otelcol)[._]|^up$"
)
"""Signals that libraries, runtimes and exporters make by themselves."""

_LABELLED = {"metric": "metric", "log": "log event", "span": "span"}


def plain_name(name: str) -> str:
    """A signal's name without its labels."""
    return name.partition("{")[0].strip()


def sought(item: Signal) -> Iterator[str]:
    """Each name, and what is left without the suffix that a library adds."""
    for code in item.names:
        yield from spellings(plain_name(code.text))


def claims(item: Signal, case: Case) -> Iterator[Judged]:
    """One for each name."""
    for code in item.names:
        name = plain_name(code.text)
        if len(name) > 2:  # nothing is called by less
            yield _claim(item, name, code.span, case)


def spellings(name: str) -> list[str]:
    """The names under which a signal may stand in a string of the code, likeliest first.

    What is left without a suffix counts only where it still is a name of several words: `orders` stands
    everywhere.
    """
    found = [name]
    bare, suffix = _split(name)
    if suffix in ("_total", "_bucket", "_info") and rx(r"[._:-]").search(bare):
        found.append(bare)
    if not suffix:
        found.append(f"{name}_total")
    found += [one.replace(".", "_") for one in found] + [one.replace("_", ".") for one in found]
    return list(dict.fromkeys(found))


def _split(name: str) -> tuple[str, str]:
    for suffix in _TYPES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name.removesuffix(suffix), suffix
    return name, ""


def _claim(item: Signal, name: str, span: Span, case: Case) -> Judged:
    says = f"the {_LABELLED.get(item.signal, 'signal')} `{name}` is emitted"
    made = _made(name, item.signal, case)
    if made is not None:
        path, fact = made
        reason = f"{path}:{fact.line} makes this {_LABELLED[fact.signal]}"
        return holds(span, name, says, reason, Rest(path, fact.line, "makes it"))
    for spelling in spellings(name):
        for path, mention in case.world.inventory.mentions.get(spelling, ()):
            if not is_test(path):
                reason = f"{path}:{mention.line} names it"
                return holds(span, name, says, reason, Rest(path, mention.line, "names it"))
    due = case.due(item, name)
    doubt, rests = _doubt(name, case)
    if doubt and (due.now or rests):
        return unknown(span, name, says, doubt, *rests)
    return absent(
        span, name, says, "no code makes or names it", due,
        help="Emit it, or correct its name.",
    )  # fmt: skip


def _made(name: str, kind: str, case: Case) -> tuple[str, model.Signal] | None:
    """What makes a signal, one of its own kind first."""
    known = case.once("signals", lambda: _by_folded(case))
    bare, suffix = _split(_folded(name))
    found = list(known.get(_folded(name), ()))
    found += [one for one in known.get(f"{_folded(name)}_total", ()) if one[1].type == "counter"]
    types = (*_TYPES.get(suffix, ()), "")
    found += [
        one
        for one in (known.get(bare, ()) if suffix else ())
        if one[1].signal == "metric" and one[1].type in types
    ]
    found.sort(key=lambda one: one[1].signal != kind)
    return found[0] if found else None


def _by_folded(case: Case) -> dict[str, list[tuple[str, model.Signal]]]:
    found: dict[str, list[tuple[str, model.Signal]]] = {}
    for name, made in case.world.inventory.signals.items():
        if "*" not in name:
            found.setdefault(_folded(name), []).extend(one for one in made if not is_test(one[0]))
    return {name: made for name, made in found.items() if made}


def _folded(name: str) -> str:
    """A name as it is compared: every mark between its words as an underscore."""
    return rx(r"[.:/-]").sub("_", name)


def _doubt(name: str, case: Case) -> tuple[str, list[Rest]]:
    """Why a signal may be emitted though nothing is known to make it, or empty."""
    for spelling in spellings(name):
        files = case.world.in_code(spelling)
        if files and spelling.casefold() not in case.once(
            "signal-constants", lambda: _constants(case)
        ):
            reason = f"its name stands in {listed(files)}, but not as a signal that planproof knows"
            return reason, [Rest(files[0])]
    put_together = _put_together(name, case)
    if put_together is not None:
        return "its name may be put together there", [put_together]
    prefixed = _prefixed(name, case)
    if prefixed is not None:
        return f"{prefixed.place} {prefixed.says}, which may come out with a prefix", [prefixed]
    others = [path for path in case.world.where(name) if not is_test(path)] if ":" in name else []
    if others:
        return f"its name stands in {listed(others)}, where a rule may record it", [Rest(others[0])]
    if rx(_BY_THEMSELVES).match(name):
        return "libraries make signals like this by themselves", []
    return unread(case), []


def _constants(case: Case) -> frozenset[str]:
    """The constants that hold a signal, in small letters: their names are not those of signals."""
    inventory = case.world.inventory
    made = {(path, fact.line) for known in inventory.signals.values() for path, fact in known}
    return frozenset(
        name.casefold()
        for name, known in inventory.definitions.items()
        for path, fact in known
        if fact.what == "constant" and (path, fact.line) in made
    )


def _put_together(name: str, case: Case) -> Rest | None:
    for pattern, made in case.world.inventory.signals.items():
        if "*" not in pattern or not pattern.strip("*_."):
            continue
        regex = ".*".join(re.escape(_folded(part)) for part in pattern.split("*"))
        if re.fullmatch(regex, _folded(name)):
            path, fact = made[0]
            return Rest(path, fact.line, f"makes `{pattern}`")
    return None


def _prefixed(name: str, case: Case) -> Rest | None:
    """A signal with whose name of several words this one ends: an exporter may put the rest before it."""
    known = case.once("signals", lambda: _by_folded(case))
    words = _folded(name).split("_")
    for cut in range(1, len(words) - 1):
        end = "_".join(words[cut:])
        for path, fact in known.get(end, ()):
            whole = [_folded(one) for one in fact.names]  # a prefix that the code says is in them
            if end not in _TYPES and (not whole or end in whole):
                return Rest(path, fact.line, f"makes `{end}`")
    return None
