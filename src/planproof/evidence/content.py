"""A results file's content, parsed once and safely, whatever somebody put into it."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from functools import cached_property
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from planproof.text.patterns import rx

MOST_BYTES = 64 * 1024 * 1024
"""Files beyond this size are not read."""

MOST_ELEMENTS = 2_000_000
DEEPEST = 200


class Unreadable(Exception):
    """A results file cannot be read. `reason` says why, without a full stop."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Content:
    """The bytes of a results file with its name, and what parsers make of them.

    Attributes:
        name: its path, as it was asked for.
        data: its bytes.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self.name = name
        self.data = data

    @cached_property
    def head(self) -> str:
        """The first few thousand characters, for recognising a format."""
        return self.data[:4096].decode("utf-8-sig", "replace").lstrip()

    @cached_property
    def text(self) -> str:
        """All of it as text; bytes that are no UTF-8 are replaced."""
        return self.data.decode("utf-8-sig", "replace")

    @cached_property
    def is_json(self) -> bool:
        """Whether it parses as one JSON value, an object or an array."""
        if not self.head.startswith(("{", "[")):
            return False
        try:
            return isinstance(self.json, dict | list)
        except Unreadable:
            return False

    @cached_property
    def json(self) -> Any:
        """It as JSON. `NaN` and the infinities, which some tools write, become floats that are not finite.

        Raises:
            Unreadable: it is no JSON, or nested too deeply.
        """
        try:
            return _loaded(self.text)
        except RecursionError:
            raise Unreadable("it is nested too deeply") from None
        except ValueError as error:
            raise Unreadable(f"it is not JSON: {error}") from None

    @cached_property
    def json_lines(self) -> list[Any]:
        """Each line that is a JSON value; lines that are none are left out."""
        found = []
        for line in self.text.split(
            "\n"
        ):  # a JSON string may hold U+2028, which is no end of a line here
            if line.strip().startswith(("{", "[")):
                try:
                    found.append(_loaded(line))
                except (ValueError, RecursionError):
                    continue
        return found

    @cached_property
    def xml(self) -> Element:
        """The root of it as XML, without entities of its own and without anything fetched.

        Raises:
            Unreadable: it is no XML, is cut off, declares entities, or is too large or too deep.
        """
        return _parsed(self.data)

    @cached_property
    def is_xml(self) -> bool:
        """Whether it begins as XML does."""
        return self.head.startswith("<")


def _loaded(text: str) -> Any:
    """JSON as values, with `?` for halves of surrogate pairs: no text that is written may hold them."""
    value = json.loads(text)
    if rx(r"\\u[dD][89a-fA-F]").search(text):
        written = json.dumps(value, ensure_ascii=False).encode("utf-8", "replace")
        value = json.loads(written)
    return value


def _parsed(data: bytes) -> Element:
    """An element tree by way of expat, which lets entity declarations be refused."""
    from xml.parsers import expat

    builder = TreeBuilder()
    depth = count = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth, count
        depth += 1
        count += 1
        if depth > DEEPEST or count > MOST_ELEMENTS:
            raise Unreadable("it is nested too deeply" if depth > DEEPEST else "it is too large")
        builder.start(name.rpartition("}")[2], attributes)

    def end(name: str) -> None:
        nonlocal depth
        depth -= 1
        builder.end(name.rpartition("}")[2])

    def entity(*_: object) -> int:
        raise Unreadable("it declares entities, which no results file needs")

    parser = expat.ParserCreate(namespace_separator="}")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = builder.data
    parser.EntityDeclHandler = entity
    parser.UnparsedEntityDeclHandler = entity
    parser.ExternalEntityRefHandler = entity
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError, ValueError) as error:  # the others: of its encoding
        raise Unreadable(f"it is not XML: {error}") from None
    return builder.close()


def at(value: Any, *path: str | int) -> Any:
    """What stands at a path in parsed JSON; None where there is nothing of that form."""
    for step in path:
        if isinstance(value, dict) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, list) and isinstance(step, int) and -len(value) <= step < len(value):
            value = value[step]
        else:
            return None
    return value


def number(value: Any) -> float | None:
    """A finite number, also where it is written as a string; None for anything else."""
    if isinstance(value, str):
        try:
            value = float(value)
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        found = float(value)
    except OverflowError:
        return None
    return found if math.isfinite(found) else None


def whole(value: Any) -> int | None:
    """A whole number that is not negative, also as a string; None for anything else."""
    found = number(value)
    return int(found) if found is not None and found >= 0 and found == int(found) else None


def words(value: Any) -> str:
    """A string as it is, a number as its digits, and nothing for anything else."""
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def entries(value: Any) -> Iterator[tuple[str, Any]]:
    """The entries of an object; none for anything else."""
    if isinstance(value, dict):
        yield from ((key, one) for key, one in value.items() if isinstance(key, str))


def listed(value: Any) -> list[Any]:
    """A list as it is; an empty one for anything else."""
    return value if isinstance(value, list) else []


def pointer(*path: str | int) -> str:
    """A path as a JSON pointer (RFC 6901)."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in path)
