"""The allowed signers: whose key is whose, in OpenSSH's own format.

Source: ssh-keygen(1), "ALLOWED SIGNERS", OpenSSH 9.2. It differs in two things: a certificate authority
is refused, for planproof reads no certificates, and a time without `Z` is UTC, so that a ledger is judged
alike everywhere.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import UTC, datetime
from fnmatch import translate
from functools import cache

import msgspec

from planproof.evidence.sshsig import NAMESPACE, NotSignature, fingerprint, key_of_line
from planproof.text.patterns import rx

MOST_BYTES = 4 * 1024 * 1024
"""A longer file of allowed signers is not read."""

_WORD = r'(?:[^\s"]|"(?:[^"\\]|\\.)*+")++'
_OPTION = r'([A-Za-z-]+)(?:="((?:[^"\\]|\\.)*+)"|=([^,"]*))?(?:,|\Z)'


class AllowedSigner(msgspec.Struct, frozen=True, gc=False, kw_only=True):
    """A line of the file.

    Attributes:
        line: its number, from 1.
        principals: patterns of the names that the key speaks for; one with `!` takes them away.
        key: the public key's bytes.
        namespaces: patterns of what the key may sign; empty for anything.
        valid_after: the key does not count before this; None without a limit.
        valid_before: the key does not count from this on.
    """

    line: int
    principals: tuple[str, ...]
    key: bytes
    namespaces: tuple[str, ...] = ()
    valid_after: datetime | None = None
    valid_before: datetime | None = None


class Problem(msgspec.Struct, frozen=True, gc=False):
    """A line that cannot be read, and why, in one sentence without a full stop."""

    line: int
    reason: str


class AllowedSigners(msgspec.Struct, frozen=True, gc=False):
    """Everybody whose signature counts.

    Attributes:
        signers: the lines that were read.
        problems: those that were not. Their keys count for nothing.
    """

    signers: tuple[AllowedSigner, ...]
    problems: tuple[Problem, ...] = ()

    def principals_of(self, key: bytes, when: datetime | None) -> Standing:
        """Whom a key speaks for at a time.

        Args:
            key: the public key's bytes.
            when: the time; None where nobody knows it, and keys with a limit do not count.
        """
        lines = [one for one in self.signers if one.key == key]
        if not lines:
            return Standing((), f"the key {fingerprint(key)} is not listed")
        ours = [one for one in lines if not one.namespaces or among(NAMESPACE, one.namespaces)]
        if not ours:
            return Standing((), f"the key {fingerprint(key)} is not listed for `{NAMESPACE}`")
        reasons = [_outside(one, when) for one in ours]
        valid = [one for one, reason in zip(ours, reasons, strict=True) if not reason]
        if not valid:
            return Standing((), f"the key {fingerprint(key)} {reasons[0]}")
        return Standing(tuple(dict.fromkeys(name for one in valid for name in one.principals)))


class Standing(msgspec.Struct, frozen=True, gc=False):
    """Whom a key speaks for, as patterns of names; or why for nobody."""

    principals: tuple[str, ...]
    reason: str = ""


def read_allowed_signers(text: str) -> AllowedSigners:
    """Read a file of allowed signers. Never raises: a line that cannot be read is a problem."""
    signers: list[AllowedSigner] = []
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        words = line.strip()
        if not words or words.startswith("#"):
            continue
        try:
            signers.append(_signer(number, words))
        except NotSignature as error:
            problems.append(Problem(number, error.reason))
    return AllowedSigners(tuple(signers), tuple(problems))


def among(name: str, patterns: Iterable[str]) -> bool:
    """Whether a name matches a list of patterns, as OpenSSH has it: one with `!` that matches decides."""
    found = False
    for pattern in patterns:
        denies = pattern.startswith("!")
        if _glob(pattern[1:] if denies else pattern).match(name.casefold()):
            if denies:
                return False
            found = True
    return found


def time_of(text: str) -> datetime | None:
    """A time of a record, RFC 3339; None where it is none."""
    if not rx(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)").fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def plain_names(names: Collection[str]) -> frozenset[str]:
    """The names among some that are no patterns, and so stand for nobody but their owner."""
    return frozenset(name for name in names if name and not rx(r"[*?!]").search(name))


def _outside(one: AllowedSigner, when: datetime | None) -> str:
    """Why a line does not count at a time; empty where it does."""
    if one.valid_after is None and one.valid_before is None:
        return ""
    if when is None:
        return "is valid for some time only, and the record does not tell its own"
    if one.valid_after is not None and when < one.valid_after:
        return f"is valid from {_shown(one.valid_after)} on, which is after the record was made"
    if one.valid_before is not None and when >= one.valid_before:
        return f"was valid until {_shown(one.valid_before)}, which is before the record was made"
    return ""


def _shown(when: datetime) -> str:
    return when.strftime("%Y-%m-%d %H:%M UTC")


def _signer(number: int, words: str) -> AllowedSigner:
    parts = rx(_WORD).findall(words)
    if len(parts) < 3:
        raise NotSignature("it lacks principals, a kind of key, or the key")
    principals = tuple(filter(None, parts[0].replace('"', "").split(",")))
    if not principals:
        raise NotSignature("it names no principal")
    said = {}
    rest = parts[1:]
    if "=" in rest[0] or rest[0].casefold() == "cert-authority":
        said = _options(rest[0])
        rest = rest[1:]
    return AllowedSigner(
        line=number,
        principals=principals,
        key=key_of_line(" ".join(rest)),
        namespaces=tuple(filter(None, said.get("namespaces", "").split(","))),
        valid_after=_time(said.get("valid-after", "")),
        valid_before=_time(said.get("valid-before", "")),
    )


def _options(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    at = 0
    while at < len(text):
        match = rx(_OPTION).match(text, at)
        if match is None:
            raise NotSignature("its options cannot be read")
        name = match[1].casefold()
        if name == "cert-authority":
            raise NotSignature("planproof takes no certificates: list each person's own key")
        if name not in ("namespaces", "valid-after", "valid-before"):
            raise NotSignature(f"there is no option `{name[:40]}`")
        if name in found:
            raise NotSignature(f"it has the option `{name}` twice")
        found[name] = match[2] if match[2] is not None else match[3] or ""
        if not found[name]:
            raise NotSignature(f"its option `{name}` says nothing")
        at = match.end()
    return found


def _time(text: str) -> datetime | None:
    if not text:
        return None
    match = rx(r"(\d{8})(\d\d\d\d)?(\d\d)?Z?").fullmatch(text.upper())
    if match is None or (match[3] and not match[2]):
        raise NotSignature(f"`{text[:40]}` is no time such as 20260131 or 202601311830Z")
    digits = match[1] + (match[2] or "0000") + (match[3] or "00")
    try:
        return datetime.strptime(digits, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise NotSignature(f"there is no such time as `{text[:40]}`") from None


@cache
def _glob(pattern: str) -> re.Pattern[str]:
    # OpenSSH knows `*` and `?` alone; a bracket is a bracket.
    return re.compile(translate(pattern.casefold().replace("[", "[[]")))
