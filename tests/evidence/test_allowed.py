"""What is allowed, and every way around it that came to mind."""

from __future__ import annotations

import shlex

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from planproof.evidence.allowed import (
    Address,
    address,
    allowed_command,
    allowed_url,
    command_entry_fault,
    command_refusal,
    url_entry_fault,
    url_refusal,
)


@pytest.mark.parametrize(
    ("entry", "command"),
    [
        ("k6 run load.js", "k6 run load.js"),
        ("k6 run *", "k6 run load.js"),
        ("k6 run *.js --summary-export=*", "k6 run load.js --summary-export=out/k6.json"),
        ("k6 run *.js --summary-export=*", "k6 run .js --summary-export="),
        ("pytest ...", "pytest"),
        ("pytest ...", "pytest -k 'a or b' ../elsewhere"),
        ("pytest -x ...", "pytest -x"),
        ("'my tool' --now", "'my tool' --now"),
        ("./bench.sh", "./bench.sh"),
        ("scripts/*.sh", "scripts/load.sh"),
        ("python3* -m timeit *", "python3.12 -m timeit pass"),
        ("pytest ../shared/*", "pytest ../shared/tests"),
        ("git diff *", "git diff v1..v2"),
        ("grep * file", "grep '*' file"),
        ("a *b*c*", "a xbxcx"),
        ("a *ab", "a aab"),
        ("echo ''", "echo ''"),
        ("find . -name *", "find . -name x"),
    ],
)
def test_is_allowed(entry: str, command: str) -> None:
    assert allowed_command(shlex.split(command), [entry])


@pytest.mark.parametrize(
    ("entry", "command"),
    [
        ("k6 run load.js", "k6 run"),
        ("k6 run load.js", "k6 run load.js --out=x"),
        ("k6 run load.js", "k6 run Load.js"),
        ("k6", "./k6"),
        ("k6", "/usr/bin/k6"),
        ("k6", "K6"),
        ("k6", "'k6 '"),
        ("./k6", "k6"),
        ("./k6", "././k6"),
        ("k6 run *", "k6 run --out=x"),
        ("k6 run *", "k6 run -"),
        ("k6 run *", "k6 run ''"),
        ("k6 run **", "k6 run ''"),
        ("pytest *.py", "pytest --rootdir=x.py"),
        ("pytest *", "pytest a b"),
        ("pytest *", "pytest ../other"),
        ("pytest tests/*", "pytest tests/../../other"),
        ("pytest tests/*", "pytest tests/.."),
        ("pytest tests/*", "pytest 'tests/..\\other'"),
        ("pytest --cov=*", "pytest --cov=../other"),
        ("pytest ../shared/*", "pytest ../shared/../../other"),
        ("pytest ..*", "pytest ../other"),
        ("pytest a*./b", "pytest a../b"),
        ("pytest *a*b*", "pytest ba"),
        ("pytest ab*ba", "pytest aba"),
        ("scripts/*.sh", "scripts/../evil.sh"),
        ("scripts/*.sh", "scripts/sub/evil.sh"),
        ("*", "sh"),
        ("* ...", "sh -c true"),
        ("*pytest", "./evil-pytest"),
        ("...", "sh"),
        ("... -x", "sh -x"),
        ("a ... b", "a x b"),
        ("", ""),
        ("", "sh"),
        ("   ", "sh"),
        ("''", "''"),
        ("k6 'run", "k6 run"),
        ("pytest x ...", "pytest"),
    ],
)
def test_is_not_allowed(entry: str, command: str) -> None:
    assert not allowed_command(shlex.split(command), [entry])


@pytest.mark.parametrize(
    "argument", ["a\nb", "a\0b", "a\x1b[2Jb", "a\u202eb", "a\x9bb", "a\ud800b", "a\u2028b"]
)
def test_what_cannot_be_seen_is_never_allowed(argument: str) -> None:
    assert not allowed_command(["echo", argument], ["echo ...", f"echo {shlex.quote(argument)}"])
    refusal = command_refusal(["echo", argument], ["echo ..."])
    assert refusal is not None
    assert (refusal.message + refusal.help).isprintable()


