"""What somebody could do to a results file: cut it off, blow it up, bury it, change its types."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SAMPLES = Path(__file__).parents[1] / "samples"

WRONG: tuple[Any, ...] = (
    None,
    True,
    -1,
    0,
    1e308,
    10**400,
    float("nan"),
    float("inf"),
    "",
    "x",
    "NaN",
    "-Inf",
    "1e999",
    "9" * 400,
    "\ud800",
    "a\nb\x00\x1b[31m",
    [],
    [None],
    [[1, "x"], {"a": []}],
    {},
    {"": None},
    {"a": {"b": [1]}},
)
"""What a value may be replaced by."""

WRONG_WORDS = ("", "NaN", "1e999", "-1", "x", "9" * 400, "%", "1,000", "０", "-", "1e-400")
"""What a number in a text or an attribute may be replaced by."""


class Sample(NamedTuple):
    """A sample file of a reader."""

    reader: str
    path: Path

    @property
    def data(self) -> bytes:
        """Its bytes."""
        return _bytes(self.path)

    @property
    def documents(self) -> list[Any]:
        """The JSON values in it, one or one a line; none if it is no JSON."""
        return deepcopy(_documents(self.path))

    @property
    def is_xml(self) -> bool:
        """Whether it begins as XML does."""
        return self.data.lstrip().startswith(b"<")

    def written(self, documents: list[Any]) -> bytes:
        """JSON values as a file of the sample's form."""
        tight = b'": ' not in self.data[:400]
        separators = (",", ":") if tight else (", ", ": ")
        return "\n".join(json.dumps(one, separators=separators) for one in documents).encode()


@cache
def _bytes(path: Path) -> bytes:
    return path.read_bytes()


@cache
def _documents(path: Path) -> list[Any]:
    text = _bytes(path).decode("utf-8", "replace")
    try:
        whole = json.loads(text)
    except ValueError:
        found = []
        for line in text.splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:
                return []
        return found
    return [whole] if isinstance(whole, dict | list) else []


def samples() -> list[Sample]:
    """Every sample there is."""
    return [
        Sample(path.parent.name.replace("_", "-"), path)
        for path in sorted(SAMPLES.glob("*/*"))
        if path.is_file()
    ]


def cuts(size: int, every: int = 1200) -> list[int]:
    """Where a file may be cut: everywhere in a small one, else at many places and near its end."""
    if size <= every:
        return list(range(size))
    step = size // 120
    return sorted({*range(0, size, step), *range(40), *range(max(0, size - 60), size)})


Path_ = tuple[str | int, ...]


def _paths(value: Any) -> Iterator[Path_]:
    """Every path into a JSON value; of a list only the first and last places."""
    stack: list[tuple[Path_, Any]] = [((), value)]
    while stack:
        path, one = stack.pop()
        yield path
        if isinstance(one, dict):
            stack += [((*path, key), inner) for key, inner in list(one.items())[:60]]
        elif isinstance(one, list):
            places = sorted({0, len(one) - 1} & set(range(len(one))))
            stack += [((*path, place), one[place]) for place in places]


def _replaced(document: Any, path: Path_, value: Any) -> Any:
    if not path:
        return value
    document = deepcopy(document)
    inner = document
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    return document


def wrong_types(sample: Sample, most: int) -> Iterator[bytes]:
    """The sample with a single value of its JSON replaced, each place at least once if `most` allows."""
    documents = sample.documents
    places = [
        (index, path)
        for index in sorted({0, len(documents) - 1} & set(range(len(documents))))
        for path in _paths(documents[index])
    ]
    chance = random.Random(sample.path.name)  # noqa: S311 -- the same every time
    todo = [(place, value) for value in WRONG for place in places]
    if len(todo) > most:
        todo = [(place, chance.choice(WRONG)) for place in places]
        todo += [(chance.choice(places), chance.choice(WRONG)) for _ in range(most - len(todo))]
        chance.shuffle(todo)
    for (index, path), value in todo[:most]:
        changed = list(documents)
        changed[index] = _replaced(documents[index], path, value)
        yield sample.written(changed)


def wrong_words(sample: Sample, most: int) -> Iterator[bytes]:
    """The sample's text with one number or quoted word replaced."""
    text = sample.data.decode("utf-8", "replace")
    places = [found.span() for found in re.finditer(r"-?\d[\d.e+-]*|\"[^\"\n]*\"|\w+", text)]
    chance = random.Random(sample.path.name)  # noqa: S311 -- the same every time
    for _ in range(most if places else 0):
        start, end = chance.choice(places)
        word = chance.choice(WRONG_WORDS)
        if text[start] == '"':
            word = f'"{word}"'
        yield (text[:start] + word + text[end:]).encode()


