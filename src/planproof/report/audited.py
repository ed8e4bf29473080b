"""What came of auditing the ledger: for people, and as a versioned type."""

from typing import Annotated, Any, Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain
from planproof.report.model import Look
from planproof.report.words import counted, json_text, wrapped


class FaultV1(msgspec.Struct, frozen=True, gc=False):
    """Something about a record that is not right."""

    kind: Annotated[str, msgspec.Meta(description="`tampered`, `removed`, `another commit` ...")]
    path: Annotated[str, msgspec.Meta(description="Where the record lies in the ledger, or empty.")]
    record: Annotated[str, msgspec.Meta(description="The first digits of its digest, or empty.")]
    message: str
    help: str
    counts: Annotated[
        bool, msgspec.Meta(description="Whether it is a fault, rather than something to look at.")
    ]


class AuditV1(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """The result of `planproof evidence verify --format json`."""

    schema: Literal["planproof/audit/1"] = "planproof/audit/1"
    records: Annotated[int, msgspec.Meta(ge=0, description="Records that were looked at.")]
    signed: Annotated[int, msgspec.Meta(ge=0, description="Those with a signature that counts.")]
    faults: tuple[FaultV1, ...]
    unknown: Annotated[
        dict[str, int],
        msgspec.Meta(description="What could not be judged, and of how many records."),
    ]

    @classmethod
    def of(cls, audit: Any) -> "AuditV1":
        """What was found, as it goes out: an `Audit` of `evidence/audit.py`."""
        faults = tuple(
            FaultV1(one.kind, one.path, one.digest, one.message, one.help, one.counts)
            for one in audit.faults
        )
        return cls(
            records=audit.records, signed=audit.signed, faults=faults, unknown=dict(audit.unknown)
        )


def as_json(audit: AuditV1) -> str:
    """An audit as JSON."""
    return json_text(audit)


def as_text(audit: AuditV1, look: Look) -> str:
    """An audit as text: each fault with its record, then what it came to."""
    paint = Painter(colour=look.colour)
    lines: list[str] = []
    for fault in audit.faults:
        label = paint("error" if fault.counts else "warning", fault.kind)
        lines.append(f"{label}: {paint('bold', plain(fault.path or fault.record))}")
        lines += [f"  {one}" for one in wrapped(plain(fault.message), look.width - 2)]
        help_lines = wrapped(f"help: {plain(fault.help)}", look.width - 2) if fault.help else ()
        lines += [f"  {paint('dim', one)}" for one in help_lines]
        lines.append("")
    faults = sum(fault.counts for fault in audit.faults)
    aside = len(audit.faults) - faults
    found = counted(faults, "fault") if faults else "no fault"
    head = f"{counted(audit.records, 'record')} checked, {audit.signed:,} of them signed: {found}"
    if aside:
        head += f", {counted(aside, 'thing')} to look at"
    lines.append(paint("error" if faults else "bold", head))
    for reason, number in audit.unknown.items():
        lines.append(f"not judged: {counted(number, 'record')}: {plain(reason)}")
    if not audit.records:
        lines.append("Nothing is recorded. `planproof prove` records evidence.")
    return "\n".join(lines) + "\n"


def exit_code(audit: AuditV1) -> int:
    """0 all well; 1 faults; 2 there is nothing to check."""
    if any(fault.counts for fault in audit.faults):
        return 1
    return 0 if audit.records else 2
