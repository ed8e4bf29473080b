"""Everything that a run found out, for programs.

The formats are planproof's own, `planproof/check/1` and `planproof/verify/1`, and are described by JSON Schemas (draft
2020-12) that are made from their types and published in `docs/schemas/`. Within
a version fields may be added; none is renamed, removed or given another meaning.

Lines and columns count from 1 and ends are exclusive. Columns are in characters, those ending in
`_utf16` in UTF-16 code units. The offsets of edits count characters from 0.
"""

from __future__ import annotations

import msgspec

from planproof.report import wire, wire_truth
from planproof.report.model import Look, Report
from planproof.report.truth import Truth
from planproof.report.words import encodable


def render(report: Report, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """The report as JSON, indented by two spaces."""
    encoded = msgspec.json.encode(wire.check(encodable(report)))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"


def truth(found: Truth, look: Look) -> str:  # noqa: ARG001 - every format has this signature
    """Verdicts as JSON, indented by two spaces."""
    encoded = msgspec.json.encode(wire_truth.verify(encodable(found)))
    return msgspec.json.format(encoded, indent=2).decode() + "\n"
