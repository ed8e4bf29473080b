"""Secrets are taken out, other things stay, terminals are left in peace, and none of it takes long.

Keys here are put together from pieces, so that no scanner of secrets takes this file for a leak.
"""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.evidence.redact import plain, redact, secrets_of, tail

LETTERS = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ6lR"
BEGIN = "-----BEGIN RSA PRIVATE " + "KEY-----"
END = "-----END RSA PRIVATE " + "KEY-----"

TOKENS = [
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ASIA" + "IOSFODNN7EXAMPLE",
    "ghp_" + LETTERS + "x",
    "ghs_" + LETTERS + "x",
    "github_pat_" + LETTERS + "_" + LETTERS,
    "glpat-" + LETTERS[:20],
    "xoxb-" + "123456789012-" + LETTERS[:24],
    "xapp-" + "1-A0123-456-" + LETTERS,
    "https://hooks.slack.com/" + "services/T00000000/B00000000/" + LETTERS[:24],
    "AIza" + LETTERS,
    "ya29." + LETTERS,
    "GOCSPX-" + LETTERS[:28],
    "npm_" + LETTERS + "x",
    "pypi-Ag" + "EIcHlwaS5vcmc" + LETTERS,
    "sk_live_" + LETTERS[:24],
    "sk-proj-" + LETTERS,
    "hf_" + LETTERS,
    "SG." + LETTERS[:22] + "." + LETTERS + "12345678",
    "eyJhbGciOiJIUzI1NiJ9" + ".eyJzdWIiOiIxMjM0In0." + LETTERS,
]


@pytest.mark.parametrize("token", TOKENS)
def test_keys_of_services(token: str) -> None:
    assert redact(token) == "[redacted]"
    assert redact(f'a "{token}" b\n{token}, c') == 'a "[redacted]" b\n[redacted], c'


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("password=hunter2", "password=[redacted]"),
        ("DB_PASSWORD=hunter2 next", "DB_PASSWORD=[redacted] next"),
        ("spring.datasource.password: hunter2", "spring.datasource.password: [redacted]"),
        ('{"password": "two words", "n": 1}', '{"password": "[redacted]", "n": 1}'),
        ("{'password': 'it\"s', 'n': 1}", "{'password': '[redacted]', 'n': 1}"),
        ('{\\"token\\": \\"abcdef123\\"}', '{\\"token\\": \\"[redacted]"}'),
        ("token: abcdefg1", "token: [redacted]"),
        ("api key: abcdefg1", "api key: [redacted]"),
        ("apiKey => 'abcdefg1'", "apiKey => '[redacted]'"),
        ("aws_secret_access_key = abc/def+1", "aws_secret_access_key = [redacted]"),
        ("Server=db;Pwd=hunter2;Uid=me", "Server=db;Pwd=[redacted]"),
        ("GET /x?token=abcdefg1&page=2", "GET /x?token=[redacted]&page=2"),
        ("client --password hunter2 --verbose", "client --password [redacted] --verbose"),
        ("client --auth-token abc --verbose", "client --auth-token [redacted] --verbose"),
        ("curl -H 'Authorization: Basic dTpw' x", "curl -H 'Authorization: [redacted]' x"),
        ("> Authorization: Bearer abc def\r\n> Accept: */*", "> Authorization: [redacted]\r\n> Accept: */*"),
        ('"authorization": "Bearer abc"', '"authorization": "[redacted]"'),
        ("Set-Cookie: id=1; Path=/\nDate: x", "Set-Cookie: [redacted]\nDate: x"),
        ("cookie: a=b; c=d", "cookie: [redacted]"),
        ("X-Api-Key: abc", "X-Api-Key: [redacted]"),
        ("sent Bearer abcdefghijklmnop1", "sent Bearer [redacted]"),
        ("postgres://me:hunter2@db:5432/x", "postgres://[redacted]@db:5432/x"),
        ("redis://:hunter2@cache", "redis://[redacted]@cache"),
        (f"a\n{BEGIN}\nMIIabc\n{END}\nb", "a\n[redacted]\nb"),
        (f"a\n{BEGIN}\nMIIabc", "a\n[redacted]"),
        (f"a line\nMIIabc+/\nabc=\n{END}\nb", "a line\n[redacted]\nb"),
        (f'key="{BEGIN}\\nMII\\n{END}\\n"', 'key="[redacted]\\n"'),
        (f"{BEGIN}\nx\n{END}\ny\n{BEGIN}\nz\n{END}", "[redacted]\ny\n[redacted]"),
    ],
)  # fmt: skip
def test_what_looks_like_a_secret(text: str, expected: str) -> None:
    assert redact(text) == expected
    assert redact(expected) == expected


@pytest.mark.parametrize(
    "text",
    [
        "commit 9fceb02d0ae598e95dc970b74767f19372d61af8",
        "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        "integrity sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg==",
        "Idempotency-Key: 550e8400-e29b-41d4-a716-446655440000",
        "id=550e8400-e29b-41d4-a716-446655440000",
        "SyntaxError: unexpected token: identifier",
        "Unexpected token '<' at position 0",
        "PWD=/home/me/project",
        "12 tokens: 34567 ms",
        "primary_key=order_id, key=orders-2024, foreign key: id",
        "the password is asked for",
        "Password:\nnext line",
        "password=********",
        "https://example.org/a:b@c and mail@example.org",
        "http://127.0.0.1:8080/x?y=1@2",
        "git@github.com:owner/name.git",
        "ssh://git@github.com/owner/name.git",
        "risk-assessment-and-mitigation-plan-for-orders-2024",
        "task_live_view, sk-learn, npm_config_cache=/tmp/x",
        "http_req_duration..............: avg=12.4ms p(95)=31.2ms",
        "4,812 passed, 3 skipped in 12.80s",
        "secretary: Ada, tokenizer: fast, bearer of bad news",
        "-----BEGIN CERTIFICATE-----\nMIIabc\n-----END CERTIFICATE-----",
        "",
    ],
)
def test_no_false_alarms(text: str) -> None:
    assert redact(text) == text


def test_known_values() -> None:
    text = "a=correct horse, b=correct+horse c=correct%20horse d=Correct horse"
    assert redact(text, ["correct horse"]) == (
        "a=[redacted], b=[redacted] c=[redacted] d=Correct horse"
    )
    assert redact("short is 1234567", ["1234567"]) == "short is 1234567"
    assert redact("first line one\nx second line", ["first line one\nsecond line"]) == (
        "[redacted]\nx [redacted]"
    )
    assert redact("abcdefgh abcdefghij", ["abcdefgh", "abcdefghij"]) == "[redacted] [redacted]"
    assert redact("password=abcdefghXY", ["abcdefgh"]) == "password=[redacted]"


def test_a_known_value_that_looks_like_the_mark_does_no_harm() -> None:
    assert redact("[redacted] redacted", ["redacted", "[redacted]"]) == "[redacted] redacted"


def test_known_values_are_those_of_variables_called_so() -> None:
    environment = {
        "GITHUB_TOKEN": "abcdefgh",
        "db_password": "ijklmnop",
        "SHORT_KEY": "1234567",
        "HOME": "/home/somebody",
    }
    assert secrets_of(environment) == ("abcdefgh", "ijklmnop")


PIECES = [
    BEGIN, END, "[redacted]", "[redac", "ted]", "password", "token", "bearer ", ": ", "=", '"', "'", "\\", "\n", " ",
    "https://", "u:", "@", "Authorization", "Cookie: ", "--api-key ", "abcdefg1", "hunter2hunter2", "]", "[", ",",
    "&", "MIIabc", "eyJ", ".",
]  # fmt: skip


def joined(pieces: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(pieces) | st.text(max_size=5), max_size=20).map("".join)


@settings(max_examples=500)
@given(
    joined([*PIECES, *TOKENS]),
    st.lists(st.text(min_size=8, max_size=14) | st.just("hunter2hunter2"), max_size=3),
)
def test_redacting_twice_is_redacting_once(text: str, known: list[str]) -> None:
    once = redact(text, known)
    assert redact(once, known) == once


@given(joined(PIECES), st.sampled_from(TOKENS))
def test_no_token_survives_among_whatever(text: str, token: str) -> None:
    assert token not in redact(f"{text} {token} {text}")


@given(st.text(), st.text(min_size=8))
def test_no_known_value_survives(text: str, known: str) -> None:
    if known.isalnum() and known not in "[redacted]":
        assert known not in redact(text + known + text, [known])


