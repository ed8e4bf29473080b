"""One question to a web server, within bounds of time and size.

Nothing is followed and nothing is sent along: a redirect is the answer; there are no cookies, no credentials
from anywhere, no proxies. Certificates are verified.
"""

from __future__ import annotations

import io
import time
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from planproof.evidence.allowed import Address, address
from planproof.evidence.redact import plain
from planproof.evidence.verb import Answer
from planproof.version import __version__

if TYPE_CHECKING:
    import http.client
    import socket

MOST_BYTES = 8 * 1024 * 1024
"""An answer with more bytes than this, its head and its framing included, is no answer."""

_OURS = frozenset(
    ("host", "content-length", "transfer-encoding", "connection", "upgrade", "expect", "te", "trailer",
     "keep-alive", "proxy-connection", "user-agent", "accept-encoding")
)  # fmt: skip
"""Headers that decide how the question is framed, or which site it is for."""

_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_AT_ONCE = 64 * 1024


class NoAnswer(NamedTuple):
    """A server did not answer, or not within bounds.

    Attributes:
        reason: why, without a full stop.
        seconds: how long that took.
    """

    reason: str
    seconds: float


class _TooLarge(Exception):
    """The answer has more bytes than it may."""


class _Unfit(Exception):
    """The question cannot be asked, or the answer not be had, for a reason in words."""


def request(
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    body: bytes | None = None,
    seconds: float,
    most: int = MOST_BYTES,
) -> Answer | NoAnswer:
    """Ask a web server, once. Whether the URL is allowed has been asked before.

    Args:
        method: one of GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS.
        url: as `evidence.allowed.address` reads it, so that nothing is asked but what was judged.
        headers: further ones. Those by which the question is framed (`Host`, `Content-Length` ...) are refused.
        body: what is sent.
        seconds: for all of it, from looking the host up to the last byte.
        most: the bytes that the answer may have in all, head and framing included.

    Returns:
        The answer, whatever its status. A header that comes several times has its values joined by
        commas; a body that is compressed, though nobody asked for that, is left so. Or why there is none.
    """
    started = time.monotonic()
    try:
        target = _judged(method, url, headers or {})
        return _exchange(target, (method, headers or {}, body), _Bounds(started, seconds, most))
    except _Unfit as unfit:
        reason = str(unfit)
    except _TooLarge:
        reason = f"its answer is larger than {most:,} bytes"
    except TimeoutError:
        reason = f"it did not answer within {seconds:g} s"
    except (OSError, ValueError, MemoryError) as error:
        reason = _why_not(error)
    return NoAnswer(reason, time.monotonic() - started)


class _Bounds(NamedTuple):
    started: float
    seconds: float
    most: int

    def left(self) -> float:
        """Seconds that are left. Raises TimeoutError where there are none."""
        left = self.started + self.seconds - time.monotonic()
        if left <= 0:
            raise TimeoutError
        return left


def _judged(method: str, url: str, headers: Mapping[str, str]) -> Address:
    if method not in _METHODS:
        raise _Unfit(f"{method!a} is no method that planproof uses")
    for name in headers:
        if name.strip().lower() in _OURS:
            raise _Unfit(f"the header {name!a} cannot be set")
    target = address(url)
    if isinstance(target, str):
        raise _Unfit(f"{url!a} is no URL: {target}")
    return target


def _exchange(
    target: Address, asked: tuple[str, Mapping[str, str], bytes | None], bounds: _Bounds
) -> Answer:
    import http.client

    method, headers, body = asked
    with _connected(target, bounds) as wire:
        connection = http.client.HTTPConnection(target.host, target.port)
        connection.auto_open = 0
        connection.sock = cast("Any", _Wire(wire, bounds))
        ours = {
            "Host": target.authority,
            "User-Agent": f"planproof/{__version__}",
            "Connection": "close",
            "Accept-Encoding": "identity",
        }
        try:
            with suppress(
                BrokenPipeError, ConnectionResetError
            ):  # it may have answered all the same
                connection.request(method, target.path + target.query, body, {**ours, **headers})
            with connection.getresponse() as response:
                return _answer(response, bounds)
        except http.client.HTTPException as error:
            raise _Unfit(_not_http(error)) from None
        finally:
            connection.close()


