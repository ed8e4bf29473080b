"""Write the docs that the code already says, or check that they are up to date.

python docs/generate.py            write them
python docs/generate.py --check    exit with 1 where one differs
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from planproof.app.config import Config, Settings
from planproof.app.explain import WORDS, of_claim, of_rule
from planproof.cli import verbs
from planproof.cli.main import EPILOG
from planproof.discovery import modules
from planproof.evidence.reader import readers
from planproof.evidence.record import Statement
from planproof.evidence.verb import verbs as verbs_of_proofs
from planproof.facts.probe import all_languages, probe_docs
from planproof.gate.base import kinds as gate_kinds
from planproof.plan.model import State
from planproof.plan.roles import section_kinds
from planproof.plan.scope import PROVING
from planproof.report import formats, show, wire, wire_truth
from planproof.report.audited import AuditV1
from planproof.report.blamed import BlameV1
from planproof.report.facts import FactsV1
from planproof.report.forecast import ForecastsV1
from planproof.report.gate import GateV1
from planproof.report.history import HistoryV1
from planproof.report.lifecycle import LifecycleV1
from planproof.report.next_steps import NextV1
from planproof.report.proving import ProveV1
from planproof.report.recorded import EvidenceV1
from planproof.report.report import ReportV1
from planproof.report.status import StatusV1
from planproof.report.ticked import TickV1
from planproof.rules.base import RuleKind, rule_kinds
from planproof.system.builtin import builtin_templates
from planproof.verdict.base import claim_kinds

DOCS = Path(__file__).parent
PROOFS = """\
Any item may carry a field `proof:`, in a sub-bullet: a verb and its arguments in code spans. Several verbs
follow each other with commas. `planproof prove` carries them out and records what came of it.

    * p95 latency of `POST /orders` <= 200 ms at 500 req/s
      * proof: run `k6 run load.js --summary-export=k6.json`, read `k6.json` `http_req_duration.p(95)`
      * runs: 5
      * inputs: `load.js`, `src/orders/`

The sentence is the assertion: comparator, figure and unit are those of the item's own words, so that the
text and the check cannot disagree. `planproof explain "SENTENCE"` shows how one is read.

- **met**, **not met**: what was read says so. With several runs, the whole interval of the mean does
  (Student's t, 95 %).
- **inconclusive**: it was measured, but does not tell: the interval holds the limit, there were fewer runs than
  `runs:` asks for, the load that the sentence names was not reached, files that no commit has took part.
- **unknown**: there is nothing to judge by. No data is never a pass, and is not recorded.

In a table the proof stands in a column `Proof`. A proof that belongs to no item is found by `check`
(`items/stray-proof`). What the settings do not allow yet is offered at the end of the output, ready to paste.

Fields beside it: `runs:` how often it is measured; `inputs:` what it rests on besides the plan's components
and the files that the proof names; `baseline:` the revision that a relative figure ("30 % faster") is compared
with, whose runs alternate with the code's own. Evidence is stale as soon as the item's words, its proof or
an input change; [evidence.md](evidence.md) says what is recorded."""
NOTE = "<!-- Written by docs/generate.py from the code; edit the code. -->\n\n"


def rules() -> str:
    """Every rule, by group."""
    kinds = list(rule_kinds().values())
    lines = ["# Rules", "", NOTE.strip(), ""]
    lines += [
        f"{len(kinds)} rules. `a > b` means: b once the plan is accepted, active or done.",
        "",
    ]
    lines += ["| rule | severity | fixes | what is wrong |", "| --- | --- | --- | --- |"]
    lines += (
        f"| [{kind.id}](#{_anchor(kind.id)}) | {_severity(kind)} | {_fixes(kind)} | {kind.title} |"
        for kind in kinds
    )
    return "\n".join(lines) + "\n\n" + "\n".join(_deeper(of_rule(kind)) for kind in kinds)


def _anchor(rule: str) -> str:
    return rule.replace("/", "")


def _severity(kind: RuleKind) -> str:
    settled = kind.rule.settled
    raised = f" > {settled.word}" if settled is not None and settled != kind.rule.severity else ""
    return kind.rule.severity.word + raised + ("" if kind.rule.default else ", off")


def _fixes(kind: RuleKind) -> str:
    """Whether a rule's file makes fixes, as its code says."""
    source = Path(sys.modules[kind.check.__module__].__file__ or "").read_text("utf-8")
    return "yes" if "Fix(" in source or "fix=" in source else ""


def _deeper(markdown: str) -> str:
    """Headings a level deeper, outside fences."""
    fenced = False
    lines = []
    for line in markdown.splitlines():
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        lines.append(f"#{line}" if line.startswith("#") and not fenced else line)
    return "\n".join(lines) + "\n"


def configuration() -> str:
    """Every setting."""
    lines = ["# Configuration", "", NOTE.strip(), ""]
    lines += [
        "Settings lie in `planproof.toml`, or in `[tool.planproof]` of `pyproject.toml`. Each can be given",
        "in the environment (`PLANPROOF_FAIL_ON=error`; lists with commas) and most as a flag; a flag goes",
        "before the environment, the environment before the file. An unknown setting is refused.",
        "`planproof config` prints what is in force and who said so.",
        "",
        "The project is the folder at or above the current one that has such a file, else the repository. So a folder of a",
        "repository becomes a project of its own by a `planproof.toml` in it, empty or not.",
        "",
        "| setting | default | meaning |",
        "| --- | --- | --- |",
    ]
    for row in Settings("", Config(), "", {}).all():
        value = msgspec.json.encode(row.value).decode()
        lines.append(f"| `{row.name}` | `{value}` | {row.doc} |")
    lines += ["", "A [JSON Schema](schemas/config.schema.json) for editors lies beside this page."]
    return "\n".join(lines) + "\n"


class _Recorder:
    """Stands in for an argument parser and notes what is added to it."""

    def __init__(self) -> None:
        self.rows: list[tuple[tuple[str, ...], dict[str, Any]]] = []

    def add_argument(self, *names: str, **options: Any) -> None:
        self.rows.append((names, options))

    def add_argument_group(self, *_: str) -> _Recorder:
        return self

    def add_mutually_exclusive_group(self) -> _Recorder:
        return self


def commands() -> str:
    """Every verb with its options."""
    lines = ["# Commands", "", NOTE.strip(), "", "```text", EPILOG.strip(), "```", ""]
    for module in modules(verbs):
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        recorder = _Recorder()
        module.arguments(recorder)
        first, _, rest = (module.__doc__ or "").strip().partition("\n")
        lines += [f"## planproof {name}", "", first, ""]
        if rest.strip():
            lines += ["```text", rest.strip("\n"), "```", ""]
        lines += ["| argument | meaning |", "| --- | --- |"]
        lines += (_argument(names, options) for names, options in recorder.rows)
        lines.append("")
    return "\n".join(lines)


def _argument(names: tuple[str, ...], options: dict[str, Any]) -> str:
    shown = options.get("metavar", "")
    if not shown and options.get("choices"):
        shown = "\\|".join(options["choices"])
    words = [*names] if names[0].startswith("-") else [shown or names[0]]
    value = f" {shown}" if names[0].startswith("-") and shown else ""
    return f"| `{', '.join(words)}{value}` | {options.get('help', '').replace('%%', '%').replace('|', chr(92) + '|')} |"


def sections() -> str:
    """Every role and every word."""
    lines = ["# Sections and words", "", NOTE.strip(), ""]
    lines += ["A section's role is what it means, whatever it is called.", ""]
    for kind in section_kinds().values():
        lines += [f"## {kind.role.title} (`{kind.name}`)", "", kind.doc.strip(), ""]
        if kind.role.kinds:
            lines += [f"Items: {', '.join(f'`{one}`' for one in kind.role.kinds)}.", ""]
        lines += [f"Headings read as this role: {', '.join(kind.role.names)}.", ""]
    lines += ["## Words", "", "| word | meaning |", "| --- | --- |"]
    lines += (f"| {word} | {meaning} |" for word, meaning in WORDS.items())
    return "\n".join(lines) + "\n"


def claims() -> str:
    """Every kind of claim."""
    kinds = list(claim_kinds().values())
    lines = ["# Claims", "", NOTE.strip(), ""]
    lines += [
        f"`planproof verify` judges {len(kinds)} kinds of claims, and conflicts between plans.",
        "`<!-- planproof: accept KIND reason -->` accepts a broken claim, in the plan.",
        "",
        "| kind | what is claimed |",
        "| --- | --- |",
    ]
    lines += (f"| [{kind.name}](#{kind.name}) | {kind.title} |" for kind in kinds)
    return "\n".join(lines) + "\n\n" + "\n".join(_deeper(of_claim(kind)) for kind in kinds)


def probes() -> str:
    """Every probe: what is read of the code, by kind of fact."""
    lines = ["# What is read of the code", "", NOTE.strip(), ""]
    lines += [
        "One probe a file, in `src/planproof/facts/`. `planproof facts` lists what they find.",
        "",
        f"Languages: {', '.join(sorted({one.NAME for one in all_languages().values()}))}.",
        "",
    ]
    kind = ""
    for name, doc in probe_docs():
        folder, _, file = name.partition("/")
        if folder != kind:
            kind = folder
            blank = [""] if lines[-1] else []
            lines += [*blank, f"## {kind}", "", "| probe | reads |", "| --- | --- |"]
        lines.append(f"| `{file}` | {doc.strip().partition(chr(10))[0]} |")
    return "\n".join(lines) + "\n"


def proofs() -> str:
    """The verbs of proofs."""
    lines = ["# Proofs", "", NOTE.strip(), "", PROOFS, ""]
    for verb in verbs_of_proofs().values():
        lines += [f"## {verb.name}", "", verb.doc, ""]
    return "\n".join(lines)


def results() -> str:
    """The formats of results files."""
    kinds = readers().values()
    lines = ["# Results files", "", NOTE.strip(), ""]
    lines += [
        f"What ``read `FILE` `FIGURE` `` can read: {len(kinds)} formats, recognised by their content, and any",
        "other JSON file by path (`orders.p95`) or JSON pointer (`/orders/p95`). One reader a file, in",
        "`src/planproof/evidence/readers/`.",
        "",
    ]
    for reader in kinds:
        lines += [f"## {reader.name}", "", reader.doc, ""]
    return "\n".join(lines)


def judgements() -> str:
    """What the gate judges."""
    found = gate_kinds().values()
    lines = ["# What the gate judges", "", NOTE.strip(), ""]
    lines += [
        f"`planproof gate` judges a change, such as a pull request, in {len(found)} ways. One judgement a file, in",
        "`src/planproof/gate/judgements/`. The setting `gate` gives a judgement another severity, or turns it `off`;",
        "what counts is what it says on the base.",
        "",
    ]
    for kind in found:
        lines += [
            f"## {kind.name}",
            "",
            f"Usual severity: {kind.severity}.",
            "",
            kind.doc.strip().replace("\n## ", "\n### "),
            "",
        ]
    return "\n".join(lines)


def _own_template() -> Iterator[str]:
    """How a project's own template is read."""
    yield (
        """## Your own template

Any Markdown file is a template: its headings are the sections of the plans written to it, its prose is guidance, its
bullets and rows are samples. `planproof templates add FILE` puts it into `.planproof/templates/` and says what of it has
no meaning; `planproof templates check NAME` says that again; `planproof show PLAN` says what was read of a plan. A plan
names its template in its front matter (`template: NAME`), or the setting `template` does for all.

Of a section without a role hardly anything is judged. A heading in one of the [usual wordings](sections.md) has its role by
itself; for any other the template's front matter says it:

    ---
    planproof:
      template: feature                       # its name, where that is not the file's stem
      files: ["specs/*/feature.md"]           # where such plans lie
      roles: {"Why now": context, "Danger": risks}
      optional: ["Rollout"]                   # a plan may leave it out; `(optional)` after a heading says the same
      repeated: ["Phase"]                     # headings that may stand any number of times, by their first words
      statuses: {accepted: [approved], done: [shipped]}
      impact: [low, medium, high]             # from the least to the worst
      diagrams: docs/diagrams                 # where images lie
    ---

The states of `statuses` are """
        + ", ".join(f"`{one.value}`" for one in State)
        + """. The roles, and the columns that
are understood in their tables:
"""
    )
    yield "| role | the usual heading | columns, each by any of its heads |"
    yield "| --- | --- | --- |"
    for kind in section_kinds().values():
        columns = "; ".join(
            f"**{name}**: {', '.join(heads)}" for name, heads in kind.columns.items()
        )
        yield f"| `{kind.name}` | {kind.role.title} | {columns} |"
    yield ""
    yield f"In any of them a column {', '.join(f'`{one}`' for one in PROVING)} is a field of its row, where there is one for proofs."
    yield ""


def templates() -> str:
    """Templates: a project's own, and the built-in ones."""
    lines = ["# Templates", "", NOTE.strip(), "", *_own_template()]
    lines += [
        "## Built-in templates",
        "",
        "Heading outlines with guidance in our own words. `planproof templates show NAME` prints one.",
        "",
    ]
    for one in builtin_templates():
        lines += [f"### {one.title} (`{one.name}`)", ""]
        if one.files:
            lines += [f"Documents lie in {', '.join(f'`{place}`' for place in one.files)}.", ""]
        lines += ["| section | role | required | holds |", "| --- | --- | --- | --- |"]
        for section in one.sections:
            indent = "&nbsp;" * 2 * max(section.level - 2, 0)
            needed = "yes" if section.required else ""
            lines.append(
                f"| {indent}{section.title} | {section.role} | {needed} | {', '.join(section.holds)} |"
            )
        lines.append("")
    return "\n".join(lines)


def output_formats() -> str:
    """The output formats of `check`."""
    lines = ["# Output formats", "", NOTE.strip(), ""]
    for module in modules(formats):
        name = module.__name__.rpartition(".")[2]
        lines += [f"## {name}", "", (module.__doc__ or "").strip(), ""]
    return "\n".join(lines)


def _schema(make: Callable[[], dict[str, Any]]) -> Callable[[], str]:
    return lambda: json.dumps(make(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _config_schema() -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "planproof.toml",
        **msgspec.json.schema(Config),
    }


def _own_schema(name: str, kind: type) -> dict[str, Any]:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:planproof:{name}:1",
        **msgspec.json.schema(kind),
    }


PAGES: dict[str, Callable[[], str]] = {
    "rules.md": rules,
    "configuration.md": configuration,
    "commands.md": commands,
    "sections.md": sections,
    "templates.md": templates,
    "gate.md": judgements,
    "output-formats.md": output_formats,
    "claims.md": claims,
    "probes.md": probes,
    "proofs.md": proofs,
    "results.md": results,
    "schemas/check-1.schema.json": _schema(wire.schema),
    "schemas/verify-1.schema.json": _schema(wire_truth.schema),
    "schemas/facts-1.schema.json": _schema(lambda: _own_schema("facts", FactsV1)),
    "schemas/blame-1.schema.json": _schema(lambda: _own_schema("blame", BlameV1)),
    "schemas/history-1.schema.json": _schema(lambda: _own_schema("history", HistoryV1)),
    "schemas/prove-1.schema.json": _schema(lambda: _own_schema("prove", ProveV1)),
    "schemas/evidence-1.schema.json": _schema(lambda: _own_schema("evidence", EvidenceV1)),
    "schemas/status-1.schema.json": _schema(lambda: _own_schema("status", StatusV1)),
    "schemas/next-1.schema.json": _schema(lambda: _own_schema("next", NextV1)),
    "schemas/tick-1.schema.json": _schema(lambda: _own_schema("tick", TickV1)),
    "schemas/lifecycle-1.schema.json": _schema(lambda: _own_schema("lifecycle", LifecycleV1)),
    "schemas/audit-1.schema.json": _schema(lambda: _own_schema("audit", AuditV1)),
    "schemas/record-1.schema.json": _schema(lambda: _own_schema("record", Statement)),
    "schemas/forecast-1.schema.json": _schema(lambda: _own_schema("forecast", ForecastsV1)),
    "schemas/gate-1.schema.json": _schema(lambda: _own_schema("gate", GateV1)),
    "schemas/report-1.schema.json": _schema(lambda: _own_schema("report", ReportV1)),
    "schemas/plan-1.schema.json": _schema(show.schema),
    "schemas/config.schema.json": _schema(_config_schema),
}


def stale() -> Iterator[str]:
    """The pages that differ from what the code says."""
    for name, make in PAGES.items():
        path = DOCS / name
        if not path.is_file() or path.read_text("utf-8") != make():
            yield name


def main() -> int:
    """Write or check."""
    if "--check" in sys.argv[1:]:
        found = list(stale())
        for name in found:
            print(f"docs/{name} is not what the code says; run `make docs`")
        return 1 if found else 0
    for name, make in PAGES.items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(make(), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
