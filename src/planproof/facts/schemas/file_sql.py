"""SQL: tables that are created, altered and dropped, and PostgreSQL's enums.

What undoes a migration is left out: the second half of a file that goes up and down, and files that only
go down, by the conventions of goose, sql-migrate, dbmate, golang-migrate, diesel, Flyway and sqitch.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import Fact
from planproof.facts.schemas._sql import statements
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = ("*.sql", "*.ddl")

NEEDS = (b"TABLE", b"table", b"Table", b"TYPE", b"type")

_DOWN_FILE = r"(?i)(^|[/._-])(down|undo|rollback)\.sql$|(^|/)revert/[^/]*\.sql$|(^|/)[Uu]\d[\w.]*__[^/]*\.sql$"
_DOWN = r"(?i)\s*--\s*(\+goose\s+down|\+migrate\s+down|migrate:down|(//)?@undo|={2,}\s*down)\b"
_UP = r"(?i)\s*--\s*(\+goose\s+up|\+migrate\s+up|migrate:up)\b"
_DATA = r"(?i)\s*COPY\s.*\sFROM\s+STDIN\b.*;\s*$"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """What each statement of a file defines."""
    if not rx(_DOWN_FILE).search(path):
        yield from statements(_upward(decoded(data)))


def _upward(text: str) -> str:
    """A text whose lines that undo, or are data of PostgreSQL's `COPY`, are empty."""
    if not rx(r"(?i)down|undo|stdin").search(text):
        return text
    kept, down, copied = [], False, False
    for line in text.split("\n"):
        down = not rx(_UP).match(line) if down else rx(_DOWN).match(line) is not None
        kept.append("" if down or copied else line)
        copied = line.rstrip() != "\\." if copied else rx(_DATA).match(line) is not None
    return "\n".join(kept)
