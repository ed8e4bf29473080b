"""The names under which metrics come out, where libraries change what the code says."""

from __future__ import annotations

from planproof.text.patterns import rx

_UNITS = {
    "d": "days", "h": "hours", "min": "minutes", "s": "seconds", "ms": "milliseconds",
    "us": "microseconds", "ns": "nanoseconds",
    "By": "bytes", "KiBy": "kibibytes", "MiBy": "mebibytes", "GiBy": "gibibytes", "TiBy": "tibibytes",
    "KBy": "kilobytes", "kBy": "kilobytes", "MBy": "megabytes", "GBy": "gigabytes", "TBy": "terabytes",
    "m": "meters", "V": "volts", "A": "amperes", "J": "joules", "W": "watts", "g": "grams",
    "Cel": "celsius", "Hz": "hertz", "1": "", "%": "percent",
}  # fmt: skip
_PER = {
    "s": "second",
    "m": "minute",
    "h": "hour",
    "d": "day",
    "w": "week",
    "mo": "month",
    "y": "year",
}


def series(name: str, type_: str) -> tuple[str, ...]:
    """The names of the series of a Prometheus metric: a histogram's buckets, sum and count too."""
    if type_ == "histogram":
        return (name, f"{name}_bucket", f"{name}_sum", f"{name}_count")
    if type_ == "summary":
        return (name, f"{name}_sum", f"{name}_count")
    return (name,)


def of_opentelemetry(name: str, type_: str, unit: str = "") -> tuple[str, ...]:
    """An OpenTelemetry instrument's names in Prometheus, by OpenTelemetry's own rules.

    Dots become underscores, the unit is put behind unless it is there, and monotonic sums end in
    `_total`. A gauge of the unit `1` has `_ratio` behind it for some exporters, so both are given.
    """
    plain = rx(r"[^a-zA-Z0-9:]+").sub("_", name).strip("_")
    word = _unit(unit)
    if type_ == "counter":
        plain = plain.removesuffix("_total")
    if word and not plain.endswith(f"_{word}"):
        plain = f"{plain}_{word}"
    if type_ == "counter":
        return (f"{plain}_total",)
    if type_ == "gauge" and unit == "1":
        return (plain, f"{plain}_ratio")
    return series(plain, type_)


def _unit(unit: str) -> str:
    plain = rx(r"\{[^{}]*\}").sub("", unit)
    if plain in _UNITS:
        return _UNITS[plain]
    top, slash, bottom = plain.partition("/")
    clean = rx(r"[^a-zA-Z0-9]+")
    if slash and bottom:
        above, below = (
            _UNITS.get(top, clean.sub("_", top)),
            _PER.get(bottom, clean.sub("_", bottom)),
        )
        return f"{above}_per_{below}" if above else f"per_{below}"
    return clean.sub("_", plain).strip("_")