def buried(sample: Sample, depth: int) -> Iterator[bytes]:
    """The sample with one of its values put below so many lists or objects."""
    documents = sample.documents
    for path in list(_paths(documents[0]))[:8]:
        for left, right in (("[", "]"), ('{"a":', "}")):
            marked = _replaced(documents[0], path, "@bury@")
            text = sample.written([marked, *documents[1:]]).decode()
            yield text.replace('"@bury@"', left * depth + "1" + right * depth).encode()


def repeated(sample: Sample, size: int, which: int = 0) -> bytes:
    """About so many bytes made from the sample: its children, its lines, or a part of its JSON again.

    Args:
        sample: what is repeated.
        size: in bytes.
        which: of the parts of its JSON, the largest is 0.
    """
    if sample.documents:
        return _repeated_json(sample, size, which)
    text = sample.data.decode("utf-8", "replace")
    if sample.is_xml:
        return _repeated_xml(text, size).encode()
    lines = text.splitlines(keepends=True)
    head = "".join(lines[:-1])
    times = max(1, size // max(1, len(text)))
    return ("".join(_numbered(head, index) for index in range(times)) + lines[-1]).encode()


def _numbered(text: str, index: int) -> str:
    """A copy of a text whose names are its own: of files, benchmarks, labels, tests."""
    text = re.sub(r"(?m)^(SF:)", rf"\g<1>{index}/", text)
    text = re.sub(r"\bBenchmark([A-Z])", rf"Benchmark\g<1>{index}", text)
    return re.sub(r'((?:name|filename|handler|slice|route)=")', rf"\g<1>{index}", text)


_NAMES = frozenset(
    {"name", "fullname", "full_id", "FullName", "run_name", "command", "benchmark"}
    | {"id", "ruleId", "Target", "method", "__name__"}
)


def _other(value: Any, index: int) -> Any:
    """A copy of a JSON value whose names are its own."""
    if not isinstance(value, dict):
        return value
    return {
        key: f"{inner} {index}" if key in _NAMES and isinstance(inner, str) else inner
        for key, inner in value.items()
    }


def _size(value: Any) -> int:
    return len(json.dumps(value))


def _repeated_json(sample: Sample, size: int, which: int) -> bytes:
    """A large list or object of objects repeated; copies get names of their own."""
    documents = sample.documents
    if len(documents) > 1:
        one = sample.written(documents)
        return (one + b"\n") * max(1, size // len(one))
    whole = documents[0]
    containers: list[Any] = []
    for path in _paths(whole):
        inner = whole
        for step in path:
            inner = inner[step]
        if isinstance(inner, list) or (isinstance(inner, dict) and path):
            containers.append(inner)
    containers.sort(key=lambda one: (_of_objects(one), _size(one)), reverse=True)
    best = containers[which % len(containers)] if containers else whole
    times = max(1, size // max(2, _size(best)))
    if isinstance(best, list):
        best += [_other(one, index) for index in range(times) for one in best[:1000]]
    else:
        entries = list(best.items())
        for index in range(times):
            best.update({f"{key} {index}": _other(value, index) for key, value in entries})
    return sample.written([whole])


def _of_objects(value: Any) -> bool:
    inner = list(value.values()) if isinstance(value, dict) else value
    return len(inner) > 0 and all(isinstance(one, dict | list) for one in inner)


def _repeated_xml(text: str, size: int) -> str:
    """Everything within the root again and again."""
    start = text.index(">", text.index("<", text.rindex("?>") if "?>" in text else 0))
    if "<!DOCTYPE" in text:
        start = text.index(">", text.index("<", start))
    start, end = start + 1, text.rindex("</")
    inner = text[start:end]
    times = max(1, size // max(1, len(inner)))
    return text[:start] + "".join(_numbered(inner, one) for one in range(times)) + text[end:]


def bombs(sample: Sample, secret: str) -> Iterator[bytes]:
    """The XML sample with entities: billion laughs, a long one many times, files from elsewhere."""
    text = re.sub(
        r"<\?xml.*?\?>|<!DOCTYPE[^>]*>", "", sample.data.decode("utf-8-sig"), flags=re.DOTALL
    )
    laughs = '<!ENTITY a0 "ha">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    long = f'<!ENTITY a9 "{"a" * 100_000}">'
    outside = f'<!ENTITY a9 SYSTEM "file://{secret}">'
    parameter = f'<!ENTITY % b SYSTEM "file://{secret}"> %b; <!ENTITY a9 "b">'
    root = re.search(r"<([\w:.-]+)", text)
    assert root
    for declared in (laughs, long, outside, parameter, ""):
        for times in (1, 1000):
            doctype = f"<!DOCTYPE {root[1]} [{declared}]>"
            if not declared:
                doctype = f'<!DOCTYPE {root[1]} SYSTEM "file://{secret}">'
            body = text.replace(">", ">" + "&a9;" * times, 1)
            yield (doctype + body).encode()
            yield (doctype + re.sub('="[^"]*"', '="&a9;"', text)).encode()
