"""Truth: how often the verdicts on documented variables of real repositories are right.

Each list in `tests/conformance/code` says of a repository at one commit which variables its
documentation names, with the default given there, and what a person found in the code: whether the
variable is read, and whether the default is the code's. From it a small plan is written, whose
configuration table holds these variables and whose steps are all ticked, and `planproof verify` judges
that plan in a copy of the checkout. The checkouts are not part of the project: one folder per
repository, named `owner+name`, at the commit the list names.

Usage: python bench/truth.py CHECKOUT LIST.json [--escapes] [--keep DIR] [--quiet]
       python bench/truth.py FOLDER_OF_CHECKOUTS [NAME ...] [--escapes] [--keep DIR] [--quiet]
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import PLANPROOF, ROOT, Row, environment

LISTS = ROOT / "tests" / "conformance" / "code"
PLAN = "planproof-truth.md"  # in no folder that a repository may ignore
# Words of a default that are no value: they stand in the table as words, not as code.
_WORDS = frozenset({"", "none", "unset", "not set", "-", "empty"})

Kind = Literal["read", "default", "required"]
KINDS: tuple[Kind, ...] = ("read", "default", "required")


class Label(msgspec.Struct, frozen=True):
    """What is documented of a variable, and what a person found in the code.

    Attributes:
        documented_default: as documented, without code marks; None where none is documented, an
            empty string where it is documented to be empty.
        read: whether the code reads it; `external` where a dependency or another program does,
            `dynamic` where its name is put together, or all names are taken, as the program runs.
        default: the code's, None where it has none or it is not static.
        agrees: whether the documented default is the code's; None where none is documented.
        required_agrees: whether the program fails without it as documented; None where nothing is.
        by: what reads it, where the repository does not.
        why: where the label comes from, if it is not obvious.
    """

    name: str
    documented_default: str | None
    required: bool | None
    read: bool | Literal["external", "dynamic"]
    default: str | None
    agrees: bool | Literal["unknown"] | None
    why: str = ""
    required_agrees: bool | Literal["unknown"] | None = None
    by: str = ""

    def truth(self, kind: Kind) -> bool | str | None:
        """What is true of a claim: True, False, a word where it is neither, None for no claim."""
        if kind == "read":
            return self.read
        found = self.agrees if kind == "default" else self.required_agrees
        # Nothing can be said about the default of what is not seen to be read.
        return found if found is None or self.read is True else "unknown"


class Labelled(msgspec.Struct, frozen=True):
    """A repository's list.

    Attributes:
        source: the document that names the variables.
        components: folders that hold the code the document is about.
    """

    repository: str
    commit: str
    source: str
    components: tuple[str, ...]
    variables: tuple[Label, ...]
    note: str = ""


class Answer(msgspec.Struct, frozen=True):
    """A verdict on a claim, beside what is true of it.

    Attributes:
        label: what the claim is about; a `Label`, or what another list has.
    """

    label: Any
    kind: Kind | Literal["endpoint"]
    truth: bool | str
    verdict: str
    reason: str

    @property
    def outcome(self) -> str:
        """`right`, `false alarm`, `wrong hold`, `missed drift`, `not known`, or `no label`."""
        if self.verdict == "broken":
            if self.truth == "unknown":
                return "no label"
            return "right" if self.truth is False else "false alarm"
        if self.truth is False:
            return "wrong hold" if self.verdict == "holds" else "missed drift"
        if self.truth is True:
            return "right" if self.verdict == "holds" else "not known"
        return "no label"


class Score(msgspec.Struct, frozen=True):
    """How many claims were judged how."""

    answers: tuple[Answer, ...]

    def count(self, *outcomes: str) -> int:
        """How many came out so."""
        return sum(1 for one in self.answers if one.outcome in outcomes)

    def of(self, truth: object, verdict: str = "") -> int:
        """How many claims of which this is true got this verdict, or any."""
        return sum(1 for one in self.answers if one.truth is truth and verdict in ("", one.verdict))

    @property
    def precision(self) -> tuple[int, int]:
        """Broken claims that are rightly called broken, of all called so."""
        right = self.of(False, "broken")
        return right, right + self.count("false alarm")

    @property
    def recall(self) -> tuple[int, int]:
        """True claims that are said to hold, of all true ones."""
        return self.of(True, "holds"), self.of(True)

    @property
    def drift(self) -> tuple[int, int]:
        """False claims that are found, of all false ones."""
        return self.of(False, "broken"), self.of(False)

    @property
    def unknown(self) -> tuple[int, int]:
        """Claims without a verdict, of all of them."""
        return sum(1 for one in self.answers if one.verdict == "unknown"), len(self.answers)


class NotJudged(Exception):
    """planproof gave no verdicts; the last line of what it said instead."""


def main(argv: Sequence[str] | None = None) -> int:
    """Print the figures and what went wrong; 1 where a run failed, 2 where there is nothing to run."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("folder", type=Path, help="a checkout, or a folder of them")
    parser.add_argument("lists", nargs="*", help="a list, or names of repositories")
    parser.add_argument("--escapes", action="store_true", help="mark what others read as external")
    parser.add_argument("--keep", type=Path, help="keep the copies in this folder")
    parser.add_argument("--quiet", action="store_true", help="leave out what went wrong")
    options = parser.parse_args(argv)
    found = list(_pairs(options.folder, options.lists))
    if not found:
        print(f"truth: no list of {LISTS} fits {options.folder}", file=sys.stderr)
        return 2
    answers: list[Answer] = []
    failed = 0
    print(HEAD)
    for checkout, labels in found:
        try:
            mine = judge(checkout, labels, escapes=options.escapes, keep=options.keep)
        except NotJudged as error:
            print(f"{labels.repository:32} not judged: {error}")
            failed += 1
            continue
        print(_line(labels.repository, Score(tuple(mine))), flush=True)
        if not options.quiet:
            _explain(mine)
        answers += mine
    for kind in KINDS:
        print(_line(f"all: {kind}", Score(tuple(one for one in answers if one.kind == kind))))
    print(_line("all", Score(tuple(answers))))
    return 1 if failed else 0