def test_any_entry_will_do_and_faulty_ones_do_no_harm() -> None:
    assert allowed_command(["k6", "run"], ["", "'", "pytest", "k6 run"])
    assert not allowed_command(["k6", "run"], [])


def test_no_command_is_not_allowed() -> None:
    assert not allowed_command([], ["k6 ..."])
    assert not allowed_command([""], ["k6 ..."])


def test_a_refusal_says_what_to_add() -> None:
    refusal = command_refusal(["k6", "run", "my load.js"], [])
    assert refusal is not None
    assert refusal.message == "the command `k6 run 'my load.js'` is not allowed"
    assert refusal.help == (
        "If it is to be run, add \"k6 run 'my load.js'\" to `commands` in the configuration."
    )


@pytest.mark.parametrize("argv", [["rm", "*"], ["go", "test", "..."]])
def test_a_refusal_warns_of_what_would_allow_more(argv: list[str]) -> None:
    refusal = command_refusal(argv, [])
    assert refusal is not None
    assert "allow more than this command" in refusal.help


@pytest.mark.parametrize(
    ("entry", "fault"),
    [
        ("k6 run *", ""),
        ("k6 'run", "a quotation mark is not closed"),
        ("", "it is empty"),
        ("'' x", "it is empty"),
        ("a\nb", "it has characters that cannot be seen"),
        ("* x", "it does not begin with the name of a program, so it would allow any"),
        ("a ... b", "`...` can only stand at the end"),
    ],
)
def test_faults_of_entries_for_commands(entry: str, fault: str) -> None:
    assert command_entry_fault(entry) == fault


words = st.text(st.sampled_from("ab-./* \\'\"é"), max_size=8)


@given(st.lists(words, min_size=1, max_size=4))
def test_a_command_without_stars_is_allowed_by_itself_and_nothing_else(argv: list[str]) -> None:
    argv = [part.replace("*", "x") for part in argv]
    entry = shlex.join(argv)
    possible = not command_entry_fault(entry) and argv[-1] != "..."
    if possible:
        assert allowed_command(argv, [entry])
        assert not allowed_command([*argv, "more"], [entry])
        assert not allowed_command([*argv[:-1], argv[-1] + "x"], [entry])


@given(st.lists(words, min_size=2, max_size=4), st.lists(words, min_size=1, max_size=4))
@example(["a", "*"], ["a", "-x"])
def test_a_star_never_lets_an_option_or_a_way_up_through(entry: list[str], argv: list[str]) -> None:
    """For entries that have neither themselves."""
    tame = [part.replace("-", "").replace("..", "") for part in entry]
    if allowed_command(argv, [shlex.join(tame)]):
        assert len(argv) == len(tame)
        assert not any(argument.startswith("-") for argument in argv)
        assert not any("../" in argument or argument.endswith("..") for argument in argv)


def test_matching_a_long_argument_takes_no_time_worth_mentioning() -> None:
    assert not allowed_command(["a", "a" * 1_000_000], ["a " + "*a" * 50 + "*b"])


LOCAL = "http://127.0.0.1:8080/"


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        (LOCAL, "http://127.0.0.1:8080/"),
        (LOCAL, "http://127.0.0.1:8080"),
        (LOCAL, "http://127.0.0.1:8080/orders?x=1&y=/../z"),
        (LOCAL, "HTTP://127.0.0.1:8080/orders"),
        (LOCAL, "http://127.0.0.1:8080//orders"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/orders"),
        ("http://localhost/", "http://LocalHost:80/x"),
        ("https://example.org/", "https://example.org:443/x"),
        ("http://[::1]:8080/", "http://[0:0:0:0:0:0:0:1]:8080/x"),
        ("http://h/api", "http://h/api"),
        ("http://h/api", "http://h/api/"),
        ("http://h/api", "http://h/api/orders"),
        ("http://h/api", "http://h/api?x"),
        ("http://h/api", "http://h/%61p%69/orders"),
        ("http://h/api/", "http://h/api/"),
        ("http://h/api/", "http://h/api/orders"),
        ("http://h/a%2fb", "http://h/a%2Fb/c"),
        ("http://my_service:80/", "http://my_service/"),
        ("http://h/", "http://h/a..b/...c"),
    ],
)
def test_url_is_allowed(entry: str, url: str) -> None:
    assert allowed_url(url, [entry])


