"""What readers of tests and load tests share: keeping figures as they come across them, and times and shares."""

from __future__ import annotations

from typing import Any, TypedDict, Unpack

from planproof.evidence.content import number, words
from planproof.evidence.model import Better, Measurement, Results, Role
from planproof.evidence.readers._gather import Gathered


class Details(TypedDict, total=False):
    """What there is to a figure beside name and value; see `planproof.evidence.model.Measurement`."""

    unit: str
    statistic: str
    better: Better
    aliases: tuple[str, ...]
    samples: int | None
    low: float | None
    high: float | None
    values: tuple[float, ...]
    labels: dict[str, str]
    role: Role


class Collected(Gathered):
    """A file's figures and warnings, with the reasons against it and whether it is whole.

    Attributes:
        form: the reader's name.
        void: why nothing in the file can count.
        complete: whether the file is whole, as far as it can be told.
    """

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form
        self.void: list[str] = []
        self.complete = True

    def figure(self, name: str, value: Any, **details: Unpack[Details]) -> None:
        """Keep a figure. None is no figure; what is no finite number is left out with a warning."""
        if value is None:
            return
        found = self.finite(name, value)
        if found is not None:
            aliases = dict.fromkeys(alias for alias in details.get("aliases", ()) if alias != name)
            details["aliases"] = tuple(aliases)
            self.add(Measurement(name=name, value=found, **details))

    def warn(self, warning: str) -> None:
        """Keep a warning that was not given yet."""
        if warning not in self.warnings:
            super().warn(warning)

    def spoil(self, reason: str) -> None:
        """Keep a reason why nothing in the file can count; the first few do."""
        if reason not in self.void and len(self.void) < 10:
            self.void.append(reason)

    def incomplete(self, warning: str) -> None:
        """Keep a warning that says why the file is not whole."""
        self.complete = False
        self.warn(warning)

    def whole(
        self, *, commit: str = "", made_at: str = "", machine: dict[str, str] | None = None
    ) -> Results:
        """All of it as the results of a file; that it has no figures is said."""
        if not self.measurements:
            self.warn("it holds no figures")
        return self.results(
            self.form,
            complete=self.complete,
            void=tuple(self.void),
            commit=commit,
            made_at=made_at,
            machine=machine,
        )


def numbers(values: Any) -> tuple[float, ...]:
    """A list's numbers if all of them are finite; none otherwise."""
    if not isinstance(values, list):
        return ()
    found = [number(value) for value in values]
    return tuple(value for value in found if value is not None) if None not in found else ()


def time_said(value: Any) -> str:
    """A time as it is written if it is one with a time zone (RFC 3339); empty for anything else."""
    from datetime import datetime

    text = words(value)[:64]
    try:
        return text if datetime.fromisoformat(text).tzinfo is not None else ""
    except ValueError:
        return ""


def percent(share: str) -> str:
    """The statistic that a percentage stands for: `p95` for `95`, `p99.9` for `99.90`, else nothing."""
    found = number(share)
    return "" if found is None or not 0 <= found <= 100 else f"p{found:.10g}"


def so_many(amount: float, noun: str) -> str:
    """So many of a thing, with the noun in the plural but for one."""
    return f"{amount:g} {noun}" if amount == 1 else f"{amount:g} {noun}s"
