"""Cobertura's XML as coverage.py 7.17, nyc 18, c8 12 and others write it (coverage-04.dtd).

Of the whole: `line-rate` and `branch-rate`, shares between 0 and 1, with the counts `lines-covered`,
`lines-valid`, `branches-covered` and `branches-valid`; of a file and of a package the same shares,
`shop/orders.py.line-rate`.

Traps: coverage.py rounds rates to four digits (84.996 % becomes 0.85), so they are worked out from
the counts wherever these stand beside them, and those of files and packages from their lines. A file
may be spread over several classes. Nothing to cover has a rate of 0 or 1, as the tool likes, and no
figure here. The timestamp is in seconds or in milliseconds. A DOCTYPE is common, and never followed.
"""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from planproof.evidence.content import Content, Unreadable, number, whole
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._gather import Gathered, moment
from planproof.text.patterns import rx

_ROUNDED = 0.01
"""By how much a rate may differ from its counts before it is worth a warning."""

_MILLISECONDS = 1e11
"""Timestamps beyond are milliseconds: in seconds this is the year 5138."""


class _Lines:
    """The lines of a file or package: whether each was run, and its branches."""

    def __init__(self) -> None:
        self.hit: dict[tuple[str, str], bool] = {}
        self.branches: dict[tuple[str, str], tuple[int, int]] = {}

    def take(self, file: str, line: Element) -> None:
        """Adds a line; one that was run in any class that has it was run."""
        key = (file, line.get("number", ""))
        self.hit[key] = self.hit.get(key, False) or (number(line.get("hits")) or 0) > 0
        said = rx(r"\((\d{1,9})/(\d{1,9})\)").search(line.get("condition-coverage", ""))
        if said:
            found = (int(said[1]), int(said[2]))
            self.branches[key] = max(found, self.branches.get(key, found))


def recognises(content: Content) -> bool:
    """Whether its first element is `coverage` with a rate of lines."""
    if not content.is_xml:
        return False
    bare = rx(r"(?s)<!--.*?-->").sub("", content.head)
    first = rx(r"<([\w:.-]+)([^>]*)").search(bare)
    return first is not None and first[1] == "coverage" and "line-rate=" in first[2]


def read(content: Content) -> Results:
    """The coverage of the whole, then of each package and file.

    Raises:
        Unreadable: it is no whole XML, or declares entities.
    """
    root = content.xml
    if root.tag != "coverage":
        raise Unreadable("its first element is not `coverage`")
    gathered = Gathered()
    packages, files = _gather_lines(root)
    found = any(lines.hit for lines in files.values())
    branched = any(lines.branches for lines in files.values())
    _whole(gathered, root, "line", "lines", found)
    _whole(gathered, root, "branch", "branches", branched)
    for name, lines in (*packages.items(), *files.items()):
        _part(gathered, name, lines)
    stamp = number(root.get("timestamp"))
    if stamp is not None and stamp > _MILLISECONDS:
        stamp /= 1000
    return gathered.results("cobertura", made_at=moment(stamp) if stamp else "")


def _gather_lines(root: Element) -> tuple[dict[str, _Lines], dict[str, _Lines]]:
    """The lines of each package and of each file."""
    packages: dict[str, _Lines] = {}
    files: dict[str, _Lines] = {}
    for package in root.iter("package"):
        inside = packages.setdefault(package.get("name", ""), _Lines())
        for one in package.iter("class"):
            path = one.get("filename", "")
            file = files.setdefault(path, _Lines())
            for line in _own_lines(one):
                inside.take(path, line)
                file.take(path, line)
    return packages, files


def _own_lines(one: Element) -> Iterator[Element]:
    """A class's lines; those of its methods stand among them once more."""
    for lines in one.findall("lines"):
        yield from lines.findall("line")


def _whole(gathered: Gathered, root: Element, one: str, many: str, found: bool) -> None:
    """The rate of the whole, for lines or branches, and its counts."""
    name = f"{one}-rate"
    covered, valid = whole(root.get(f"{many}-covered")), whole(root.get(f"{many}-valid"))
    said = root.get(name)
    if valid == 0 or (valid is None and not found):
        gathered.warn(f"no {many} were measured, so there is no `{name}`")
        return
    if valid is None or covered is None:
        if said is not None and (rate := gathered.share(name, said, 1)) is not None:
            _rate(gathered, name, rate, None)
        return
    if covered > valid:
        gathered.warn(f"it says that {covered:.9g} of {valid:.9g} {many} were run, which cannot be")
        return
    rate = covered / valid
    known = number(said)
    if known is not None and abs(known - rate) > _ROUNDED:
        gathered.warn(f"`{name}` says {said} where its counts say {rate:.4g}, which is taken")
    _rate(gathered, name, rate, valid)
    for key, value, better in (("covered", covered, Better.MORE), ("valid", valid, Better.UNSAID)):
        gathered.add(
            Measurement(
                name=f"{many}-{key}",
                value=float(value),
                unit=many,
                better=better,
                aliases=(f"/coverage/@{many}-{key}", f"{many}_{key}"),
            )
        )


def _rate(gathered: Gathered, name: str, rate: float, samples: int | None) -> None:
    aliases = [f"/coverage/@{name}", name.replace("-", "_"), f"coverage.{name}"]
    gathered.add(
        Measurement(
            name=name,
            value=rate,
            unit="x",
            better=Better.MORE,
            aliases=tuple(aliases),
            samples=samples,
        )
    )


def _part(gathered: Gathered, name: str, lines: _Lines) -> None:
    """The rates of a package or file that has lines."""
    if not name or not lines.hit:
        return
    total = len(lines.hit)
    branches = sum(of for _, of in lines.branches.values())
    rates = [("line-rate", sum(lines.hit.values()), total)]
    if branches:
        rates.append(("branch-rate", sum(taken for taken, _ in lines.branches.values()), branches))
    for key, part, of in rates:
        gathered.add(
            Measurement(
                name=f"{name}.{key}",
                value=part / of,
                unit="x",
                better=Better.MORE,
                aliases=(name,) if key == "line-rate" else (),
                samples=of,
            )
        )
