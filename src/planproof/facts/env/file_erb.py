"""Settings of Rails with Ruby in them: `<%= ENV["X"] %>` in `config/database.yml`."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec

from planproof.facts.env import ruby_env
from planproof.facts.idiom import found_by
from planproof.facts.languages._base import Unit
from planproof.facts.languages.ruby import Erb
from planproof.facts.model import Fact

FILES = ("config/*.yml", "config/*.yaml", "config/**/*.yml", "config/**/*.yaml", "*.yml.tt")
NEEDS = (b"<%",)


def read(path: str, data: bytes) -> Iterator[Fact]:
    """The reads within marks."""
    if b"ENV" in data and find_spec(Erb.GRAMMAR) is not None:
        yield from found_by(ruby_env.IDIOMS, Unit(path, data, _erb()))


@cache
def _erb() -> Erb:
    return Erb()