def _answer(response: http.client.HTTPResponse, bounds: _Bounds) -> Answer:
    if (response.length or 0) > bounds.most:
        raise _TooLarge
    pieces: list[bytes] = []
    while piece := response.read(_AT_ONCE):  # never all at once: a length is but a promise
        pieces.append(piece)
    if response.length:
        raise _Unfit("it closed the connection before its answer was complete")
    headers: dict[str, str] = {}
    for key, written in response.getheaders():
        name, value = plain(key).lower(), " ".join(plain(written).split())
        headers[name] = f"{headers[name]}, {value}" if name in headers else value
    took = time.monotonic() - bounds.started
    return Answer(response.status, headers, b"".join(pieces), took)


def _connected(target: Address, bounds: _Bounds) -> socket.socket:
    wire = _reached(target, bounds)
    try:
        return _secured(wire, target, bounds) if target.scheme == "https" else wire
    except BaseException:
        wire.close()
        raise


def _reached(target: Address, bounds: _Bounds) -> socket.socket:
    """A connection to the first of the host's addresses that takes one. Each has a share of the time."""
    import socket

    places = _looked_up(target, bounds)
    failed: OSError = OSError(f"there is no host {target.host}")
    for index, (family, kind, protocol, _, place) in enumerate(places):
        wire = socket.socket(family, kind, protocol)
        try:
            wire.settimeout(bounds.left() / (len(places) - index))
            wire.connect(place)
        except OSError as error:
            wire.close()
            failed = error
        except BaseException:
            wire.close()
            raise
        else:
            return wire
    raise failed


def _looked_up(target: Address, bounds: _Bounds) -> list[Any]:
    """The addresses of a host, asked for in a thread, as nothing else can give up waiting for them."""
    import socket
    import threading

    found: list[Any] = []

    def look_up() -> None:
        try:
            found.append(socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM))
        except (OSError, UnicodeError) as error:
            found.append(error)

    thread = threading.Thread(target=look_up, daemon=True)
    thread.start()
    thread.join(bounds.left())
    bounds.left()
    if not found or isinstance(found[0], Exception):
        raise _Unfit(f"there is no host {target.host}")
    return cast("list[Any]", found[0])


def _secured(wire: socket.socket, target: Address, bounds: _Bounds) -> socket.socket:
    import ssl

    wire.settimeout(bounds.left())
    return ssl.create_default_context().wrap_socket(wire, server_hostname=target.host)


class _Wire:
    """A socket as http.client uses one, with a deadline for all of it rather than for each step."""

    def __init__(self, wire: socket.socket, bounds: _Bounds) -> None:
        self._wire = wire
        self._bounds = bounds

    def sendall(self, data: bytes) -> None:
        self._wire.settimeout(self._bounds.left())
        self._wire.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self._wire, self._bounds))

    def close(self) -> None:
        """Nothing: who opened it closes it."""


class _Incoming(io.RawIOBase):
    """What comes in, up to the bounds."""

    def __init__(self, wire: socket.socket, bounds: _Bounds) -> None:
        self._wire = wire
        self._bounds = bounds
        self._total = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._wire.settimeout(self._bounds.left())
        count = self._wire.recv_into(buffer)
        self._total += count
        if self._total > self._bounds.most:
            raise _TooLarge
        return count


def _not_http(error: http.client.HTTPException) -> str:
    import http.client

    if isinstance(error, http.client.RemoteDisconnected):
        return "it closed the connection without an answer"
    if isinstance(error, http.client.IncompleteRead):
        return "it closed the connection before its answer was complete"
    said = plain(str(error)).strip()[:80]
    return f"what it answered is not HTTP: {said}" if said else "what it answered is not HTTP"


def _why_not(error: OSError | ValueError | MemoryError) -> str:
    import ssl

    if isinstance(error, ConnectionRefusedError):
        return "nothing takes connections there"
    if isinstance(error, ConnectionError):
        return "it closed the connection without an answer"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"its certificate is not valid: {plain(error.verify_message)}"
    if isinstance(error, ssl.SSLError):
        return f"no secure connection came about: {plain(error.reason or str(error))}"
    if isinstance(error, OSError):
        said = plain(error.strerror or str(error))
        return said[:1].lower() + said[1:]
    return f"the question or its answer is malformed: {plain(str(error))[:80]}"