@pytest.mark.parametrize(
    ("entry", "url"),
    [
        (LOCAL, "http://127.0.0.1:8080@evil/"),
        (LOCAL, "http://127.0.0.1:8080.evil/"),
        (LOCAL, "http://127.0.0.1:8080:80/"),
        (LOCAL, "http://127.0.0.1:80801/"),
        (LOCAL, "http://127.0.0.1:808/"),
        (LOCAL, "http://127.0.0.1/"),
        (LOCAL, "http://127.0.0.1:/"),
        (LOCAL, "https://127.0.0.1:8080/"),
        (LOCAL, "http://user@127.0.0.1:8080/"),
        (LOCAL, "http://user:password@127.0.0.1:8080/"),
        (LOCAL, "http://evil#@127.0.0.1:8080/"),
        (LOCAL, "http://evil?@127.0.0.1:8080/"),
        (LOCAL, "http://evil/http://127.0.0.1:8080/"),
        (LOCAL, "http://evil\\@127.0.0.1:8080/"),
        (LOCAL, "http:\\\\127.0.0.1:8080\\"),
        (LOCAL, "http:/127.0.0.1:8080/"),
        (LOCAL, "http:///127.0.0.1:8080/"),
        (LOCAL, "//127.0.0.1:8080/"),
        (LOCAL, "/orders"),
        (LOCAL, ""),
        (LOCAL, "file:///etc/passwd"),
        (LOCAL, "gopher://127.0.0.1:8080/"),
        (LOCAL, " http://127.0.0.1:8080/"),
        (LOCAL, "http://127.0.0.1:8080/\n"),
        (LOCAL, "http://127.0.0.1:8080/ HTTP/1.1\r\nX: y"),
        (LOCAL, "http://127.0.0.1:8080/a b"),
        (LOCAL, "http://127.0.0.1:8080/\x00"),
        (LOCAL, "http://127.0.0.1:8080/%00"),
        (LOCAL, "http://127.0.0.1:8080/%0d%0aX:y"),
        (LOCAL, "http://127.0.0.1:8080/%250d"),
        (LOCAL, "http://127.0.0.1:8080/%5c"),
        (LOCAL, "http://127.0.0.1:8080/%"),
        (LOCAL, "http://127.0.0.1:8080/%g0"),
        (LOCAL, "http://127.0.0.1:8080/#x"),
        (LOCAL, "http://127.0.0.1:8080/ä"),
        (LOCAL, "http://127.0.0.1%00:8080/"),
        (LOCAL, "http://127.0.0.1.:8080/"),
        (LOCAL, "http://127.1:8080/"),
        (LOCAL, "http://2130706433:8080/"),
        (LOCAL, "http://0x7f000001:8080/"),
        (LOCAL, "http://0x7f.0.0.1:8080/"),
        (LOCAL, "http://0177.0.0.1:8080/"),
        (LOCAL, "http://127.0.0.01:8080/"),
        (LOCAL, "http://[::ffff:127.0.0.1]:8080/"),
        (LOCAL, "http://[127.0.0.1]:8080/"),
        (LOCAL, "http://localhost:8080/"),
        (LOCAL, "http://１２７.0.0.1:8080/"),
        (LOCAL, "http://127。0。0。1:8080/"),
        (LOCAL, "http://127.0.0.1:８０８０/"),
        (LOCAL, "http://127.0.0.1:0/"),
        (LOCAL, "http://127.0.0.1:99999/"),
        ("http://localhost/", "http://localhoſt/"),
        ("http://localhost/", "http://localhost.evil/"),
        ("http://localhost/", "http://evil.localhost/"),
        ("http://localhost/", "http://localhost./"),
        ("http://[::1]/", "http://[::1%25eth0]/"),
        ("http://[::1]/", "http://[::1].evil/"),
        ("http://[::1]/", "http://[::1]evil/"),
        ("http://[::1]/", "http://::1/"),
        ("http://[::1]/", "http://[]/"),
        ("http://[::1]/", "http://[::2]/"),
        ("http://h/api", "http://h/apis"),
        ("http://h/api", "http://h/"),
        ("http://h/api", "http://h/API"),
        ("http://h/api", "http://h//api"),
        ("http://h/api/", "http://h/api"),
        ("http://h/api", "http://h/api/../admin"),
        ("http://h/api", "http://h/admin/../api"),
        ("http://h/api", "http://h/api/%2e%2e/admin"),
        ("http://h/api", "http://h/api/.%2E/admin"),
        ("http://h/api", "http://h/api/%252e%252e/admin"),
        ("http://h/api", "http://h/api/..%2fadmin"),
        ("http://h/api", "http://h/api/..%252fadmin"),
        ("http://h/api", "http://h/api/..;/admin"),
        ("http://h/api", "http://h/api/..%3b/admin"),
        ("http://h/api", "http://h/api/./x"),
        ("http://h/api", "http://h/api/.."),
        ("http://h/api", "http://h/api%2forders"),
        ("http://h/", "http://h/%25252525252525252e"),
        ("http://*/", "http://h/"),
        ("http://*.h/", "http://a.h/"),
        ("", "http://h/"),
        ("http://", "http://h/"),
        ("h", "http://h/"),
        ("http://h/?x=1", "http://h/?x=1"),
        ("http://user@h/", "http://user@h/"),
    ],
)
def test_url_is_not_allowed(entry: str, url: str) -> None:
    assert not allowed_url(url, [entry])