def measure(smoke: bool) -> list[Row]:
    """The rows of the benchmark's report; the checkouts are where `PLANPROOF_CHECKOUTS` says."""
    named = os.environ.get("PLANPROOF_CHECKOUTS")
    found = list(_pairs(Path(named), ())) if named else []
    if not found:
        return [Row("documented variables", "not measured: set PLANPROOF_CHECKOUTS")]
    answers: list[Answer] = []
    for checkout, labels in found[:1] if smoke else found:
        answers += judge(checkout, labels, escapes=True)
    score = Score(tuple(answers))
    right, called = score.precision
    holds, true = score.recall
    return [
        Row("repositories, labelled claims", f"{len(found)}, {len(answers)}"),
        _row("precision of `broken`", score.precision, 0.98, called == 0 or right / called >= 0.98),
        _row("recall of `holds`", score.recall, 0.95, true == 0 or holds / true >= 0.95),
        Row("drifts found", share(*score.drift)),
        Row("unknown", share(*score.unknown)),
    ]


def judge(
    checkout: Path, labels: Labelled, *, escapes: bool = False, keep: Path | None = None
) -> list[Answer]:
    """The verdicts on a list's variables in a copy of a checkout, beside the labels.

    Raises:
        NotJudged: planproof gave no verdicts.
    """
    document = verified(checkout, plan_of(labels, escapes=escapes), keep)
    return list(beside(labels, verdicts(document)))


def verified(checkout: Path, plan: str, keep: Path | None = None) -> Any:
    """What `verify --format json` says of a plan, in a copy of a checkout.

    Args:
        checkout: the repository's files.
        plan: the plan's text.
        keep: the folder that the copy stays in; without one it goes.

    Raises:
        NotJudged: planproof gave no verdicts.
    """
    with tempfile.TemporaryDirectory(prefix="planproof-truth-") as scratch:
        copy = (keep or Path(scratch)) / checkout.name
        copied(checkout, copy)
        (copy / PLAN).write_text(plan, "utf-8")
        run = subprocess.run(
            [*PLANPROOF, "verify", PLAN, "--format", "json"],
            cwd=copy, env=environment({"PYTHONPATH": str(ROOT / "src")}),
            stdin=subprocess.DEVNULL, capture_output=True, check=False,
        )  # fmt: skip
    if run.returncode not in (0, 1) or not run.stdout:
        words = run.stderr.decode(errors="replace").strip() or f"exit code {run.returncode}"
        raise NotJudged(words.splitlines()[-1])
    return msgspec.json.decode(run.stdout)


def verdicts(document: Any) -> list[tuple[str, Kind, str, str]]:
    """The verdicts on variables in the output of `verify --format json`.

    Returns:
        For each: the variable, what is claimed of it, the verdict, the reason.
    """
    return [
        (claim["subject"], kind, claim["verdict"], claim["reason"])
        for plan in document["plans"]
        for claim in plan["claims"]
        for kind in KINDS
        if claim["kind"] == f"variable-{kind}"
    ]


def beside(labels: Labelled, said: Iterable[tuple[str, Kind, str, str]]) -> Iterator[Answer]:
    """Each labelled claim with its verdict. One that was not made is `unknown`."""
    found = {(name, kind): (verdict, reason) for name, kind, verdict, reason in said}
    for label in labels.variables:
        for kind in KINDS:
            truth = label.truth(kind)
            if truth is not None:
                verdict, reason = found.get((label.name, kind), ("unknown", "no such claim"))
                yield Answer(label, kind, truth, verdict, reason)


def copied(checkout: Path, copy: Path) -> None:
    """Copy a checkout, by hard links where they can be made: nothing in it is written to."""
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(checkout, copy, symlinks=True, copy_function=_linked)


