"""The metrics, log events and spans that show whether it works."""

from __future__ import annotations

from collections.abc import Iterator

from planproof.markdown.tree import Block, Code, List, ListItem
from planproof.plan.model import Item, Signal, Words
from planproof.plan.roles import Role
from planproof.plan.scope import Scope, words_of
from planproof.text.patterns import rx

ROLE = Role(
    title="Observability",
    names=(
        "monitoring requirements",
        "observability",
        "monitoring",
        "monitoring and observability",
        "monitoring and health",
        "health and monitoring",
        "observability and monitoring",
        "monitoring plan",
        "monitoring and alerting",
        "logging and monitoring",
        "metrics and logging",
        "metrics and monitoring",
        "logging and metrics",
        "telemetry and observability",
        "instrumentation",
        "metrics and observability",
        "logging and observability",
        "alerting and monitoring",
        "operability",
    ),
    kinds=("signal",),
)

COLUMNS = {
    "name": ("metric", "metrics", "name", "metric name", "signal", "event", "event name", "span"),
    "about": ("description", "purpose", "meaning", "what", "type", "kind"),
}

_NOUN = r"(?:metrics?|counters?|histograms?|gauges?|summary|spans?|logs?|events?)"
_KIND = r"(?i)\b(?:(metrics?|counters?|histograms?|gauges?)|(spans?|trac(?:e|es|ing))|(log(?:s|ged|ging|ger)?|events?))\b"
_BEFORE = rf"(?i)(?:^|\b{_NOUN}\b(?: names?| named| called)?(?: \([^)]*\))?\s*:?|\bnamed|\bcalled)[\s*_:]*$"
_AFTER = rf"(?i)[\s*_]*(?:\(|,|:|[-–—]|is an?|as an?)?[\s*_]*(?:new |an? )?{_NOUN}\b"
_AND = r"(?i)[\s*]*(?:[,/&]|,?\s*and|,?\s*or)[\s*]*$"
_NAME = r"[A-Za-z_][\w:]*(?:[._/:-][\w:]+)*(?:\{[^}]*\})?$"
_METRIC = r"_(?:total|(?:seconds|bytes)(?:_count|_sum|_bucket|_total)?)(?:\{[^}]*\})?$"
_FILE = r"\.(?:go|py|rs|ts|tsx|js|java|rb|md|ya?ml|json|proto|toml)$"


def read(scope: Scope) -> Iterator[Item]:
    """Each bullet and row is a signal, and each paragraph that names one in code."""
    for title, bullet in scope.titled_bullets():
        if any(one.casefold().rstrip(": ").endswith("labels") for one in (title, bullet.text)):
            continue
        kind = _kind(bullet.text) or _kind(title)
        names = tuple(_names(scope, bullet, kind))
        if names and all(rx(_METRIC).search(name.text) for name in names):
            kind = "metric"
        yield Signal(**scope.base("signal", bullet), signal=kind, names=names)
    for paragraph in scope.paragraphs():
        names = tuple(_named(scope, words_of(paragraph), ""))
        if names:
            base = scope.plain("signal", paragraph.span, words_of(paragraph))
            yield Signal(**base, signal=_kind(paragraph.text), names=names)
    for span, cells in scope.rows(COLUMNS, "name"):
        codes = (one for one in cells["name"].inlines if isinstance(one, Code))
        names = tuple(one for one in codes if rx(_NAME).match(one.text.strip()))
        if names:
            base = scope.plain("signal", span, cells["name"])
            yield Signal(**base, signal=_kind(cells["about"].text) or "metric", names=names)


def _names(scope: Scope, bullet: ListItem, kind: str) -> Iterator[Code]:
    """The names in a bullet's words, and those in its sub-bullets that say "Metric name: ..."."""
    yield from _named(scope, words_of(bullet), kind)
    for sub in _below(bullet.blocks):
        if rx(_KIND).match(sub.text):
            yield from _named(scope, words_of(sub), kind)


def _below(blocks: tuple[Block, ...]) -> Iterator[ListItem]:
    for block in blocks:
        if isinstance(block, List):
            for bullet in block.items:
                yield bullet
                yield from _below(bullet.blocks)


def _named(scope: Scope, words: Words, kind: str) -> Iterator[Code]:
    """The code spans that name a signal, by their place: at the start or beside the word for it."""
    start, last = words.span.start, -1
    for inline in words.inlines:
        if (
            not isinstance(inline, Code)
            or not rx(_NAME).match(inline.text)
            or rx(_FILE).search(inline.text)
        ):
            continue
        before = scope.source.text[max(start, inline.span.start - 60) : inline.span.start]
        after = scope.source.text[inline.span.end : min(words.span.end, inline.span.end + 40)]
        first = inline.span.start - start <= 3 and (kind or _divided(inline.text))
        follows = last >= 0 and rx(_AND).match(scope.source.text[last : inline.span.start])
        if "omponents exposing" in before:
            continue
        beside = (rx(_BEFORE).search(before) and before.strip(" *_")) or rx(_AFTER).match(after)
        if first or follows or beside or rx(_METRIC).search(inline.text):
            last = inline.span.end
            yield inline


def _divided(name: str) -> bool:
    return "_" in name or "." in name


def _kind(text: str) -> str:
    """`metric`, `span` or `log`, by the first word for one of them."""
    match = rx(_KIND).search(text)
    return ("metric" if match[1] else "span" if match[2] else "log") if match else ""
