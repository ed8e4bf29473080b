"""Hyperfine's JSON (`hyperfine --export-json`, hyperfine 1.15 and later).

Times are in seconds of a whole run of the command: `sleep 0.1.median`; the command alone is its `mean`; `user` and `system` are mean CPU times. `memory_usage_byte`
(since 1.19) is the most memory of each run. A command that failed in any run says nothing about the command's
speed, so the file is void then. A single run has no `stddev`.
"""

from __future__ import annotations

from typing import Any

from planproof.evidence.content import Content, at, entries, listed, number, pointer, words
from planproof.evidence.model import Better, Results
from planproof.evidence.readers._collect import Collected, numbers

_STATISTICS = {
    "mean": "mean",
    "median": "median",
    "min": "min",
    "max": "max",
    "stddev": "stddev",
    "user": "mean",
    "system": "mean",
}


def recognises(content: Content) -> bool:
    """Whether its results are commands with the times that they took."""
    if not content.is_json:
        return False
    first = at(content.json, "results", 0)
    return isinstance(at(first, "command"), str) and {"mean", "user", "system"} <= first.keys()


def read(content: Content) -> Results:
    """Each command's times; the names begin with the command as hyperfine shows it."""
    kept = Collected("hyperfine")
    results = listed(at(content.json, "results"))
    for index, result in enumerate(results):
        if not words(at(result, "command")):
            kept.incomplete(f"result {index + 1} names no command and was left out")
        elif not numbers(at(result, "times")) and number(at(result, "mean")) is None:
            kept.warn(f"{at(result, 'command')} was never run")
        else:
            _command(kept, result, index, alone=len(results) == 1)
    return kept.whole()


def _command(kept: Collected, result: Any, index: int, *, alone: bool) -> None:
    command = words(at(result, "command"))
    times = numbers(at(result, "times"))
    labels = {key: words(value) for key, value in entries(at(result, "parameters"))}
    _exits(kept, result, command, len(times))
    if len(times) == 1:
        kept.warn(f"{command} was run once, so how much its time varies is unknown")
    for name, statistic in _STATISTICS.items():
        if statistic == "stddev" and len(times) == 1:
            continue
        kept.figure(
            f"{command}.{name}",
            at(result, name),
            unit="s",
            statistic=statistic,
            better=Better.LESS,
            aliases=(
                pointer("results", index, name),
                *((name,) if alone else ()),
                *((command,) if name == "mean" else ()),
            ),
            samples=len(times) or None,
            values=times if name in {"mean", "median"} else (),
            labels={"command": command, **labels},
        )
    memory = numbers(at(result, "memory_usage_byte"))
    if memory:
        kept.figure(
            f"{command}.memory_usage_byte",
            max(memory),
            unit="B",
            statistic="max",
            better=Better.LESS,
            aliases=("memory_usage_byte",) if alone else (),
            samples=len(memory),
            values=memory,
            labels={"command": command, **labels},
        )


def _exits(kept: Collected, result: Any, command: str, runs: int) -> None:
    codes = listed(at(result, "exit_codes"))
    if any(code is None for code in codes):
        kept.spoil(f"{command} was killed in one of its runs")
    bad = [words(code) for code in codes if code is not None and code != 0]
    if bad:
        kept.spoil(f"{command} ended with exit code {bad[0] or 'unknown'}")
    if len(codes) != runs:
        kept.warn(f"{command} has {runs} times and {len(codes)} exit codes")
