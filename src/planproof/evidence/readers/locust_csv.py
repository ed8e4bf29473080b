"""Locust's statistics as CSV (`locust --csv PREFIX`, the file `PREFIX_stats.csv`, locust 2.47.0).

Times are in ms; an entry without requests has `N/A` or 0 there. Percentiles and the median are rounded to about
two digits, so each carries the interval (`low`, `high`) that its bucket stands for; mean, minimum and maximum are
exact. Locust writes the file anew every second or so, and the last one can lack the run's last
moments. The last row, `Aggregated`, is of all requests; a file without it was cut off.
"""

from __future__ import annotations

from typing import Unpack

from planproof.evidence.content import Content, Unreadable, number, whole
from planproof.evidence.model import Better, Results, Role
from planproof.evidence.readers import _locust
from planproof.evidence.readers._collect import Collected, Details, percent, so_many

_HEAD = "Type,Name,Request Count,Failure Count,Median Response Time,"
_TIMES = {
    "Average Response Time": "mean",
    "Min Response Time": "min",
    "Max Response Time": "max",
}


def recognises(content: Content) -> bool:
    """Whether it begins with the columns of Locust's statistics."""
    return content.head.startswith(_HEAD)


def read(content: Content) -> Results:
    """Each row's figures.

    Raises:
        Unreadable: it is no CSV, or has other columns.
    """
    import csv

    if not recognises(content):
        raise Unreadable("it does not begin with the columns of Locust's statistics")
    kept = Collected("locust-csv")
    try:
        rows = list(csv.reader(content.text.lstrip().splitlines()))
    except csv.Error as error:
        raise Unreadable(f"it is not CSV: {error}") from None
    columns = rows[0]
    last = ""
    for place, cells in enumerate(rows[1:], start=2):
        if not cells:
            continue
        if place > _locust.MOST_ENTRIES:
            kept.incomplete(f"only its first {_locust.MOST_ENTRIES} lines were read")
            return kept.whole()
        if len(cells) != len(columns):
            kept.incomplete(f"line {place} has {len(cells)} cells, not {len(columns)}")
            continue
        row = dict(zip(columns, cells, strict=True))
        last = row["Name"] if not row["Type"] else ""
        _row(kept, row)
    if not content.text.endswith(("\n", "\r")):
        kept.incomplete("its last line does not end")
    if last != _locust.AGGREGATED:
        kept.incomplete("it ends before the row of all requests")
    return kept.whole()


def _row(kept: Collected, row: dict[str, str]) -> None:
    method, name = row["Type"], row["Name"]
    title = _locust.title(method, name)
    requests, failures = whole(row["Request Count"]), whole(row["Failure Count"])
    if not requests or failures is None:
        kept.warn(f"{title} has no requests")
        return
    _counts(kept, row, requests, failures)
    for column, value in row.items():
        exact, share = _TIMES.get(column, ""), column.removesuffix("%")
        if exact:
            details = Details(statistic=exact, samples=requests)
            _time(kept, row, (exact, column), value, **details)
            continue
        median = column == "Median Response Time"
        statistic = "median" if median else percent(share) if share != column else ""
        if statistic:
            details = Details(statistic=statistic, samples=requests)
            found = number(value)
            if found is not None:
                details["low"], details["high"] = _locust.bounds(found)
            figures = (statistic, column) if median else (column, statistic)
            _time(kept, row, figures, value, **details)


def _time(
    kept: Collected,
    row: dict[str, str],
    figures: tuple[str, ...],
    value: str,
    **details: Unpack[Details],
) -> None:
    names = _locust.aliases(row["Type"], row["Name"], *figures)
    details["aliases"] = names
    details["labels"] = _labels(row)
    details["unit"] = "ms"
    details["better"] = Better.LESS
    kept.figure(names[0], value, **details)


def _counts(kept: Collected, row: dict[str, str], requests: int, failures: int) -> None:
    whole_run = not row["Type"] and row["Name"] == _locust.AGGREGATED
    role = Role.LOAD if whole_run else Role.NONE
    less = Better.LESS
    for figure, value, unit, better, plays in (
        ("Request Count", requests, "requests", Better.UNSAID, Role.NONE),
        ("Failure Count", failures, "requests", less, Role.NONE),
        ("fail_ratio", failures / requests, "x", less, Role.NONE),
        ("Requests/s", row.get("Requests/s"), "req/s", Better.MORE, role),
        ("Failures/s", row.get("Failures/s"), "req/s", less, Role.NONE),
    ):
        names = _locust.aliases(row["Type"], row["Name"], figure)
        kept.figure(
            names[0],
            value,
            unit=unit,
            better=better,
            aliases=names,
            samples=requests,
            labels=_labels(row),
            role=plays,
        )
    if whole_run and failures:
        failed = so_many(failures, "request")
        kept.warn(f"{failed} of {requests} failed, and the response times include them")


def _labels(row: dict[str, str]) -> dict[str, str]:
    return {"method": row["Type"], "name": row["Name"]} if row["Type"] else {}
