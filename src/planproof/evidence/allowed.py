"""What a plan may have done: the commands and URLs that the configuration allows, and no others.

The setting `commands` holds entries written like command lines: `k6 run *.js --summary-export=*`. An
entry is split as a shell would split it (quotation marks and backslashes; nothing is expanded), and a
command is allowed where an entry fits it part by part:

* A part fits the argument that it equals, letter by letter. `k6` allows neither `./k6` nor `/usr/bin/k6`.
* `*` stands for any text within that one argument, also for none. An argument that begins with `-` fits
  only a part that begins with `-` itself, so that `pytest *` allows no option; a `..` of a path has to
  stand in the part; and a part that is `*` alone fits no empty argument.
* In the first part, the program, `*` stands for no `/` and cannot come first: `scripts/*.sh`.
* A last part `...` lets any further arguments follow, or none, options and paths of all kinds among them.

A command with control characters, or with those that turn the direction of writing, is never allowed.

The setting `urls` holds entries that are beginnings of URLs: `http://127.0.0.1:8080/api/`. A URL is allowed
where scheme, host and port are the same (a port that is left out is 80 or 443) and its path begins with
the parts between slashes that the entry's path has: `/api` allows `/api` and `/api/orders`, not `/apis`;
`/api/` only what is below it. What browsers, servers and proxies read in different ways is never allowed:
user and password, backslashes, control characters, letters outside ASCII, `.` and `..` in the path however
they are encoded, numbers for hosts that are no plain addresses, fragments.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Sequence
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple

from planproof.text.patterns import rx

_REST = "..."
_DECODINGS = 5
_UNSAFE = r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
_ESCAPE = r"\.\.(?=[/\\]|\Z)"


class Refusal(NamedTuple):
    """Why something is not allowed, in a sentence without a full stop, and what to do, in another."""

    message: str
    help: str


class Address(NamedTuple):
    """A URL taken apart, in the one form in which it is judged and in which it is asked for.

    Attributes:
        scheme: `http` or `https`.
        host: a name or an IPv4 address in lower case, or an IPv6 address in its short form, without brackets.
        port: the port, also where the URL leaves it out.
        path: begins with `/`; percent signs stand only before what needs them.
        query: what stands behind `?`, with it; empty without.
    """

    scheme: str
    host: str
    port: int
    path: str
    query: str

    @property
    def authority(self) -> str:
        """Host and port, as the header `Host` has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"


_PORTS = {"http": 80, "https": 443}


def allowed_command(argv: Sequence[str], allow: Sequence[str]) -> bool:
    """Whether the entries of the setting `commands` allow a command. See this module for their form."""
    return command_refusal(argv, allow) is None


def command_refusal(argv: Sequence[str], allow: Sequence[str]) -> Refusal | None:
    """Why a command is not allowed; None where it is.

    Args:
        argv: the program and its arguments, as they would be run.
        allow: the entries of the setting `commands`. One that is at fault allows nothing.
    """
    if not argv or not argv[0].strip():
        return Refusal("the command is empty", "Write the command.")
    if any(rx(_UNSAFE).search(argument) for argument in argv):
        return Refusal(
            "the command has characters that cannot be seen",
            f"Take them out: {' '.join(argv)!a}.",
        )
    if any(_fits(entry, argv) for entry in allow):
        return None
    command = shlex.join(argv)
    wide = any("*" in argument for argument in argv) or argv[-1] == _REST
    return Refusal(
        f"the command `{command}` is not allowed",
        f"If it is to be run, add {quoted(command)} to `commands` in the configuration."
        + (" Mind that `*` and `...` there allow more than this command." if wide else ""),
    )


def command_entry_fault(entry: str) -> str:
    """What is wrong with an entry of the setting `commands`, without a full stop; empty where all is well."""
    try:
        parts = shlex.split(entry)
    except ValueError:
        return "a quotation mark is not closed"
    if rx(_UNSAFE).search(entry):
        return "it has characters that cannot be seen"
    if not parts or not parts[0].strip():
        return "it is empty"
    if parts[0] == _REST or parts[0].startswith("*"):
        return "it does not begin with the name of a program, so it would allow any"
    if _REST in parts[:-1]:
        return "`...` can only stand at the end"
    return ""


def test_command_fault(command: str) -> str:
    """What is wrong with the setting `test-command`, without a full stop; empty where all is well."""
    try:
        parts = shlex.split(command)
    except ValueError:
        return "a quotation mark is not closed"
    if any("{tests}" in part and part != "{tests}" for part in parts):
        # Names out of a plan must never become a part of what a shell reads.
        return "`{tests}` has to stand by itself, not within another part"
    return "" if parts else "it is empty"


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    if "'" not in text:
        return f"'{text}'"
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _fits(entry: str, argv: Sequence[str]) -> bool:
    if command_entry_fault(entry):
        return False
    parts = shlex.split(entry)
    open_end = len(parts) > 1 and parts[-1] == _REST
    if open_end:
        parts.pop()
    if len(argv) < len(parts) or (len(argv) > len(parts) and not open_end):
        return False
    program, *arguments = parts
    if not _fits_program(program, argv[0]):
        return False
    return all(
        _fits_part(part, argument) for part, argument in zip(arguments, argv[1:], strict=False)
    )


def _fits_program(part: str, program: str) -> bool:
    same_depth = all(part.count(mark) == program.count(mark) for mark in "/\\")
    return same_depth and _fits_part(part, program)


def _fits_part(part: str, argument: str) -> bool:
    if "*" not in part:
        return part == argument
    if argument.startswith("-") and not part.startswith("-"):
        return False
    if len(rx(_ESCAPE).findall(part)) != len(rx(_ESCAPE).findall(argument)):
        return False  # whatever the part spells out is in the argument too, so these are others
    if not part.strip("*"):
        return argument != ""
    first, *between, last = part.split("*")
    if len(argument) < len(first) + len(last):
        return False
    if not (argument.startswith(first) and argument.endswith(last)):
        return False
    at, end = len(first), len(argument) - len(last)
    for piece in between:  # the first place is as good as any, so that nothing is tried twice
        at = argument.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


def allowed_url(url: str, allow: Sequence[str]) -> bool:
    """Whether the entries of the setting `urls` allow a URL. See this module for their form."""
    return url_refusal(url, allow) is None


def url_refusal(url: str, allow: Sequence[str]) -> Refusal | None:
    """Why a URL is not allowed; None where it is.

    Args:
        url: the whole URL.
        allow: the entries of the setting `urls`. One that is at fault allows nothing.
    """
    found = address(url)
    if isinstance(found, str):
        return Refusal(
            f"the URL {url!a} is not allowed: {found}",
            "Write it in plain form: http://host:port/path.",
        )
    if any(_begins(entry, found) for entry in allow):
        return None
    start = f"{found.scheme}://{found.authority}/"
    return Refusal(
        f"the URL `{url}` is not allowed",
        f"If it is to be asked, add {quoted(start)}, or more of it, to `urls` in the configuration.",
    )


def url_entry_fault(entry: str) -> str:
    """What is wrong with an entry of the setting `urls`, without a full stop; empty where all is well."""
    found = address(entry)
    if isinstance(found, str):
        return found
    return "it has a query, and only the path's beginning counts" if found.query else ""


def _begins(entry: str, found: Address) -> bool:
    start = address(entry)
    if isinstance(start, str) or start.query or start[:3] != found[:3]:
        return False
    wanted, given = start.path.split("/"), found.path.split("/")
    if wanted[-1] == "":  # `/api/` is what is below it, and `/` is everything
        return given[: len(wanted) - 1] == wanted[:-1] and len(given) >= len(wanted)
    return given[: len(wanted)] == wanted


def address(url: str) -> Address | str:
    """A URL taken apart, or else why it is none that everybody reads in the same way.

    This is stricter than RFC 3986, on purpose: who decides and who asks must not differ.
    """
    if not url.isascii():
        return "it has letters outside ASCII"
    if rx(r"[\x00-\x20\x7f\\\"<>^`{|}]").search(url):
        return "it has characters that do not belong in a URL"
    if "#" in url:
        return "it has a fragment, which is never sent"
    match = rx(
        r"(?P<scheme>[A-Za-z]+)://(?P<host>\[[0-9A-Fa-f:.]*\]|[^/?:@\[\]]*)"
        r"(?::(?P<port>[0-9]{1,5}))?(?P<path>/[^?]*)?(?P<query>\?.*)?"
    ).fullmatch(url)
    if match is None:
        return "it is not of the form http://host:port/path, or names a user"
    scheme = match["scheme"].lower()
    if scheme not in _PORTS:
        return "it is neither http nor https"
    host = _host(match["host"])
    if not host:
        return "its host is neither a plain name nor a plain address"
    port = int(match["port"] or _PORTS[scheme])
    if not 0 < port < 65536:
        return "there is no such port"
    path = match["path"] or "/"
    return _path_fault(path) or Address(scheme, host, port, _path(path), match["query"] or "")


def _host(written: str) -> str:
    """A host in the form in which it is compared; empty where it is none."""
    if written.startswith("["):
        try:
            return IPv6Address(written[1:-1]).compressed
        except AddressValueError:
            return ""
    host = written.lower()
    if not rx(r"[a-z0-9_](?:[a-z0-9_.-]*[a-z0-9_])?").fullmatch(host) or ".." in host:
        return ""
    if rx(r"0x[0-9a-f]*|[0-9]+").fullmatch(host.rpartition(".")[2]):
        try:  # resolvers read 127.1, 0x7f000001 and 2130706433 as addresses
            return str(IPv4Address(host))
        except AddressValueError:
            return ""
    return host


def _path_fault(path: str) -> str:
    """What different servers would read in different ways, also those that decode twice."""
    if rx(r"%(?![0-9A-Fa-f]{2})").search(path):
        return "a percent sign in its path is not followed by two digits"
    for _ in range(_DECODINGS):
        if rx(r"[\x00-\x1f\x7f\\]").search(path):
            return "its path has control characters or backslashes"
        for segment in path.split("/"):
            if segment.partition(";")[0] in (".", ".."):
                return "its path has `.` or `..` in it"
        path = rx(r"%([0-9A-Fa-f]{2})").sub(_decoded, path)
    return "its path is encoded many times over" if rx(r"%[0-9A-Fa-f]{2}").search(path) else ""


def _decoded(match: re.Match[str]) -> str:
    return chr(int(match[1], 16))


def _path(path: str) -> str:
    """A path in which letters, digits and `-._~` are not encoded, and all else is as it was."""

    def plain(match: re.Match[str]) -> str:
        letter = _decoded(match)
        keeps = letter.isascii() and (letter.isalnum() or letter in "-._~")
        return letter if keeps else match[0].upper()

    return rx(r"%([0-9A-Fa-f]{2})").sub(plain, path)
