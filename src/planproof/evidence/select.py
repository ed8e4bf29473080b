"""Which figure of a results file a proof means: ``read `k6.json` `http_reqs.rate` ``.

In this order: a measurement's name, or another name that its reader gives it; a path into the file's
JSON (see `planproof.evidence.jsonpath`); the beginning or the end of names, of which the sentence's figure tells one
apart; and, where the plan names none, the measurement that fits that figure. One has to be left, or
nothing is read.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import msgspec

from planproof.evidence.content import Content
from planproof.evidence.jsonpath import Reached, dotted, figures, follow, is_search
from planproof.evidence.matching import (
    common_words,
    factor,
    is_share,
    needs_baseline,
    statistic_fits,
)
from planproof.evidence.model import Measurement, Results, Role
from planproof.evidence.naming import telling
from planproof.evidence.plainjson import NotFound, as_measurement
from planproof.evidence.saying import printable, wanted
from planproof.plan.figures.sentence import Figure
from planproof.plan.figures.units import canonical_unit
from planproof.plan.wording import nearest
from planproof.text.patterns import rx

__all__ = ["NotFound", "select"]

MOST_SHOWN = 5
_MOST_COMPARED = 2000
_LONGEST = 1000


def select(
    results: Results, content: Content, wanted: str, figure: Figure | None, unit: str = ""
) -> Measurement | NotFound:
    """The figure that is meant.

    Args:
        results: what the file's reader made of it.
        content: the file, for what its reader has no name for.
        wanted: what the plan calls it; empty where it leaves that open.
        figure: the sentence's figure, if it states only one: it tells apart what has the same name.
        unit: the unit that the plan gives it, for a file that does not say.
    """
    wanted = wanted.strip()
    known = canonical_unit(unit)
    if unit and known is None and len(unit) == 1:
        return NotFound(f"`{unit}` is no unit that is known", "Write it in full: `min`, `MB`.")
    if len(wanted) > _LONGEST:
        return NotFound("its name is too long for one", "Write the name of one figure.")
    if not wanted:
        found = _fitting(results, content, figure)
    else:
        found = _named(results, content, wanted, figure)
    return _with_unit(found, unit) if isinstance(found, Measurement) and unit else found


def _with_unit(found: Measurement, unit: str) -> Measurement | NotFound:
    """A measurement with the plan's unit, where its file says none or the same."""
    known = canonical_unit(unit)
    name = known.name if known else unit
    own = canonical_unit(found.unit)
    if found.unit and found.unit != name:
        alike = own and known and (own.dimension, own.scale) == (known.dimension, known.scale)
        if not alike:
            return NotFound(
                f"`{printable(found.name)}` is in {printable(found.unit, 30)}, and the plan says {unit}",
                f"Leave `in {unit}` out, or name another figure.",
            )
        return found
    return msgspec.structs.replace(found, unit=name)


def _named(
    results: Results, content: Content, name: str, figure: Figure | None
) -> Measurement | NotFound:
    for fold in (False, True):
        found = [one for one in results.measurements if _is_called(one, name, fold=fold)]
        if found:
            return _only(found, name, figure)
    reached = follow(content.json, name) if content.is_json else None
    if reached is not None and not reached.rest:
        known = [one for one in results.measurements if reached.pointer in one.aliases]
        if known:
            return _only(known, name, figure)
        if not isinstance(reached.value, dict | list):
            return as_measurement(reached, content.json)
    for warning in results.warnings:
        if len(name) > 2 and name.casefold() in warning.casefold():
            return NotFound(
                f"`{printable(name)}` has no value: {printable(warning, 200)}", "Measure it anew."
            )
    for part in (_begins, _ends):
        parts = [one for one in results.measurements if part(one, name)]
        if parts:
            return _only(parts, name, figure)
    return _nothing(results, content, name, reached)


def _is_called(measured: Measurement, name: str, *, fold: bool) -> bool:
    """Whether a name, with labels in braces or without, is a measurement's."""
    names: Sequence[str] = (measured.name, *measured.aliases)
    if fold:
        name, names = name.casefold(), [one.casefold() for one in names]
    if name in names:
        return True
    match = rx(r"(.*?)\{(.*)\}(.*)").fullmatch(name)
    if match is None or match[1] + match[3] not in names:
        return False
    given = [rx(r"\s*[=:]\s*").split(pair.strip(), maxsplit=1) for pair in match[2].split(",")]
    labels = measured.labels.items()
    own = {(key.casefold(), one.casefold()) if fold else (key, one) for key, one in labels}
    return all(len(pair) == 2 and (pair[0], pair[1].strip("\"'")) in own for pair in given)


def _begins(measured: Measurement, name: str) -> bool:
    """Whether a measurement's name begins with another, up to where a word ends."""
    name = name.casefold()
    low = measured.name.casefold()
    return low.startswith(name) and not low[len(name) : len(name) + 1].isalnum()


def _ends(measured: Measurement, name: str) -> bool:
    """Whether a measurement's name ends with another, from a mark on: `allocs/op`, `orders.py.lines`."""
    name = name.casefold()
    low = measured.name.casefold()
    return low.endswith(name) and low[: -len(name)].endswith((".", ":", "/", " "))


def _only(found: Sequence[Measurement], name: str, figure: Figure | None) -> Measurement | NotFound:
    """The one that is left, or the one of several that the sentence's figure fits."""
    if len(found) > 1 and figure is not None:
        found = _narrowed(found, figure) or found
    if len(found) == 1 or all(one == found[0] for one in found):
        return found[0]
    return NotFound(
        f"`{printable(name)}` can mean {len(found)} figures: {_listed(_told_apart(found))}",
        "Name one of them.",
    )