UNITS = [
    "a", "-", "--a", " ", "[", "]", "[redacted]", "[redac", "eyJ", "eyJaaaaaaaaaaaa.", "a://", "a://b:", "://a:b",
    "password=", 'password:"', "token ", "token=", "token:aaaaaaa ", "bearer ", "bearer aaaaaaaa", BEGIN, END,
    "abcdefgh\n", "authorization:", "glpat-", "SG.aaaaaaaaaaaaaaaa.", "sk-", "\\", '"', "\x1b[", "\x1b]", "\x1b[1;1",
    "\x1b]0;a", "\x1bP", "\n", "\r", "--a-", "ghp_", "hunter2hunter", "xoxb-", "=", ":", "%61",
]  # fmt: skip


@pytest.mark.parametrize("unit", UNITS)
def test_a_megabyte_of_anything_is_done_soon(unit: str) -> None:
    """A quadratic pattern would take hours; linear ones take about a fifth of this on a slow machine."""
    text = unit * (1_000_000 // len(unit))
    started = time.process_time()
    redact(plain(f"password='{text}"), ["hunter2hunter2"])
    redact(plain(text), ["hunter2hunter2"])
    assert time.process_time() - started < 8


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\x1b[31mred\x1b[0m", "red"),
        ("\x1b]0;title\x07text", "text"),
        ("\x1b]8;;http://evil\x1b\\link\x1b]8;;\x1b\\", "link"),
        ("\x1b]52;c;ZXZpbA==\x07clipboard", "clipboard"),
        ("\x1bP+q544e\x1b\\dcs", "dcs"),
        ("\x1b_apc\x9capc", "apc"),
        ("\x9b2J\x1b(B\x1b=\x1bcend", "end"),
        ("\x1b\x1b[2J[2J", "[2J"),
        ("\x1b]0;no end\nnext", "0;no end\nnext"),
        ("50%\r100%\r\ndone", "50%\n100%\ndone"),
        ("a\bb\x00c\x7fd\x85e", "abcde"),
        ("a\tb", "a\tb"),
        ("user\u202eexe.txt", "userexe.txt"),
        ("p95 ≤ 200 ms – ok ✓", "p95 ≤ 200 ms – ok ✓"),
    ],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(st.sampled_from("\x1b\x9b\x9c\x07[]P_\\0;mJa\n\t\r\u202e"), max_size=40))
def test_plain_text_cannot_steer_a_terminal(text: str) -> None:
    made = plain(text)
    assert all(letter.isprintable() or letter in "\n\t" for letter in made)
    assert plain(made) == made


def test_a_short_output_is_its_own_tail() -> None:
    assert tail(b"") == ""
    assert tail(b"one\ntwo\n") == "one\ntwo\n"


def test_a_long_output_is_cut_at_a_lines_start() -> None:
    data = b"".join(b"line %04d\n" % number for number in range(1000))  # 10 bytes each
    assert tail(data, 35) == "... 9,970 bytes left out\nline 0997\nline 0998\nline 0999\n"
    assert tail(data, 30) == "... 9,970 bytes left out\nline 0997\nline 0998\nline 0999\n"
    assert tail(data, 30, before=5000).startswith("... 14,970 bytes left out\nline 0997\n")


def test_a_long_line_is_cut_within() -> None:
    assert tail(b"x" * 100 + b"end\n", 8) == "... 96 bytes left out\nxxxxend\n"


def test_a_character_is_not_cut() -> None:
    assert tail("é".encode() * 10, 5) == "... 16 bytes left out\néé"


def test_what_was_cut_before_leaves_no_half_line() -> None:
    assert tail(b"alf of it\nwhole line\nwhole line\n", before=100) == (
        "... 110 bytes left out\nwhole line\nwhole line\n"
    )


def test_neither_colour_nor_cut_hides_a_secret() -> None:
    token = TOKENS[2]
    coloured = f"{token[:9]}\x1b[31m{token[9:]}".encode()
    assert tail(coloured) == "[redacted]"
    assert "vW4yZ7" not in tail(b"x" * 100 + b" " + token.encode(), 20)


def test_the_tail_has_no_known_value() -> None:
    assert tail(b"it is hunter2hunter2", known=["hunter2hunter2"]) == "it is [redacted]"


@given(st.binary(max_size=300), st.integers(1, 100), st.integers(0, 10))
def test_a_tail_is_never_longer_than_asked(data: bytes, most: int, before: int) -> None:
    made = tail(data, most, before=before)
    first, _, rest = made.partition("\n")
    kept = rest if first.endswith("bytes left out") else made
    assert len(kept.encode()) <= most


def test_secrets_that_are_glued_to_each_other_all_go() -> None:
    key = "AIzaaB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ6lR"
    assert "AIza" not in redact(key * 5)
