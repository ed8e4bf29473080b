"""The sentences that several formats share, and text made fit for where it goes. Pure."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

import msgspec

from planproof.report.model import Located, Report

R = TypeVar("R", bound=msgspec.Struct)

SEVERITIES = ("error", "warning", "info")
"""The severities, the worst first."""


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun: `1 plan`, `1,204 plans`. The plural is by `s` unless it is given."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def verdict(report: Report) -> str:
    """What was found, without a full stop: `2 errors, 1 warning` or `no findings`."""
    numbers = ((report.count(severity), severity) for severity in SEVERITIES)
    found = [counted(number, noun) for number, noun in numbers if number]
    return ", ".join(found) or "no findings"


def unread(report: Report) -> int:
    """How many snippets of the plans no rule could read."""
    return sum(len(plan.unread) for plan in report.plans)


def closing(report: Report) -> str:
    """What was looked at, what was found and what was not judged, in a few sentences.

    Every number has its denominator, so that nothing is passed over silently.
    """
    if report.closing:
        return report.closing
    sentences = [_checked(report)] if report.plans else ["No plan was checked."]
    aside = (
        (report.fixed, "mended in this run"),
        (report.fixable, "can be mended by `planproof check --fix`"),
        (len(report.suppressed), "suppressed in the plans"),
        (report.baselined, "accepted by the baseline"),
    )
    parts = [f"{number:,} {what}" for number, what in aside if number]
    if parts:
        sentences.append(f"{', '.join(parts)}.")
    if report.problems:
        sentences.append(f"{counted(len(report.problems), 'file')} could not be judged.")
    if unread(report):
        snippets = counted(unread(report), "snippet")
        sentences.append(f"{snippets} could not be read.")
    if report.passed_over:
        files = counted(len(report.passed_over), "Markdown file was", "Markdown files were")
        sentences.append(f"{files} passed over.")
    return " ".join(sentences)


def _checked(report: Report) -> str:
    plans = counted(len(report.plans), "plan")
    sections = counted(sum(plan.sections for plan in report.plans), "section")
    items = counted(sum(plan.items for plan in report.plans), "item")
    rules = counted(len(report.rules), "rule")
    return f"Checked {plans} ({sections}, {items}) by {rules}: {verdict(report)}."


def sentence(text: str) -> str:
    """A text with a full stop, unless it ends a sentence by itself."""
    return text if not text or text.endswith((".", "!", "?", "…")) else f"{text}."


def told(message: str, advice: str) -> str:
    """What is wrong and what to do, as two sentences on one line."""
    return " ".join(part for part in (sentence(message), advice) if part)


def worst_first(findings: Iterable[Located]) -> list[Located]:
    """The findings by severity, otherwise in the order given."""
    return sorted(findings, key=lambda finding: rank(finding.severity))


def rank(severity: str) -> int:
    """0 for an error, 1 for a warning, 2 for anything else."""
    return SEVERITIES.index(severity) if severity in SEVERITIES else len(SEVERITIES) - 1


def printable(text: str) -> str:
    """The text with a replacement character for each control character, which XML and logs forbid.

    Tabs and line ends stay.
    """
    return text.translate(_control_characters())


@cache
def _control_characters() -> dict[int, str]:
    codes = [*range(0x20), *range(0x7F, 0xA0), 0xFFFE, 0xFFFF]
    return {code: "\ufffd" for code in codes if code not in (0x09, 0x0A, 0x0D)}


def encodable(report: R) -> R:
    """A report or verdicts, with a replacement character for each lone surrogate.

    A file name that is not UTF-8 reaches Python with lone surrogates in it, and no format can be
    written with those.
    """
    try:
        msgspec.msgpack.encode(report)
    except UnicodeEncodeError:
        return msgspec.convert(_mended(msgspec.to_builtins(report)), type(report))
    return report


def history_lacks(*, cut_off: bool, partial: bool, redated: int) -> list[str]:
    """What to know of a history, in sentences: whether it is whole, and how many plans have dates that were mended."""
    said = []
    if partial:
        said.append(
            "This clone is partial and lacks versions of plans: one made without `--filter` has them."
        )
    elif cut_off:
        said.append("This clone is shallow: `git fetch --unshallow` gets the rest of the history.")
    if redated:
        said.append(
            f"{counted(redated, 'plan has', 'plans have')} commits whose dates cannot be right; they count"
            " as made between the commits before and after them."
        )
    return said


WHERE_PLANS_LIE = "Say where plans lie with `plans` in planproof.toml (`planproof init` writes it)."
"""What to do where no plan was found."""


def json_text(value: object) -> str:
    """Something as JSON: indented, with a line end, and lone surrogates replaced as in `encodable`."""
    try:
        encoded = msgspec.json.encode(value)
    except UnicodeEncodeError:
        encoded = msgspec.json.encode(_mended(msgspec.to_builtins(value)))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def _mended(value: object) -> object:
    if isinstance(value, str):
        return value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    if isinstance(value, dict):
        return {_mended(key): _mended(one) for key, one in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(one) for one in value]
    return value


def columns(text: str) -> int:
    """The columns that a text takes in a terminal."""
    if text.isascii():
        return len(text)
    return sum(
        0
        if unicodedata.combining(character) or character in "\u200d\ufe0f\ufe0e"
        else 2
        if unicodedata.east_asian_width(character) in "WF"
        else 1
        for character in text
    )


def wrapped(text: str, width: int) -> list[str]:
    """A sentence in lines of at most `width` columns, broken between words."""
    if columns(text) <= width:
        return [text]
    lines: list[str] = []
    for word in text.split(" "):
        if lines and columns(lines[-1]) + 1 + columns(word) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines
