"""Everything that a run found out, for programs.

The formats are planproof's own, `planproof/check/1` and `planproof/verify/1`, and are described by JSON Schemas (draft
2020-12) that are made from their types and published in `docs/schemas/`. Within
a version fields may be added; none is renamed, removed or given another meaning.

Lines and columns count from 1 and ends are exclusive. Columns are in characters, those ending in
`_utf16` in UTF-16 code units. The offsets of edits count characters from 0.
"""

from __future__ import annotations

from planproof.report import wire, wire_truth
from planproof.report.model import Look, Report
from planproof.report.truth import Truth
from planproof.report.words import json_text


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as JSON, indented by two spaces."""
    return json_text(wire.check(report))


def truth(found: Truth, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """Verdicts as JSON, indented by two spaces."""
    return json_text(wire_truth.verify(found))