def test_a_url_is_taken_apart() -> None:
    found = address("HTTPS://Example.ORG/%7eme/%c3%a9?q=%20#".rstrip("#"))
    assert found == Address("https", "example.org", 443, "/~me/%C3%A9", "?q=%20")
    assert address("http://[2001:DB8:0::1]:8080") == Address("http", "2001:db8::1", 8080, "/", "")


@pytest.mark.parametrize(
    ("url", "authority"),
    [
        ("http://h/", "h"),
        ("http://h:443/", "h:443"),
        ("https://h:443/", "h"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://[::1]/", "[::1]"),
    ],
)
def test_the_host_as_headers_have_it(url: str, authority: str) -> None:
    found = address(url)
    assert isinstance(found, Address)
    assert found.authority == authority


def test_a_refused_url_says_what_to_add() -> None:
    refusal = url_refusal("http://h:8080/orders", [])
    assert refusal is not None
    assert refusal.message == "the URL `http://h:8080/orders` is not allowed"
    assert refusal.help == (
        "If it is to be asked, add 'http://h:8080/', or more of it, to `urls` in the configuration."
    )
    refusal = url_refusal("http://user@h/\x1b[2J", ["http://h/"])
    assert refusal is not None
    assert refusal.message.isprintable()


def test_faults_of_entries_for_urls() -> None:
    assert url_entry_fault("http://h:8080/api") == ""
    assert url_entry_fault("http://h/?x") == "it has a query, and only the path's beginning counts"
    assert url_entry_fault("ftp://h/") == "it is neither http nor https"
    assert url_entry_fault("http://*.h/") == "its host is neither a plain name nor a plain address"


@given(st.text(st.sampled_from("htps:/@.%2e5cf?#[]\\;a1 \n"), max_size=30))
def test_what_is_allowed_is_sent_to_the_host_that_was_allowed(rest: str) -> None:
    """Whatever follows, an independent reading of the URL finds the same host, or it is refused."""
    from urllib.parse import urlsplit

    url = f"http://h:8080{rest}"
    if allowed_url(url, ["http://h:8080/"]):
        parts = urlsplit(url)
        assert (parts.hostname, parts.port, parts.username) == ("h", 8080, None)
        assert ".." not in parts.path.split("/")
