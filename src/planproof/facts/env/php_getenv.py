"""PHP's own: `getenv("X")`, `$_ENV["X"]`, and `$_SERVER["X"]` but for what describes the request."""

from collections.abc import Iterator

from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import found_by, reads, reads_index, takes_all
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact

NEEDS = (b"getenv", b"$_ENV", b"$_SERVER")

IDIOMS = (reads("getenv", "apache_getenv"), reads_index("$_ENV"), takes_all("$_ENV"))

_SERVER = (reads_index("$_SERVER"),)
_OF_THE_REQUEST = frozenset(
    ("PHP_SELF", "GATEWAY_INTERFACE", "DOCUMENT_ROOT", "QUERY_STRING", "SCRIPT_FILENAME", "SCRIPT_NAME",
     "SCRIPT_URI", "SCRIPT_URL", "PATH_TRANSLATED", "PATH_INFO", "ORIG_PATH_INFO", "AUTH_TYPE", "AUTH_USER",
     "AUTH_PASSWORD", "LOGON_USER", "ORIG_SCRIPT_NAME",
     "CONTENT_TYPE", "CONTENT_LENGTH", "HTTPS", "UNIQUE_ID", "CONTEXT_PREFIX", "CONTEXT_DOCUMENT_ROOT",
     "USER", "HOME", "PATH", "PWD", "SHELL", "argv", "argc", "LOCAL_ADDR", "UNENCODED_URL", "IIS_UrlRewriteModule")
)  # fmt: skip
_GROUPS = (
    "HTTP_",
    "REQUEST_",
    "REMOTE_",
    "SERVER_",
    "REDIRECT_",
    "SSL_",
    "PHP_AUTH_",
    "FCGI_",
    "SCRIPT_",
)


def read(unit: Unit) -> Iterator[Fact]:
    """What `$_SERVER` is asked for that no web server puts there."""
    for fact in found_by(_SERVER, unit):
        assert isinstance(fact, EnvRead)  # noqa: S101  # tells the type checker
        name = fact.name.text
        server = name in _OF_THE_REQUEST or name.startswith(_GROUPS)
        if fact.name.known and name.isupper() and not server:
            yield fact
    for call in unit.calls:
        above = call.node.parent
        through = above is not None and above.type in ("foreach_statement", "argument")
        if call.callee == "getenv" and not call.arguments and through:
            yield from whole_reads(unit, call.node)
