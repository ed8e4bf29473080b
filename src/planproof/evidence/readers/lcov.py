"""LCOV's tracefiles as lcov 1.16, coverage.py 7.17, nyc 18 and c8 12 write them.

There are no totals in the file; they are summed up here as `lcov --summary` does: `lines`, `functions`
and `branches` in per cent, with the counts under the format's own names (`LF`, `LH`, `FNF`, `FNH`,
`BRF`, `BRH`); of a file the same percentages, `shop/orders.py.lines`.

Traps: counts are taken from the lines `DA`, `BRDA` and `FNDA` themselves, for geninfo may leave the
sums out, and a file that several tests have run stands there several times. coverage.py writes text
in the branch's field (`jump to line 15`), which may hold commas. `-` means that the branch's line was
never reached. A last record without `end_of_record` makes the file incomplete. lcov itself measures
branches only when told to (`branch_coverage=1`), and without them there is no figure.
"""

from __future__ import annotations

from planproof.evidence.content import Content, Unreadable, number, whole
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, shown
from planproof.text.patterns import rx

_KINDS = (("lines", "LF", "LH"), ("functions", "FNF", "FNH"), ("branches", "BRF", "BRH"))
_MOST_ENTRIES = 3_000_000
_MOST_SAID = 1_000_000_000


class _File:
    """What was found and what was hit of a source file, by kind; the sums it says of itself."""

    def __init__(self) -> None:
        self.found: dict[str, dict[str, bool]] = {kind: {} for kind, *_ in _KINDS}
        self.said: dict[str, int] = {}

    def take(self, kind: str, key: str, hits: str) -> None:
        """Adds a line, function or branch; hit in any record is hit."""
        found = self.found[kind]
        found[key] = found.get(key, False) or (number(hits) or 0) > 0

    def counts(self, kind: str, total: str, hit: str) -> tuple[int, int]:
        """How many were found and hit: as listed, or as the file says where it lists none."""
        listed = self.found[kind]
        if listed:
            return len(listed), sum(listed.values())
        of = self.said.get(total, 0)
        return of, min(of, self.said.get(hit, 0))


def recognises(content: Content) -> bool:
    """Whether its first line names a test or a source file, and a source file follows."""
    bare = rx(r"(?m)^#.*\n|^[ \t]*\r?\n").sub("", content.head)
    return bare.startswith(("TN:", "SF:")) and rx(r"(?m)^SF:.").search(bare) is not None


def read(content: Content) -> Results:
    """The coverage of the whole, then of each file.

    Raises:
        Unreadable: it has more entries than are read.
    """
    files, ended = _files(content)
    gathered = Gathered()
    for kind, total, hit in _KINDS:
        counts = [file.counts(kind, total, hit) for file in files.values()]
        of, part = sum(found for found, _ in counts), sum(reached for _, reached in counts)
        if not of:
            gathered.warn(f"no {kind} were measured, so there is no figure for them")
            continue
        _percentage(gathered, kind, (f"{kind}.percent", f"{hit}/{total}"), part, of)
        gathered.add(Measurement(name=total, value=float(of), unit=kind))
        gathered.add(Measurement(name=hit, value=float(part), unit=kind, better=Better.MORE))
    for path, file in files.items():
        _file(gathered, path, file)
    if not ended:
        gathered.warn("its last record does not end, so it was cut off")
    return gathered.results("lcov", complete=ended)


def _files(content: Content) -> tuple[dict[str, _File], bool]:
    """What each source file's records say, and whether the last record ends."""
    files: dict[str, _File] = {}
    file: _File | None = None
    entries, line = 0, ""
    for found in rx(r"[^\r\n]+").finditer(content.text):
        line = found[0].strip()
        key, _, rest = line.partition(":")
        if key == "SF":
            file = files.setdefault(rest, _File())
        elif line == "end_of_record":
            file = None
        elif file is not None:
            entries += 1
            if entries > _MOST_ENTRIES:
                raise Unreadable(f"it has more than {_MOST_ENTRIES} entries")
            _entry(file, key, rest)
    return files, file is None and line == "end_of_record"


def _entry(file: _File, key: str, rest: str) -> None:
    """Adds one entry of a record; what is damaged or unknown is passed over."""
    first, _, others = rest.partition(",")
    if key == "DA" and others:
        file.take("lines", first, others.partition(",")[0])
    elif key == "BRDA" and others:
        # Block and branch in the middle may be any text: split from both ends.
        middle, _, taken = others.rpartition(",")
        file.take("branches", f"{first},{middle}", taken)
    elif key == "FN" and others:
        # Since lcov 2 the function's last line may stand before its name.
        name = rx(r"^\d+,(?=.)").sub("", others)
        file.take("functions", name, "0")
    elif key == "FNDA" and others:
        file.take("functions", others, first)
    elif key == "FNL":
        file.take("functions", first, "0")
    elif key == "FNA":
        file.take("functions", first, others.partition(",")[0])
    elif key in ("LF", "LH", "FNF", "FNH", "BRF", "BRH"):
        said = whole(rest)
        if said is not None and said <= _MOST_SAID:
            file.said[key] = max(said, file.said.get(key, 0))


def _file(gathered: Gathered, path: str, file: _File) -> None:
    """The percentages of one source file, and a warning where its own sums say otherwise."""
    for kind, total, hit in _KINDS:
        of, part = file.counts(kind, total, hit)
        if of:
            aliases = (path,) if kind == "lines" else ()
            _percentage(gathered, f"{path}.{kind}", aliases, part, of)
        if kind == "lines" and file.said.get(total, of) != of:
            gathered.warn(
                f"`{shown(path)}` says it has {file.said[total]} lines and lists {of}, which is taken"
            )


def _percentage(
    gathered: Gathered, name: str, aliases: tuple[str, ...], part: int, of: int
) -> None:
    gathered.add(
        Measurement(
            name=name,
            value=100 * part / of,
            unit="%",
            better=Better.MORE,
            aliases=aliases,
            samples=of,
        )
    )
