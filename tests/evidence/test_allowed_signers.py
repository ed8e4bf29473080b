"""The file of allowed signers is read as ssh-keygen reads it, or a line is named that is not."""

from __future__ import annotations

import base64
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.allowed_signers import (
    AllowedSigners,
    among,
    plain_names,
    read_allowed_signers,
    time_of,
)
from planproof.evidence.sshsig import ed25519_key, fingerprint

ONE, OTHER = ed25519_key(b"1" * 32), ed25519_key(b"2" * 32)
LINE = "ssh-ed25519 " + base64.b64encode(ONE).decode()
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def read_one(line: str) -> AllowedSigners:
    found = read_allowed_signers(line)
    assert found.problems == ()
    return found


def test_lines_comments_and_blank_lines() -> None:
    text = f"# ours\n\nada@example.com {LINE} Ada's laptop\n  grace@example.com,@grace {LINE}\n"
    found = read_one(text)
    assert [(one.line, one.principals) for one in found.signers] == [
        (3, ("ada@example.com",)),
        (4, ("grace@example.com", "@grace")),
    ]
    standing = found.principals_of(ONE, NOON)
    assert standing.principals == ("ada@example.com", "grace@example.com", "@grace")
    assert standing.reason == ""


def test_a_key_that_is_not_there() -> None:
    standing = read_one(f"ada@example.com {LINE}").principals_of(OTHER, NOON)
    assert standing.principals == ()
    assert standing.reason == f"the key {fingerprint(OTHER)} is not listed"


@pytest.mark.parametrize(
    ("option", "counts"),
    [
        ('namespaces="planproof"', True),
        ('namespaces="git,planproof"', True),
        ('NAMESPACES="plan*"', True),
        ('namespaces="git"', False),
        ('namespaces="*,!planproof"', False),
        ("valid-after=20260301", True),
        ("valid-after=202603011200", True),
        ("valid-after=20260301120001Z", False),
        ('valid-before="20260301120001"', True),
        ("valid-before=202603011200Z", False),
        ('namespaces="planproof",valid-after="20260101",valid-before="20270101"', True),
        ('namespaces="planproof",valid-after="20270101"', False),
    ],
)
def test_options(option: str, counts: bool) -> None:
    standing = read_one(f"ada@example.com {option} {LINE}").principals_of(ONE, NOON)
    assert bool(standing.principals) is counts
    assert bool(standing.reason) is not counts


def test_a_time_that_nobody_knows_counts_for_nothing_where_there_is_a_limit() -> None:
    assert read_one(f"a {LINE}").principals_of(ONE, None).principals == ("a",)
    assert read_one(f"a valid-after=20200101 {LINE}").principals_of(ONE, None).principals == ()


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ada@example.com", "lacks principals"),
        (f"{LINE}", "lacks principals"),
        (f"ada@example.com cert-authority {LINE}", "takes no certificates"),
        (f'ada@example.com namespaces="git",cert-authority {LINE}', "takes no certificates"),
        (f"ada@example.com valid-after=2026 {LINE}", "is no time"),
        (f"ada@example.com valid-after=20261301 {LINE}", "no such time"),
        (f"ada@example.com colour=red {LINE}", "no option `colour`"),
        (f'ada@example.com namespaces="a",namespaces="b" {LINE}', "twice"),
        (f'ada@example.com namespaces="" {LINE}', "says nothing"),
        (f"ada@example.com valid-before= {LINE}", "says nothing"),
        ("ada@example.com ssh-dss AAAAB3NzaC1kc3M=", "of a kind that planproof does not take"),
        ("ada@example.com ssh-ed25519 nonsense!", "no base64"),
        (f", {LINE}", "names no principal"),
    ],
)
def test_lines_that_cannot_be_read_count_for_nothing(line: str, reason: str) -> None:
    found = read_allowed_signers(f"\n{line}\nada@example.com {LINE}")
    assert [(one.line, reason in one.reason) for one in found.problems] == [(2, True)]
    assert [one.line for one in found.signers] == [3]


@given(st.text(max_size=200))
def test_any_text_is_read(text: str) -> None:
    found = read_allowed_signers(text)
    lines = [
        line for line in text.splitlines() if line.strip() and not line.strip().startswith("#")
    ]
    assert len(found.signers) + len(found.problems) == len(lines)


def test_a_hostile_line_takes_no_time() -> None:
    found = read_allowed_signers('a "' * 100_000 + "\n" + "a=" * 100_000 + " b c")
    assert len(found.problems) == 2


@pytest.mark.parametrize(
    ("name", "patterns", "matches"),
    [
        ("ada@example.com", ("*@example.com",), True),
        ("ADA@Example.com", ("ada@example.COM",), True),
        ("ada@example.com", ("*@example.com", "!ada@*"), False),
        ("ada@example.com", ("!ada@*", "*@example.com"), False),
        ("ada@example.com", ("?da@example.com",), True),
        ("ada@example.com", ("[a]da@example.com",), False),
        ("ada@example.com.evil.org", ("*@example.com",), False),
        ("ada", (), False),
    ],
)
def test_patterns(name: str, patterns: tuple[str, ...], matches: bool) -> None:
    assert among(name, patterns) is matches


def test_patterns_are_no_names() -> None:
    assert plain_names({"*", "a?", "!b", "", "ada"}) == {"ada"}


@pytest.mark.parametrize(
    ("text", "when"),
    [
        ("2026-03-01T12:00:00Z", NOON),
        ("2026-03-01T13:00:00.000+01:00", NOON),
        ("2026-03-01", None),
        ("2026-13-01T12:00:00Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("", None),
    ],
)
def test_times(text: str, when: datetime | None) -> None:
    assert time_of(text) == when
