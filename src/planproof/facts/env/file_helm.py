"""Charts' templates, which are no YAML before they are rendered, read by their indentation.

Below `env:` an item `- name: X` sets X; its value is None where a template's braces or `valueFrom`
make it. In a file of named templates (`.tpl`) such a list stands without `env:`, so there any item in
capitals with a value counts.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import Scalar, decoded
from planproof.facts.yaml_tree import read_yaml
from planproof.text.patterns import rx

FILES = (
    "templates/**/*.yaml",
    "templates/**/*.yml",
    "templates/**/*.tpl",
)

NEEDS = (b"env:", b"value:", b"valueFrom:")

_ITEM = r"( *)- +name: *(?P<name>.*)$"
_NAME = r"[A-Za-z_][A-Za-z0-9_.-]*"
_LOUD = r"[A-Z_][A-Z0-9_]*"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The variables of each container."""
    if b"{{" not in data:
        return
    lines = decoded(data).split("\n")
    inside, container, names = -1, "", _Names()
    for number, line in enumerate(lines):
        bare = line.strip()
        if not bare or bare.startswith(("#", "{{")):
            continue
        indent = len(line) - len(line.lstrip(" "))
        begins = rx(r" *(- +)?env: *(#.*)?$").match(line)
        if begins is not None:
            inside = indent + len(begins.group(1) or "")
            container = "" if begins.group(1) else names.at(inside)
            continue
        if inside >= 0 and (indent < inside or (indent == inside and not bare.startswith("-"))):
            inside = -1
        item = rx(_ITEM).match(line)
        if item is not None and (inside >= 0 or path.endswith(".tpl")):
            name = _plain(item["name"])
            pattern = _NAME if inside >= 0 else _LOUD
            if name is None or not rx(pattern).fullmatch(name):
                continue
            said, value = _value(lines, number, indent + line.lstrip().index("name"))
            if said or inside >= 0:
                where = f"container {container}".strip()
                yield EnvSet(line=number + 1, name=name, value=value, where=where)
        elif inside < 0:
            names.note(line, indent)


class _Names:
    """The last `name:` at each column, so that a container's is known where its `env:` begins."""

    def __init__(self) -> None:
        self._at: dict[int, str] = {}

    def note(self, line: str, indent: int) -> None:
        """Look at a line outside of any `env:`."""
        dashes = rx(r" *((?:- +)*)").match(line)
        column = indent + len(dashes.group(1)) if dashes else indent
        last = min(column, indent)  # of what this line does not end
        self._at = {at: name for at, name in self._at.items() if at <= last}
        if line[column:].startswith("name:"):
            self._at[column] = _plain(line[column + 5 :]) or ""

    def at(self, column: int) -> str:
        """The name beside a key that stands in a column."""
        return self._at.get(column, "")


def _value(lines: list[str], item: int, column: int) -> tuple[bool, str | None]:
    """Whether an item says where its value comes from, and the value."""
    templated = False
    for line in lines[item + 1 : item + 30]:
        bare = line.strip()
        if not bare or bare.startswith("#"):
            continue
        if bare.startswith("{{"):
            templated = True
            continue
        indent = len(line) - len(line.lstrip(" "))
        if indent < column:
            break
        if indent == column and bare.startswith("valueFrom:"):
            return True, None
        if indent == column and bare.startswith("value:"):
            return True, None if templated else _plain(bare[6:])
    return False, None if templated else ""


def _plain(text: str) -> str | None:
    """What a scalar says; None where a template says it, or it goes on in other lines."""
    if "{{" in text or text.strip()[:1] in ("|", ">"):
        return None
    roots = read_yaml(text.strip())
    if not roots:
        return ""
    return roots[0].text if isinstance(roots[0], Scalar) else None
