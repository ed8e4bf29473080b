"""Truth about endpoints: how often the verdicts on documented endpoints of real repositories are right.

Each list `tests/conformance/code/*.routes.json` says of a repository at one commit which endpoints its
documentation names, and whether a person found them in the code. A finished plan whose contracts name
them is judged as in `truth`, in a copy of the checkout. Endpoints that only a description (OpenAPI) in
the repository has are counted by themselves: the routes of the code are what is measured.

Usage: python bench/truth_routes.py FOLDER_OF_CHECKOUTS [NAME ...] [--keep DIR] [--quiet]
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import Row
from bench.truth import LISTS, SECTIONS, Answer, NotJudged, Score, share, verified

_DESCRIPTIONS = (".json", ".yaml", ".yml")


class RouteLabel(msgspec.Struct, frozen=True):
    """A documented endpoint, and what a person found in the code.

    Attributes:
        served: whether the code serves it; `external` where a dependency or a program beside it does.
        why: where the label comes from.
    """

    method: str
    path: str
    served: bool | Literal["external"]
    why: str = ""

    @property
    def name(self) -> str:
        """As a claim's subject writes it."""
        return f"{self.method} {self.path}"


class Routes(msgspec.Struct, frozen=True):
    """A repository's list: see `truth.Labelled`."""

    repository: str
    commit: str
    source: str
    components: tuple[str, ...]
    routes: tuple[RouteLabel, ...]
    note: str = ""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and what went wrong; 1 where a run failed, 2 where there is nothing to run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a folder of checkouts")
    parser.add_argument("names", nargs="*", help="names of repositories")
    parser.add_argument("--keep", type=Path, help="keep the copies in this folder")
    parser.add_argument("--quiet", action="store_true", help="leave out what went wrong")
    options = parser.parse_args(argv)
    found = list(_pairs(options.folder, options.names))
    if not found:
        print(f"truth_routes: no list of {LISTS} fits {options.folder}", file=sys.stderr)
        return 2
    answers: list[Answer] = []
    failed = 0
    print(
        f"{'repository':32} {'broken right':>14} {'holds found':>15} {'by code':>15} {'drifts found':>14} {'unknown':>15}"
    )
    for checkout, labels in found:
        try:
            mine = judge(checkout, labels, options.keep)
        except NotJudged as error:
            print(f"{labels.repository:32} not judged: {error}")
            failed += 1
            continue
        print(_line(labels.repository, mine), flush=True)
        if not options.quiet:
            _explain(mine)
        answers += mine
    print(_line("all", answers))
    return 1 if failed else 0


def measure(smoke: bool) -> list[Row]:
    """The rows of the benchmark's report; the checkouts are where `PLANPROOF_CHECKOUTS` says."""
    named = os.environ.get("PLANPROOF_CHECKOUTS")
    found = list(_pairs(Path(named), ())) if named else []
    if not found:
        return [Row("documented endpoints", "not measured: set PLANPROOF_CHECKOUTS")]
    answers: list[Answer] = []
    for checkout, labels in found[-1:] if smoke else found:
        answers += judge(checkout, labels)
    score = Score(tuple(answers))
    right, called = score.precision
    by_code, true = by_code_of(answers)
    return [
        Row("repositories, labelled endpoints", f"{len(found)}, {len(answers)}"),
        Row("precision of `broken`", share(right, called), ">= 98%", right >= 0.98 * called),
        Row("recall of `holds`, by code", share(by_code, true), ">= 95%", by_code >= 0.95 * true),
        Row("recall of `holds`, descriptions included", share(*score.recall)),
        Row("drifts found", share(*score.drift)),
        Row("unknown", share(*score.unknown)),
    ]


def judge(checkout: Path, labels: Routes, keep: Path | None = None) -> list[Answer]:
    """The verdicts on a list's endpoints in a copy of a checkout, beside the labels.

    Raises:
        NotJudged: planproof gave no verdicts.
    """
    said = verdicts(verified(checkout, plan_of(labels), keep))
    missing = ("unknown", "no such claim")
    return [
        Answer(label, "endpoint", label.served, *said.get(label.name, missing))
        for label in labels.routes
    ]


def verdicts(document: Any) -> dict[str, tuple[str, str]]:
    """Verdict and reason on each endpoint in the output of `verify --format json`."""
    return {
        claim["subject"]: (claim["verdict"], claim["reason"])
        for plan in document["plans"]
        for claim in plan["claims"]
        if claim["kind"] == "endpoint"
    }


def plan_of(labels: Routes) -> str:
    """A finished plan in the default template's form, whose contracts name the endpoints."""
    said = {
        "# 7.2 Data Model / Contracts": "\n".join(f"* `{label.name}`" for label in labels.routes),
        "# 7.4 Configuration & Env Vars": "",
        "# 7.1 Components / Modules Affected": "\n".join(f"* `{one}`" for one in labels.components),
        "1. Summary": f"The endpoints that {labels.source} names. Everything here is done.",
        "2. Goals": "* Describe all endpoints that the code serves",
        "15. Incremental Implementation Checklist": "* [x] 1. Serve them\n* [x] 2. Describe them",
    }
    parts = ["# Documented endpoints – Implementation Plan"]
    for title, body in SECTIONS.items():
        parts += [f"##{'' if title[0] == '#' else ' '}{title}", said.get(title, body)]
    return "\n\n".join(part for part in parts if part) + "\n"


def by_code_of(answers: Sequence[Answer]) -> tuple[int, int]:
    """True claims that hold by a route of the code, of all true ones."""
    holding = [one for one in answers if one.truth is True and one.verdict == "holds"]
    found = [one for one in holding if not one.reason.partition(":")[0].endswith(_DESCRIPTIONS)]
    return len(found), Score(tuple(answers)).recall[1]


def _pairs(folder: Path, names: Sequence[str]) -> Iterator[tuple[Path, Routes]]:
    """Checkouts with their lists."""
    for path in sorted(LISTS.glob("*.routes.json")):
        name = path.name.removesuffix(".routes.json")
        if (not names or name in names) and (folder / name).is_dir():
            yield folder / name, msgspec.json.decode(path.read_bytes(), type=Routes)


def _line(name: str, answers: Sequence[Answer]) -> str:
    score = Score(tuple(answers))
    figures = (score.precision, score.recall, by_code_of(answers), score.drift, score.unknown)
    precision, recall, code, drift, unknown = (share(*figure) for figure in figures)
    return f"{name:32} {precision:>14} {recall:>15} {code:>15} {drift:>14} {unknown:>15}"


def _explain(answers: Sequence[Answer]) -> None:
    """Say which verdicts are wrong, the worst first."""
    for outcome in ("false alarm", "wrong hold", "missed drift", "not known"):
        for one in answers:
            if one.outcome == outcome:
                print(f"  {outcome}: {one.label.name}: {one.verdict}: {one.reason}")
                if one.label.why:
                    print(f"    {one.label.why}")


if __name__ == "__main__":
    sys.exit(main())
