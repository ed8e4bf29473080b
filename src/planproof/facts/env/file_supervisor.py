"""Supervisor's settings: `%(ENV_X)s` in `supervisord.conf` and the files that it takes in.

Supervisor does not start where a variable that is named so is missing (supervisord.org, "Environment
Variables").
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvRead, Fact, Value
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = (
    "supervisor*.conf",
    "supervisor*.ini",
    "supervisor*/*.conf",
    "supervisor*/*.ini",
    "supervisor*/conf.d/*.conf",
    "supervisor*/conf.d/*.ini",
)
NEEDS = (b"%(ENV_",)


def read(path: str, data: bytes) -> Iterator[Fact]:  # noqa: ARG001
    """The variables that are named in settings, comments left out."""
    for number, line in enumerate(decoded(data).splitlines(), 1):
        text = rx(r"(?:^|\s);.*").sub("", line)
        if text.lstrip().startswith("#"):
            continue
        for found in rx(r"%\(ENV_([A-Za-z_][A-Za-z0-9_]*)\)s").finditer(text):
            yield EnvRead(line=number, name=Value("literal", found[1]), required=True)