def _linked(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target, follow_symlinks=False)


def plan_of(labels: Labelled, *, escapes: bool = False) -> str:
    """A finished plan in the default template's form, whose table holds the variables."""
    components = "\n".join(f"* `{folder}`" for folder in labels.components)
    rows = "\n".join(_table_row(label, escapes) for label in labels.variables)
    said = {"source": labels.source.replace("_", "\\_"), "components": components, "rows": rows}
    parts = ["# Documented variables – Implementation Plan"]
    for title, body in SECTIONS.items():
        parts += [f"##{'' if title[0] == '#' else ' '}{title}", body.format(**said)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _table_row(label: Label, escapes: bool) -> str:
    """Variable, purpose, default, required."""
    purpose = f"external: {label.by}" if escapes and label.by else ""
    required = {True: "Yes", False: "No", None: ""}[label.required]
    cells = (_code(label.name), purpose, _default(label), required)
    return f"| {' | '.join(cells)} |"


def _default(label: Label) -> str:
    """The default as documentation writes it: a value as code, a description in words."""
    documented = label.documented_default
    if documented is None:
        return ""
    if documented == "":
        return '`""`'
    in_brackets = documented[0] in "(*" and documented[-1] in ")*" and documented != "*"
    described = label.agrees == "unknown" and " " in documented
    words = documented in _WORDS or in_brackets or described
    return documented.replace("|", "\\|") if words else _code(documented)


def _code(text: str) -> str:
    mark = "``" if "`" in text else "`"
    return f"{mark}{text}{mark}".replace("|", "\\|")


def _pairs(folder: Path, names: Sequence[str]) -> Iterator[tuple[Path, Labelled]]:
    """Checkouts with their lists."""
    if len(names) == 1 and names[0].endswith(".json"):
        yield folder, labelled(Path(names[0]))
        return
    for path in sorted(LISTS.glob("*.json")):
        checkout = folder / path.stem
        wanted = not names or path.stem in names
        if wanted and not path.name.endswith(".routes.json") and checkout.is_dir():
            yield checkout, labelled(path)


def labelled(path: Path) -> Labelled:
    """A list.

    Raises:
        msgspec.ValidationError: it does not have the form of one.
    """
    return msgspec.json.decode(path.read_bytes(), type=Labelled)


HEAD = f"{'repository':32} {'broken right':>14} {'holds found':>15} {'drifts found':>14} {'unknown':>15}"


def _line(name: str, score: Score) -> str:
    figures = (score.precision, score.recall, score.drift, score.unknown)
    precision, recall, drift, unknown = (share(*figure) for figure in figures)
    return f"{name:32} {precision:>14} {recall:>15} {drift:>14} {unknown:>15}"


def share(part: int, whole: int) -> str:
    """A part of a whole, in words: `3/4 75%`."""
    return f"{part}/{whole} {part / whole:.0%}" if whole else "0/0"


def _row(what: str, part: tuple[int, int], target: float, met: bool) -> Row:
    return Row(what, share(*part), f">= {target:.0%}", met)


def _explain(answers: Sequence[Answer]) -> None:
    """Say which verdicts are wrong, the worst first."""
    for outcome in ("false alarm", "wrong hold", "missed drift", "not known"):
        for one in answers:
            if one.outcome == outcome:
                label = one.label
                print(f"  {outcome}: {label.name} {one.kind}: {one.verdict}: {one.reason}")
                if one.kind == "default":
                    print(f"    documented `{label.documented_default}`, in code `{label.default}`")
                if label.why:
                    print(f"    {label.why}")


SECTIONS = {
    "1. Summary": "The variables that {source} names, as it describes them. Everything here is done.",
    "2. Goals": "* Describe all variables that the code reads",
    "3. Non‑Goals": "* Not describing command line options",
    "4. Context / Background": "Operators read the documentation and not the code.",
    "5. Stakeholders": "",
    "6. Architecture / Design Overview": "Configuration is read where it is needed.",
    "7. Detailed Plan": "",
    "# 7.1 Components / Modules Affected": "{components}",
    "# 7.2 Data Model / Contracts": "",
    "# 7.3 Algorithm / Flow": "",
    "# 7.4 Configuration & Env Vars": "| Variable | Purpose | Default | Required |\n"
    "|----------|---------|---------|----------|\n{rows}",
    "8. Migration / Rollout Strategy": "",
    "9. Risks & Mitigations": "",
    "10. Testing Strategy": "",
    "11. Observability": "",
    "12. Performance Considerations": "",
    "13. Open Questions": "",
    "14. Alternatives Considered": "",
    "15. Incremental Implementation Checklist": "* [x] 1. Read the variables\n* [x] 2. Describe them",
    "16. Acceptance Criteria": "",
    "17. Appendix": "",
}


if __name__ == "__main__":
    sys.exit(main())
