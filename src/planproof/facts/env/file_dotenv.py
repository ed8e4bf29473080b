"""Files of variables: `.env` and what lies beside it as an example.

A comment is none, though it may show a variable: `# PORT=8080`. Quoting is that of dotenv: in single
quotes everything counts as it is, in double ones escapes count, and both may go over lines; without
quotes a value ends before ` #`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import decoded
from planproof.text.patterns import rx

FILES = (
    ".env",
    ".env.*",
    ".env-*",
    ".env_*",
    "*.env",
    "*.env.example",
    "*.env.sample",
    "*.env.template",
    "env.example",
    "env.sample",
    "env.template",
    ".envrc",
)

NEEDS = (b"=",)

_CODE = r"\.(ts|tsx|js|mjs|cjs|jsx|py|rb|go|rs|java|kt|php|cs|md|rst|json|ya?ml|toml|sh|html?)$"
_LINE = (
    r"[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_]*)[ \t]*=[ \t]*"
    r"(?:'(?P<single>[^']*)'|\"(?P<double>(?:[^\"\\]|\\[\s\S])*)\"|(?P<plain>[^\n]*))"
)
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}


def read(path: str, data: bytes) -> Iterator[Fact]:
    """What each line sets."""
    file = path.rpartition("/")[2]
    if rx(_CODE).search(file):
        return
    example = rx(r"(?i)example|sample|template|dist|default").search(file) is not None
    where = "example file" if example else "env file"
    text = decoded(data).replace("\r\n", "\n")
    at, line, counted = 0, 1, 0
    while at < len(text):
        found = rx(_LINE).match(text, at)
        if found is not None:
            line += text.count("\n", counted, at)
            counted = at
            yield EnvSet(line=line, name=found["name"], value=_value(found), where=where)
            at = found.end()
        following = text.find("\n", at)
        at = len(text) if following < 0 else following + 1


def _value(found: re.Match[str]) -> str | None:
    groups = found.groupdict()
    if groups["single"] is not None:
        return str(groups["single"])
    if rx(r"\$\(|`").search(groups["double"] or groups["plain"] or ""):
        return None  # what a command says
    if groups["double"] is not None:
        return rx(r"\\([\s\S])").sub(
            lambda one: _ESCAPES.get(one.group(1), one.group(1)), groups["double"]
        )
    plain = str(groups["plain"])
    return rx(r"(^|\s)#.*$").sub("", plain).strip()
