"""Laravel's `routes/api.php`: its routes are served below `/api`, unless the application says otherwise."""

from collections.abc import Iterator

from planproof.facts.model import Fact, Mount, Value

FILES = ("routes/api.php",)


def read(path: str, data: bytes) -> Iterator[Fact]:  # noqa: ARG001  # the path says it all
    """The prefix of the file's own routes."""
    if b"Route::" in data:
        yield Mount(line=1, child="", prefix=Value("literal", "/api"))
