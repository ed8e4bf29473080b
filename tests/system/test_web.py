"""Questions to real servers on this machine, most of which behave badly."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from planproof.evidence.verb import Answer
from planproof.system import web
from planproof.system.web import NoAnswer, request
from planproof.version import __version__

Behaviour = Callable[[socket.socket], None]


class Server:
    """A server that does to each connection what it is told. `asked` is what it was sent."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.asked = b""
        self._behaviour = behaviour
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._listening.getsockname()[1]}"

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                wire, _ = self._listening.accept()
                self._open.append(wire)
                with wire, contextlib.suppress(OSError):
                    while b"\r\n\r\n" not in self.asked and (data := wire.recv(65536)):
                        self.asked += data
                    self._behaviour(wire)

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        for wire in self._open:
            with contextlib.suppress(OSError):
                wire.shutdown(socket.SHUT_RDWR)
        self._thread.join()


@pytest.fixture
def serve() -> Iterator[Callable[[Behaviour], Server]]:
    servers: list[Server] = []

    def start(behaviour: Behaviour) -> Server:
        servers.append(Server(behaviour))
        return servers[-1]

    yield start
    for server in servers:
        server.close()


Start = Callable[[Behaviour], Server]


def sends(*pieces: bytes, pause: float = 0) -> Behaviour:
    def behave(wire: socket.socket) -> None:
        for piece in pieces:
            wire.sendall(piece)
            time.sleep(pause)

    return behave


def for_ever(piece: bytes, pause: float = 0, before: bytes = b"") -> Behaviour:
    def behave(wire: socket.socket) -> None:
        wire.sendall(before)
        while True:
            wire.sendall(piece)
            time.sleep(pause)

    return behave


def get(server: Server, seconds: float = 10, most: int = 100_000) -> Answer | NoAnswer:
    return request("GET", f"{server.url}/", seconds=seconds, most=most)


def reason(answer: Answer | NoAnswer) -> str:
    assert isinstance(answer, NoAnswer)
    return answer.reason


OK = b"HTTP/1.1 200 OK\r\n"


def test_an_answer(serve: Start) -> None:
    server = serve(
        sends(OK, b"Content-Type: text/plain\r\nX-A: 1\r\nX-A: 2\r\nContent-Length: 5\r\n\r\nhello")
    )
    answer = request("GET", f"{server.url}/a%20b?c=d", headers={"Accept": "text/plain"}, seconds=10)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (200, b"hello")
    assert answer.headers == {"content-type": "text/plain", "x-a": "1, 2", "content-length": "5"}
    assert 0 < answer.seconds < 5
    host = server.url.removeprefix("http://")
    assert server.asked.decode().split("\r\n") == [
        "GET /a%20b?c=d HTTP/1.1",
        f"Host: {host}",
        f"User-Agent: planproof/{__version__}",
        "Connection: close",
        "Accept-Encoding: identity",
        "Accept: text/plain",
        "",
        "",
    ]


def test_a_body_is_sent(serve: Start) -> None:
    server = serve(sends(b"HTTP/1.1 204 No Content\r\n\r\n"))
    answer = request("POST", f"{server.url}/", body=b'{"a": 1}', seconds=10)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (204, b"")
    assert b"Content-Length: 8\r\n" in server.asked


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 404, 500, 503])
def test_whatever_the_status_it_is_the_answer(serve: Start, status: int) -> None:
    evil = serve(sends(OK, b"\r\n"))
    head = f"HTTP/1.1 {status} X\r\nLocation: {evil.url}/\r\nWWW-Authenticate: Basic\r\n\r\nbody"
    server = serve(sends(head.encode()))
    answer = get(server)
    assert isinstance(answer, Answer)
    assert (answer.status, answer.headers["location"]) == (status, f"{evil.url}/")
    assert evil.asked == b""