def _fitting(results: Results, content: Content, figure: Figure | None) -> Measurement | NotFound:
    """The measurement that fits a figure, where the plan names none."""
    known = results.measurements
    if not known:
        what = _first_figures(results, content)
        if what:
            return NotFound("it is not said which of its figures is meant", what)
        say = "Use `test` for the result of a test." if results.tests else "Name another file."
        return NotFound("it holds no figures", say)
    if figure is None:
        return known[0] if len(known) == 1 else _unclear(known, "which of its figures is meant")
    fitting = _fits(known, figure)
    found = _narrowed(fitting, figure)
    if len(found) == 1:
        return found[0]
    if found:
        return _unclear(found, f"which of them is meant by `{_figure(figure)}`")
    return NotFound(
        f"none of its figures is plainly `{_figure(figure)}`",
        f"Name one behind the file: {_listed(_told_apart(fitting or known))}.",
    )


def _figure(figure: Figure) -> str:
    return wanted(figure)


def _unclear(found: Sequence[Measurement], what: str) -> NotFound:
    return NotFound(
        f"it holds {len(found)} figures, and it is not said {what}",
        f"Name one behind the file: {_listed(_told_apart(found))}.",
    )


def _fits(found: Sequence[Measurement], figure: Figure) -> list[Measurement]:
    """Those whose unit and statistic are the figure's. One that nobody named has to say both."""
    least = 2 if figure.statistic else 1
    any_unit = needs_baseline(figure) and is_share(figure)
    return [
        one
        for one in found
        if (any_unit or factor(figure.unit, one.unit, named=False) is not None)
        and statistic_fits(figure, one) >= least
        and (figure.statistic or one.statistic not in ("min", "stddev"))
    ]


def _narrowed(found: Sequence[Measurement], figure: Figure) -> list[Measurement]:
    """Those that fit a figure best: the most words in common, then the very unit, then no mere duration."""
    fitting = _fits(found, figure)
    if telling(figure.metric):
        common = [common_words(figure, one) for one in fitting]
        most = max(common, default=0)
        fitting = [one for one, many in zip(fitting, common, strict=True) if most and many == most]
    if len(fitting) > 1:
        fitting = [one for one in fitting if one.unit == figure.unit] or fitting
    if len(fitting) > 1:
        fitting = [one for one in fitting if one.role is not Role.DURATION] or fitting
    return _explained(fitting, figure) if len(fitting) > 1 else fitting


def _explained(found: list[Measurement], figure: Figure) -> list[Measurement]:
    """The one whose name says no more than the sentence: `line-rate` rather than `shop.py.line-rate`."""
    said = telling(figure.metric)
    plain = [
        one for one in found if said and telling(one.name) <= said and not any(one.labels.values())
    ]
    shortest = min(plain, key=lambda one: len(one.name), default=None)
    if shortest is None or not all(one.name.endswith(shortest.name) for one in plain):
        return found
    return [shortest]


def _told_apart(found: Sequence[Measurement]) -> list[str]:
    """Names of measurements, with labels or a pointer where several have the same."""
    names = [one.name for one in found]
    told = []
    for one in found:
        name = one.name
        if names.count(name) > 1 and len(names) <= _MOST_COMPARED:
            labels = ",".join(f"{key}={value}" for key, value in one.labels.items())
            path = next((alias for alias in one.aliases if alias.startswith("/")), name)
            name = f"{name}{{{labels}}}" if labels else path
        told.append(name)
        if len(told) > MOST_SHOWN:
            break
    return told


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(f"`{printable(name)}`" for name in names[:MOST_SHOWN])
    return f"{shown} and more" if len(names) > MOST_SHOWN else shown


def _nothing(results: Results, content: Content, name: str, reached: Reached | None) -> NotFound:
    """Why a name leads nowhere, and which one was probably meant."""
    said = printable(name)
    if is_search(name):
        return NotFound(f"`{said}` is a search and names no figure", "Name one: `$.runs[0].p95`.")
    if reached is not None and not reached.rest and isinstance(reached.value, dict | list):
        what = "an object" if isinstance(reached.value, dict) else "a list"
        inside = [dotted((*reached.keys, *keys)) for keys in islice(figures(reached.value), 6)]
        cure = f"Name one figure in it: {_listed(inside)}." if inside else "Name a figure."
        return NotFound(f"`{said}` is {what}, not a figure", cure)
    names = [
        other for one in results.measurements[:_MOST_COMPARED] for other in (one.name, *one.aliases)
    ]
    if content.is_json:
        names += [dotted(keys) for keys in islice(figures(content.json), _MOST_COMPARED)]
    meant = nearest(name, names)
    if meant:
        return NotFound(
            f"there is no figure `{said}`; did you mean `{printable(meant)}`?",
            f"Write `{printable(meant)}`.",
        )
    if reached is not None and reached.keys and reached.rest:
        rest, above = printable(reached.rest, 40), printable(dotted(reached.keys), 40)
        message = f"there is no `{rest}` in `{above}`"
        inside = (
            [str(key) for key in islice(reached.value, 6)]
            if isinstance(reached.value, dict)
            else []
        )
        return NotFound(message, f"It has {_listed(inside)}." if inside else "Name a figure.")
    return NotFound(
        f"there is no figure `{said}`", _first_figures(results, content) or "It has none."
    )


def _first_figures(results: Results, content: Content) -> str:
    names = _told_apart(results.measurements)
    if not names and content.is_json:
        names = [dotted(keys) for keys in islice(figures(content.json), MOST_SHOWN + 1)]
    return f"Name one that it has: {_listed(names)}." if names else ""
