"""Symfony's configuration in PHP: `'%env(X)%'` in a string, and `env('X')` of its configurators (5.3)."""

from collections.abc import Iterator

from planproof.facts.env._symfony import placeholders
from planproof.facts.idiom import reads
from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact

NEEDS = (b"%env(", b"Configurator\\env")

IDIOMS = (
    reads(
        "Symfony.Component.DependencyInjection.Loader.Configurator.env", required="without default"
    ),
)


def read(unit: Unit) -> Iterator[Fact]:
    """The placeholders in strings."""
    for node in unit.nodes("string"):
        value = unit.language.value(unit, node)
        if value.known and "%env(" in value.text:
            yield from placeholders(value.text, unit.line(node), {})