def test_no_proxy_and_no_credentials(
    serve: Start, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    evil = serve(sends(OK, b"\r\n"))
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login me password hunter2\n")
    (tmp_path / ".netrc").chmod(0o600)
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("http_proxy", "HTTP_PROXY", "ALL_PROXY", "https_proxy"):
        monkeypatch.setenv(name, evil.url)
    server = serve(sends(OK, b"Set-Cookie: a=b\r\n\r\n"))
    assert isinstance(get(server), Answer)
    server.asked = b""
    assert isinstance(get(server), Answer)
    assert b"cookie" not in server.asked.lower()
    assert b"authorization" not in server.asked.lower()
    assert evil.asked == b""


def test_chunks(serve: Start) -> None:
    head = OK + b"Transfer-Encoding: chunked\r\n\r\n"
    whole = serve(
        sends(head, b"5;x=y\r\nhello\r\n", b"6\r\n world\r\n", b"0\r\nTrailer: x\r\n\r\n")
    )
    answer = get(whole)
    assert isinstance(answer, Answer)
    assert answer.body == b"hello world"
    cut = "it closed the connection before its answer was complete"
    assert reason(get(serve(sends(head, b"5\r\nhello\r\n")))) == cut
    assert reason(get(serve(sends(head, b"5\r\nhel")))) == cut
    assert reason(get(serve(sends(head, b"zz\r\nhello\r\n")))) == cut
    assert isinstance(get(serve(sends(head, b"-5\r\nhello\r\n"))), NoAnswer)
    assert isinstance(get(serve(sends(head, b"ffffffffffffffffffff\r\nhello"))), NoAnswer)


def test_up_to_the_end_of_the_connection(serve: Start) -> None:
    answer = get(serve(sends(OK, b"\r\n", b"hello ", b"world")))
    assert isinstance(answer, Answer)
    assert answer.body == b"hello world"


def test_an_answer_before_all_is_sent(serve: Start) -> None:
    """The server does not read the body. Whether the answer arrives is up to the system."""
    server = serve(sends(b"HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n"))
    answer = request("POST", f"{server.url}/", body=b"x" * 30_000_000, seconds=10)
    if isinstance(answer, Answer):
        assert answer.status == 413
    else:
        assert answer.reason == "it closed the connection without an answer"


CLOSED = "it closed the connection without an answer"
CUT = "it closed the connection before its answer was complete"
LARGE = "its answer is larger than 100,000 bytes"


@pytest.mark.parametrize(
    ("behaviour", "expected"),
    [
        (sends(), CLOSED),
        (sends(b"HTTP/1.1 2"), "what it answered is not HTTP: HTTP/1.1 2"),
        (sends(OK + b"Content-Length: 10\r\n\r\nhello"), CUT),
        (sends(b"SSH-2.0-OpenSSH_9.2\r\n"), "what it answered is not HTTP: SSH-2.0-OpenSSH_9.2"),
        (sends(b"HTTP/1.1 999999 X\r\n\r\n"), "what it answered is not HTTP: HTTP/1.1 999999 X"),
        (sends(b"HTTP/1.1 -200 X\r\n\r\n"), "what it answered is not HTTP: HTTP/1.1 -200 X"),
        (sends(b"HTTP/9.9 200 X\r\n\r\n"), "what it answered is not HTTP: HTTP/9.9"),
        (sends(b"\x1b[2Jboo\r\n\r\n"), "what it answered is not HTTP: boo"),
        (sends(b"x" * 70_000), "what it answered is not HTTP: got more than 65536 bytes when reading status line"),
        (sends(OK + b"A: " + b"x" * 70_000), "what it answered is not HTTP: got more than 65536 bytes when reading header line"),
        (sends(OK + b"A: b\r\n" * 1000 + b"\r\n"), "what it answered is not HTTP: got more than 100 headers"),
        (for_ever(b"x" * 10_000, before=OK + b"\r\n"), LARGE),
        (for_ever(b"5\r\nhello\r\n", before=OK + b"Transfer-Encoding: chunked\r\n\r\n"), LARGE),
        (for_ever(b"1" + b";x" * 9000 + b"\r\nh\r\n", before=OK + b"Transfer-Encoding: chunked\r\n\r\n"), LARGE),
        (for_ever(b"HTTP/1.1 100 Continue\r\n\r\n"), LARGE),
        (for_ever(b"A: " + b"x" * 60_000 + b"\r\n", before=OK), LARGE),
        (sends(OK + b"Content-Length: 100001\r\n\r\n"), LARGE),
        (sends(OK + b"Content-Length: 99999999999999999999999\r\n\r\nx"), LARGE),
    ],
)  # fmt: skip
def test_no_answer(serve: Start, behaviour: Behaviour, expected: str) -> None:
    answer = get(serve(behaviour))
    assert reason(answer) == expected
    assert answer.seconds < 5


@pytest.mark.parametrize("length", [b"-5", b"five", b"5, 6"])
def test_a_length_that_is_none_is_passed_over(serve: Start, length: bytes) -> None:
    answer = get(serve(sends(OK + b"Content-Length: " + length + b"\r\n\r\nhello")))
    assert isinstance(answer, Answer)
    assert answer.body == b"hello"


def test_the_bound_is_for_all_of_it(serve: Start) -> None:
    head = OK + b"Content-Length: 1000\r\n\r\n"
    server = serve(sends(head + b"x" * 1000))
    assert isinstance(get(server, most=len(head) + 1000), Answer)
    assert reason(get(server, most=len(head) + 999)) == "its answer is larger than 1,040 bytes"


def waits(wire: socket.socket) -> None:
    wire.recv(1)  # until the other side gives up


@pytest.mark.parametrize(
    "behaviour",
    [
        waits,
        for_ever(b"x", 0.05),
        for_ever(b"A", 0.05, before=OK),
        for_ever(b"A: b\r\n", 0.05, before=OK),
        for_ever(b"x", 0.05, before=OK + b"\r\n"),
        for_ever(b"1\r\nx\r\n", 0.05, before=OK + b"Transfer-Encoding: chunked\r\n\r\n"),
        for_ever(b"HTTP/1.1 100 Continue\r\n\r\n", 0.05),
    ],
)
def test_a_slow_server_does_not_hold_us(serve: Start, behaviour: Behaviour) -> None:
    answer = get(serve(behaviour), seconds=0.6)
    assert reason(answer) == "it did not answer within 0.6 s"
    assert 0.5 < answer.seconds < 2


def test_a_server_that_reads_nothing(serve: Start) -> None:
    server = serve(lambda _: time.sleep(1))
    answer = request("POST", f"{server.url}/", body=b"x" * 50_000_000, seconds=0.6)
    assert reason(answer) == "it did not answer within 0.6 s"


def test_a_server_that_takes_no_connection() -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        port = full.getsockname()[1]
        waiting = []
        for _ in range(4):
            wire = socket.socket()
            wire.setblocking(False)
            wire.connect_ex(("127.0.0.1", port))
            waiting.append(wire)
        answer = request("GET", f"http://127.0.0.1:{port}/", seconds=0.6)
        for wire in waiting:
            wire.close()
    assert reason(answer) == "it did not answer within 0.6 s"


def test_nothing_there() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    answer = request("GET", f"http://127.0.0.1:{port}/", seconds=5)
    assert reason(answer) == "nothing takes connections there"


def test_no_such_host(monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> list[object]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    assert reason(request("GET", "http://nowhere.invalid/", seconds=5)) == (
        "there is no host nowhere.invalid"
    )


def test_names_that_are_looked_up_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    released = threading.Event()

    def slow(*_: object, **__: object) -> list[object]:
        released.wait(10)
        return []

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    answer = request("GET", "http://h/", seconds=0.4)
    released.set()
    assert reason(answer) == "it did not answer within 0.4 s"
    assert answer.seconds < 2


def test_another_address_of_the_host_is_tried(
    serve: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = serve(sends(OK, b"\r\n"))
    port = int(server.url.rpartition(":")[2])
    with socket.create_server(("127.0.0.1", 0)) as gone:
        closed = gone.getsockname()
    kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    addresses = [(*kind, closed), (*kind, ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: addresses)
    assert isinstance(request("GET", f"http://localhost:{port}/", seconds=5), Answer)


@pytest.mark.parametrize(
    ("method", "url", "headers", "expected"),
    [
        ("get", "http://127.0.0.1:{port}/", {}, "'get' is no method that planproof uses"),
        ("CONNECT", "http://127.0.0.1:{port}/", {}, "'CONNECT' is no method that planproof uses"),
        ("GET / HTTP/1.1\r\nA: b\r\n\r\n", "http://127.0.0.1:{port}/", {}, "'GET / HTTP/1.1\\r\\nA: b\\r\\n\\r\\n' is no method that planproof uses"),
        ("GET", "file:///etc/passwd", {}, "'file:///etc/passwd' is no URL: it is neither http nor https"),
        ("GET", "http://x@127.0.0.1:{port}/", {}, "'http://x@127.0.0.1:{port}/' is no URL: it is not of the form http://host:port/path, or names a user"),
        ("GET", "http://127.0.0.1:{port}/", {"Host": "evil"}, "the header 'Host' cannot be set"),
        ("GET", "http://127.0.0.1:{port}/", {" transfer-encoding ": "chunked"}, "the header ' transfer-encoding ' cannot be set"),
        ("GET", "http://127.0.0.1:{port}/", {"A\r\nB": "c"}, "the question or its answer is malformed: "),
        ("GET", "http://127.0.0.1:{port}/", {"A": "b\r\nC: d"}, "the question or its answer is malformed: "),
        ("GET", "http://127.0.0.1:{port}/", {"A": "Ж"}, "the question or its answer is malformed: "),
    ],
)  # fmt: skip
def test_what_is_not_asked(
    serve: Start, method: str, url: str, headers: dict[str, str], expected: str
) -> None:
    server = serve(sends(OK, b"\r\n"))
    port = server.url.rpartition(":")[2]
    answer = request(method, url.format(port=port), headers=headers, seconds=5)
    assert reason(answer).startswith(expected.format(port=port))
    assert server.asked == b""


def test_headers_of_an_answer_cannot_steer_a_terminal(serve: Start) -> None:
    answer = get(serve(sends(OK + b"A: \x1b[31mred\x1b[0m\r\n folded\r\nB: caf\xe9\r\n\r\n")))
    assert isinstance(answer, Answer)
    assert answer.headers == {"a": "red folded", "b": "café"}


def test_nothing_is_loaded_before_it_is_needed() -> None:
    script = (
        "import sys, planproof.system.web;"
        "print([m for m in ('http.client', 'ssl', 'socket', 'email') if m in sys.modules])"
    )
    source = str(Path(web.__file__).parents[2])
    ran = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path[:0] = {[source, *sys.path]!r}\n{script}",
        ],
        capture_output=True,
        check=True,
        env=dict(os.environ),
    )
    assert ran.stdout == b"[]\n"


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key, made = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        [
            "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=elsewhere", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(made),
        ],
        check=True,
        capture_output=True,
    )  # fmt: skip
    return made, key


def secure(certificate: tuple[Path, Path]) -> Behaviour:
    import ssl

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def behave(wire: socket.socket) -> None:
        with context.wrap_socket(wire, server_side=True) as secured:
            secured.recv(65536)
            secured.sendall(OK + b"Content-Length: 5\r\n\r\nhello")

    return behave


class SecureServer(Server):
    """One that does not wait for anything before it secures the connection."""

    def __init__(self, behaviour: Behaviour) -> None:
        super().__init__(behaviour)
        self.asked = b"\r\n\r\n"

    @property
    def url(self) -> str:
        return super().url.replace("http:", "https:")


def test_certificates_are_verified(
    certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    server = SecureServer(secure(certificate))
    try:
        assert reason(get(server)) == "its certificate is not valid: self-signed certificate"
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        answer = get(server)
        assert isinstance(answer, Answer)
        assert answer.body == b"hello"
        by_name = server.url.replace("127.0.0.1", "localhost")
        assert reason(request("GET", by_name, seconds=5)).startswith(
            "its certificate is not valid: Hostname mismatch"
        )
    finally:
        server.close()


def test_no_secure_connection(serve: Start) -> None:
    plain = serve(sends(OK, b"\r\n"))
    plain.asked = b"\r\n\r\n"
    answer = request("GET", plain.url.replace("http:", "https:"), seconds=5)
    assert reason(answer).startswith("no secure connection came about: ")
    silent = serve(waits)
    silent.asked = b""
    answer = request("GET", silent.url.replace("http:", "https:"), seconds=0.5)
    assert reason(answer) == "it did not answer within 0.5 s"
