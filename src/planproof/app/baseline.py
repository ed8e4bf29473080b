"""Known findings, so that an old project can start: only new ones count."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import msgspec

from planproof.app.errors import CannotDo
from planproof.report.model import Located
from planproof.system.files import write_atomically


class Known(msgspec.Struct, frozen=True):
    """A known finding: the rule, the file, and the fingerprint of the words at fault."""

    path: str
    rule: str
    fingerprint: str
    count: int


class Recorded(msgspec.Struct, frozen=True):
    """The baseline file. Version 1."""

    schema: str
    findings: tuple[Known, ...]


class Baseline:
    """The findings that are known. Lines may shift; other words at fault are a new finding."""

    def __init__(self, known: Iterable[Known]) -> None:
        self._known = Counter({(one.path, one.rule, one.fingerprint): one.count for one in known})

    def has(self, path: str, rule: str, fingerprint: str) -> bool:
        """Whether a finding is known."""
        return self._known[path, rule, fingerprint] > 0

    def new(self, findings: Iterable[Located]) -> tuple[list[Located], int]:
        """The findings that are not known, and how many are."""
        left = self._known.copy()
        fresh: list[Located] = []
        known = 0
        for finding in findings:
            key = (finding.path, finding.rule, finding.fingerprint)
            if left[key] > 0:
                left[key] -= 1
                known += 1
            else:
                fresh.append(finding)
        return fresh, known


def recorded(findings: Iterable[Located]) -> bytes:
    """A baseline of these findings, as the file's content."""
    counts = Counter((one.path, one.rule, one.fingerprint) for one in findings)
    known = tuple(Known(*key, count) for key, count in sorted(counts.items()))
    packed = msgspec.json.encode(Recorded("planproof/baseline/1", known))
    return msgspec.json.format(packed, indent=1) + b"\n"


def load(path: Path) -> Baseline:
    """Read a baseline file.

    Raises:
        CannotDo: it is not one.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise CannotDo(
            f"the baseline {path} cannot be read: {error.strerror}", "Check the path."
        ) from None
    return read(data, str(path))


def read(data: bytes, name: str) -> Baseline:
    """The baseline that a file of this name holds.

    Raises:
        CannotDo: it holds none.
    """
    try:
        found = msgspec.json.decode(data, type=Recorded)
    except msgspec.DecodeError as error:
        raise CannotDo(
            f"{name} is not a baseline: {error}", "Record it anew with `--update-baseline`."
        ) from None
    if found.schema != "planproof/baseline/1":
        raise CannotDo(
            f"{name} is a baseline of another version: {found.schema}", "Record it anew."
        )
    return Baseline(found.findings)


def record(path: Path, name: str, findings: Iterable[Located]) -> None:
    """Write a baseline of these findings, over the one that is there.

    Args:
        path: the file.
        name: what people call it.
        findings: all that is to be known.

    Raises:
        CannotDo: it cannot be written.
    """
    try:
        before = path.read_bytes() if path.exists() else None
        write_atomically(path, recorded(findings), before)
    except OSError as error:
        said = error.strerror or str(error)
        raise CannotDo(
            f"the baseline {name} cannot be written: {said}",
            "Name a file in a folder that is there.",
        ) from None
