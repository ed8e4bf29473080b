"""Reading results files: each format has a reader, one file in `readers/`.

A reader's file is named for its format (`k6.py`) and has a docstring (its first line names format and
tool, with the version whose output or source it was written from) and

    def recognises(content: Content) -> bool: cheap, and sure that no other format looks like this
    def read(content: Content) -> Results: whatever stands in it; raises Unreadable where it cannot
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from types import ModuleType
from typing import NamedTuple

from planproof.discovery import modules
from planproof.evidence.content import MOST_BYTES, Content, Unreadable
from planproof.evidence.model import Results


class Reader(NamedTuple):
    """A reader as it was found."""

    name: str
    title: str
    doc: str
    recognises: Callable[[Content], bool]
    read: Callable[[Content], Results]


@cache
def readers() -> dict[str, Reader]:
    """Every reader by name."""
    from planproof.evidence import readers as package

    return {reader.name: reader for reader in map(_reader, modules(package))}


def _reader(module: ModuleType) -> Reader:
    name = module.__name__.rpartition(".")[2].replace("_", "-")
    doc = (module.__doc__ or "").strip()
    return Reader(name, doc.partition("\n")[0].rstrip("."), doc, module.recognises, module.read)


def read_results(name: str, data: bytes) -> Results:
    """What a results file says. JSON that no reader recognises has no measurements of its own.

    Args:
        name: its path.
        data: its content.

    Raises:
        Unreadable: it is empty, too large, damaged, or of a format that nobody knows.
    """
    if not data.strip():
        raise Unreadable("it is empty")
    if len(data) > MOST_BYTES:
        raise Unreadable(f"it is larger than {MOST_BYTES // 1024 // 1024} MiB")
    content = Content(name, data)
    for reader in readers().values():
        if reader.recognises(content):
            return reader.read(content)
    if content.is_json:
        return Results(format="json")
    if content.head.startswith(("{", "[")):
        _ = content.json  # says what is wrong with it
    if content.is_xml:
        _ = content.xml
    raise Unreadable("its format is none that is known")
