"""All benchmarks: each module here with a `measure(smoke)` that returns rows.

python bench/run.py            measure, print, and write bench/REPORT.md
python bench/run.py --smoke    run each on a little, to see that it still works
python bench/run.py speed      only these, whose parts of the report are then written anew
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import Row

HERE = Path(__file__).parent
HEAD = """\
# Benchmark report

Written by `make bench`. Each ratio comes from one run in which both sides took turns; absolute times
depend on the machine and its load that day. A target that is missed is said to be missed.

Machine: {machine}.
"""


def benchmarks(only: list[str]) -> Iterator[str]:
    """The names of the benchmarks."""
    for path in sorted(HERE.glob("*.py")):
        measures = "\ndef measure(smoke: bool)" in path.read_text("utf-8")
        if measures and (not only or path.stem in only):
            yield path.stem


def main(argv: list[str]) -> int:
    """Measure."""
    smoke = "--smoke" in argv
    only = [one for one in argv if not one.startswith("-")]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    machine = f"{cores} cores, {platform.system()}, {platform.python_implementation()} {platform.python_version()}"
    parts = {} if not only else written()
    for name in benchmarks(only):
        module = importlib.import_module(f"bench.{name}")
        rows: list[Row] = module.measure(smoke)
        title, _, rest = (module.__doc__ or name).strip().partition("\n")
        part = f"\n## {title.rstrip('.')}\n\n"
        if rest.strip() and not smoke:
            part += rest.strip() + "\n\n"
        part += "| what | figure | target | met |\n| --- | --- | --- | --- |\n"
        met = {True: "yes", False: "**no**", None: ""}
        part += "".join(
            f"| {row.what} | {row.figure} | {row.target} | {met[row.met]} |\n" for row in rows
        )
        print(part, flush=True)
        parts[part.strip().partition("\n")[0]] = part
    if not smoke:
        report = HEAD.format(machine=machine) + "".join(parts[title] for title in sorted(parts))
        (HERE / "REPORT.md").write_text(report, "utf-8")
    return 0


def written() -> dict[str, str]:
    """The parts of the report as it is, by their headings."""
    parts: dict[str, str] = {}
    text = (HERE / "REPORT.md").read_text("utf-8")
    for part in text.split("\n## ")[1:]:
        title = "## " + part.partition("\n")[0]
        parts[title] = f"\n## {part}"
    return parts


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
