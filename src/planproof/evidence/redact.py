"""Output as it may be kept and shown: without what looks like a secret, and without what steers a terminal.

This is a safety net, not a promise: what looks like nothing in particular is not recognised. So values
that are known to be secret are passed in.

Keys are recognised by the forms that the services which hand them out document. Everything here takes time
linear in the text: no pattern can begin inside what it has already scanned in vain, or the scan is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from planproof.text.patterns import rx

MARK = "[redacted]"
"""What stands in place of a secret."""

LEAST = 8
"""Values shorter than this are too common to be looked for."""

_CALLED = r"(?i)TOKEN|SECRET|PASSWORD|PASSWD|PASSPHRASE|KEY|CREDENTIAL"


_PASSES = 40
"""More secrets than this that are glued to each other stay in part."""


def secrets_of(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The values of variables whose names say that they are secret, for `known` of `redact`."""
    return tuple(
        value
        for name, value in environment.items()
        if rx(_CALLED).search(name) and len(value) >= LEAST
    )


def redact(text: str, known: Iterable[str] = ()) -> str:
    """A text in which `[redacted]` stands for what looks like a secret.

    That is: the known values; private keys, also cut off at either end; what follows `Authorization:`,
    `Cookie:` and the like, `password=`, `token:`, `--api-key` and the like; user and password in URLs; keys in the
    forms of AWS, Azure, GitHub, GitLab, Google, Hugging Face, npm, OpenAI, PyPI, SendGrid, Slack, Stripe;
    JSON Web Tokens. Digests, ids of commits and UUIDs that stand by themselves stay.

    Redacting twice is the same as redacting once.

    Args:
        text: any text.
        known: values to be taken out wherever they stand, also as URLs encode them. Those with fewer than 8
            characters are passed over.
    """
    known = tuple(known)
    for _ in range(
        _PASSES
    ):  # what was taken out may leave its neighbours in a form that is recognised
        done = _redacted(text, known)
        if done == text:
            break
        text = done
    return text


def _redacted(text: str, known: tuple[str, ...]) -> str:
    for value in _spellings(known):
        text = MARK.join(piece.replace(value, MARK) for piece in text.split(MARK))
    text = _without_keys(text)
    text = _headers().sub(_keep_name, text)
    text = _user_in_url().sub(rf"\g<1>{MARK}@", text)
    text = _tokens().sub(MARK, text)
    return _assigned().sub(_keep_name, text)


def _spellings(known: Iterable[str]) -> list[str]:
    """Known values as they may appear, the longest first, so that no part of one is left over."""
    from urllib.parse import quote, quote_plus

    found: set[str] = set()
    for value in known:
        lines = [line.strip() for line in value.splitlines()] if "\n" in value else []
        for one in (value, value.strip(), *lines):
            found.update((one, quote(one, safe=""), quote_plus(one)) if _is_utf8(one) else (one,))
    return sorted((one for one in found if len(one) >= LEAST and one not in MARK), key=_longest)


def _is_utf8(value: str) -> bool:
    return not rx(r"[\ud800-\udfff]").search(value)


def _longest(value: str) -> tuple[int, str]:
    return -len(value), value


def _without_keys(text: str) -> str:
    """Private keys taken out. One whose end is missing goes on to the end, one without its start to it."""
    return "".join(_around_keys(text))


def _around_keys(text: str) -> Iterator[str]:
    at, inside = 0, False
    for edge in rx(r"-{4,5} ?(BEGIN|END) [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)? ?-{4,5}").finditer(
        text
    ):
        begins = edge[1] == "BEGIN"
        if begins and not inside:
            yield text[at : edge.start()]
        elif not begins and not inside:
            yield _without_last_lines(text[at : edge.start()])
        if not begins:
            yield MARK
        at, inside = edge.end(), begins
    yield MARK if inside else text[at:]


def _without_last_lines(text: str) -> str:
    """A text without the lines of base64, and those of headers, that it ends with."""
    lines = text.split("\n")
    body = rx(r"[ \t>|]{0,20}[0-9A-Za-z+/=\\]*+[ \t\r]{0,20}")
    while lines and body.fullmatch(lines[-1]):
        lines.pop()
    return "".join(f"{line}\n" for line in lines)


def _keep_name(match: re.Match[str]) -> str:
    return f"{match[match.lastgroup or 0]}{MARK}"


@cache
def _headers() -> re.Pattern[str]:
    """HTTP headers that carry secrets, up to the end of the line or of the quotation."""
    return re.compile(
        r"""(?P<name>(?<![\w-])
        (?:(?:proxy-)?authorization|(?:set-)?cookie|x-(?:api|auth|vault|amz-security|gitlab)-?(?:key|token)
        |private-token|job-token)
        \\?["']?[ \t]{0,4}[:=][ \t]{0,4}\\?["']?)
        [^\s"'\\][^\r\n"']*""",
        re.IGNORECASE | re.VERBOSE,
    )


@cache
def _user_in_url() -> re.Pattern[str]:
    """`https://user:password@`; neither part can have a slash, so no scan goes past the next `://`."""
    return re.compile(r"""(\b[A-Za-z][A-Za-z0-9+.-]{0,20}://)[^\s/?#@:"'<>]*:[^\s/?#@"'<>]+@""")


@cache
def _tokens() -> re.Pattern[str]:
    """Keys in the forms in which services hand them out."""
    return re.compile(
        r"""(?<![0-9A-Za-z])(?:
          (?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?![0-9A-Za-z])
        | gh[pousr]_[0-9A-Za-z]{36,}
        | github_pat_[0-9A-Za-z_]{22,}
        | gl(?:pat|dt|rt|ptt|cbt|ft|soat|agent|imt|oas|ffct)-[0-9A-Za-z_.-]{20,}
        | xox[abceoprs](?:\.xox[bp])?-[0-9A-Za-z-]{10,}
        | xapp-[0-9]-[0-9A-Za-z-]{10,}
        | https://hooks\.slack\.com/(?:services|workflows|triggers)/[0-9A-Za-z/+_-]{20,}
        | AIza[0-9A-Za-z_-]{35}
        | ya29\.[0-9A-Za-z_-]{20,}
        | GOCSPX-[0-9A-Za-z_-]{28}
        | npm_[0-9A-Za-z]{36}
        | pypi-Ag[0-9A-Za-z_-]{40,}
        | [rs]k_(?:live|test)_[0-9A-Za-z]{16,}
        | sk-(?:ant|proj|svcacct|admin)-[0-9A-Za-z_-]{20,}
        | sk-[0-9A-Za-z]{32,}
        | hf_[0-9A-Za-z]{30,}
        | SG\.[0-9A-Za-z_-]{16,32}\.[0-9A-Za-z_-]{16,64}
        | dop_v1_[0-9a-f]{64}
        | dckr_pat_[0-9A-Za-z_-]{20,}
        | AGE-SECRET-KEY-1[0-9A-Z]{20,}
        | (?<![\w-])eyJ[\w-]{10,}+(?:\.[\w-]*+){2,4}
        )""",
        re.VERBOSE,
    )


_PASSWORDS = (
    r"pass(?:word|wd|phrase)|secret(?:[_-]?(?:access[_-]?)?key)?"
    r"|pwd(?![\"']?[ \t]{0,4}[:=]{1,2}[ \t]{0,4}[\"']?(?:/|[a-z]:))"  # a shell's PWD is a folder
)
_KEYS = (
    r"token|(?:api|access|account|private|encryption|signing|auth|shared|master|deploy)[\ _-]?key"
    r"|credentials?"
)


@cache
def _assigned() -> re.Pattern[str]:
    """`password=...`, `"token": "..."`, `--api-key ...`, `Bearer ...`.

    What follows "token:" is one only where it has a digit or is long, for parsers complain of an
    "unexpected token: identifier".
    """
    loose = rf"""{re.escape(MARK)}|[^\s"'`&,;)\]}}>\[]++|\[|[,;)\]}}>](?![\s"'`]|\Z)"""
    value = rf"""(?:(?<=")[^"\n]++|(?<=')[^'\n]++|(?:{loose})++)"""
    between = r"""\\?["'`]?[ \t]{0,4}(?:=>|:=|={1,2}|:)[ \t]{0,4}\\?["'`]?"""
    long = r"""(?=[^\s"'`&]{0,99}?[0-9]|[^\s"'`&]{24})(?=[^\s"'`&]{8})"""
    return re.compile(
        rf"""(?P<password>(?:{_PASSWORDS}){between})(?![*\s]){value}
        |(?P<key>(?:{_KEYS}){between}){long}{value}
        |(?P<flag>--(?:[a-z]{{1,20}}-)?(?:{_PASSWORDS}|{_KEYS})[ \t]+["']?)(?!-){value}
        |(?P<bearer>\bbearer[ \t]{{1,4}}){long}{value}""",
        re.IGNORECASE | re.VERBOSE,
    )


def plain(text: str) -> str:
    """A text without what would steer a terminal: escape sequences, control characters, changes of direction.

    Line breaks and tabs stay; a carriage return becomes a line break.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    text = _sequences().sub("", text)
    return rx(
        r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
    ).sub("", text)


@cache
def _sequences() -> re.Pattern[str]:
    """Escape sequences by ECMA-48: CSI, strings (OSC, DCS, SOS, PM, APC) within a line, and the others."""
    return re.compile(
        r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"
        r"|(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])[^\n\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"
        r"|\x1b[ -/]*[0-~]"
    )


def tail(data: bytes, most: int = 4096, *, before: int = 0, known: Iterable[str] = ()) -> str:
    """The last part of a command's output, as it may be kept and shown.

    It is made plain first, then redacted, then cut, so that neither colours nor the cut can hide a
    secret.

    Args:
        data: the output, or its end. Bytes that are no UTF-8 are replaced.
        most: how many bytes of UTF-8 to keep.
        before: how many bytes of output there were before `data`.
        known: see `redact`.

    Returns:
        A text that begins with a line `... 12,345 bytes left out` where something is.
    """
    text = redact(plain(data.decode("utf-8", "replace")), known)
    whole = text.encode()
    kept = _last_lines(whole, most, cut=before > 0)
    left_out = before + len(whole) - len(kept)
    if not left_out:
        return text
    return f"... {left_out:,} bytes left out\n{kept.decode('utf-8', 'ignore')}"


def _last_lines(whole: bytes, most: int, *, cut: bool) -> bytes:
    """The end of a text, from a line's start where that leaves at least half of what may be kept."""
    start = max(0, len(whole) - most)
    if start == 0 and not cut:
        return whole
    if start and whole[start - 1 : start] == b"\n":
        return whole[start:]
    window = whole[start:]
    end_of_line = window.find(b"\n")
    if 0 <= end_of_line < len(window) // 2:
        return window[end_of_line + 1 :]
    return window.lstrip(_CONTINUING)


_CONTINUING = bytes(range(0x80, 0xC0))
"""Bytes of UTF-8 within a character."""
