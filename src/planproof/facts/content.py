"""A file's content as filters see it: which words it has, found in one pass over its bytes."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, cached_property

_LOWER = bytes(
    byte if chr(byte) in "0123456789abcdefghijklmnopqrstuvwxyz_" else byte + 32 if 65 <= byte <= 90 else 32
    for byte in range(256)
)  # fmt: skip
"""Letters in lower case, digits and underscores; everything else becomes a space."""


class Content:
    """Bytes, and their words in lower case.

    A file has thousands of words and a few hundred different ones, so that asking its set of words for
    some fifty names costs far less than searching its bytes for each.
    """

    def __init__(self, data: bytes) -> None:
        self.data = data

    @cached_property
    def words(self) -> frozenset[bytes]:
        """Every run of ASCII letters, digits and underscores, in lower case."""
        return frozenset(self.data.translate(_LOWER).split())

    @cached_property
    def _listed(self) -> bytes:
        return b"\n" + b"\n".join(self.words) + b"\n"

    def having(self, needs: Needs) -> frozenset[bytes]:
        """Those of some byte strings that the content contains, in this case."""
        found: set[bytes] = set()
        for word in needs.words.keys() & self.words:
            found.update(needs.words[word])
        listed = self._listed
        for piece, those in needs.parts:
            if piece in listed:
                found.update(those)
        data = self.data
        return frozenset([need for need in found if need in data])

    def names(self, word: bytes) -> bool:
        """Whether a name, given in lower case, stands here with no letter, digit or underscore beside it."""
        if word in self.words:
            return True
        if not word.translate(None, b"abcdefghijklmnopqrstuvwxyz0123456789_"):
            return False
        piece = _piece(word)
        return (not piece or piece in self._listed) and self._stands(word)

    def _stands(self, word: bytes) -> bool:
        text = self.data.lower()
        at = text.find(word)
        while at >= 0:
            end = at + len(word)
            before = at == 0 or not _is_word(text[at - 1]) or not _is_word(word[0])
            after = end == len(text) or not _is_word(text[end]) or not _is_word(word[-1])
            if before and after:
                return True
            at = text.find(word, at + 1)
        return False


class Needs:
    """Byte strings that a content is searched for, by the part of each that is within one word.

    Attributes:
        words: those of which that part is a whole word, by the word.
        parts: those of which it may be a part of one, by it.
    """

    def __init__(self, needs: Iterable[bytes]) -> None:
        self.words: dict[bytes, list[bytes]] = {}
        parts: dict[bytes, list[bytes]] = {}
        for need in dict.fromkeys(needs):
            piece = _piece(need)
            if piece[:1] == piece[-1:] == b"\n":
                self.words.setdefault(piece.strip(), []).append(need)
            else:
                parts.setdefault(piece, []).append(need)
        self.parts = tuple(parts.items())


def _is_word(byte: int) -> bool:
    return _LOWER[byte] != 32


@cache
def _piece(need: bytes) -> bytes:
    """The longest part of some bytes that is within one word, with line ends where the word ends there."""
    spaced = need.translate(_LOWER)
    best = max(spaced.split(), key=len, default=b"")
    if not best:
        return b""
    at = spaced.find(best)
    end = at + len(best)
    left = b"\n" if at > 0 else b""
    right = b"\n" if end < len(spaced) else b""
    return left + best + right
