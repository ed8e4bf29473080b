"""The environment as JavaScript's runtimes and bundlers have it.

`process.env` (Node), `Bun.env`, `Deno.env.get`, `import.meta.env` (Vite; its own MODE, DEV ... are no
variables), and SvelteKit's `$env/static/...` and `$env/dynamic/...`. What a schema validates in the
same file (`runtimeEnv` of t3-env, an object given to zod) is the schema's read, not another one.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env._javascript import ENVIRONMENTS, handed_over, names_at
from planproof.facts.env._whole import whole_reads
from planproof.facts.idiom import env_read, reads
from planproof.facts.languages._base import Unit
from planproof.facts.model import EnvRead, Fact, Value
from planproof.text.patterns import rx

NEEDS = (b"process.env", b"import.meta.env", b"Bun.env", b"Deno.env", b"$env/", b"node:process",
         b"'process'", b'"process"', b"= process", b"ProcessEnv")  # fmt: skip

IDIOMS = (reads("Deno.env.get", "Deno.env.has", name=0),)

_LISTS = frozenset(("Object.keys", "Object.entries", "Object.values", "Reflect.ownKeys"))
_NO_SETTINGS = (
    r"(?i)^(?:.*(?:spawn|exec|fork|process|log|print|debug|inspect|stringify|expect|mock|stub|equal|assert|freeze"
    r"|clone|merge|assign|parse|validate|populate|expand|cleanenv|createenv).*|from|config|pick|omit|defaults)$"
)
"""Functions of packages that are given the environment and read no settings, or that others tell of."""

_VITE = frozenset(("MODE", "DEV", "PROD", "SSR", "BASE_URL"))


def read(unit: Unit) -> Iterator[Fact]:
    """Members, indexes and destructured properties of an environment, and static imports of it."""
    told = handed_over(unit)
    for member in unit.members:
        builtin = member.object == "import.meta.env" and member.name in _VITE
        if member.object not in ENVIRONMENTS or builtin or member.node.id in told:
            continue
        if not unit.written(member.node):
            fact = env_read(unit, member.node, Value("literal", member.name), None)
            if fact is not None:
                yield fact
    for index in unit.indexes:
        if (
            index.object in ENVIRONMENTS
            and index.node.id not in told
            and not unit.written(index.node)
        ):
            for name in names_at(unit, index.key):
                fact = env_read(unit, index.node, name, None)
                if fact is not None:
                    yield fact
    yield from _static(unit)
    yield from _whole(unit)


def _whole(unit: Unit) -> Iterator[Fact]:
    """What goes through all variables, and packages that are given them all."""
    for call in unit.calls:
        given = [unit.path(one.node) for one in call.arguments[:3]]
        if ENVIRONMENTS.isdisjoint(given):
            continue
        above = call.node.parent
        if call.callee in _LISTS:
            if above is not None and above.type != "arguments":
                yield from whole_reads(unit, call.node)
            continue
        source = unit.imports.get(call.written.partition(".")[0], "")
        package = source and not source.startswith((".", "~", "@/", "#", "/"))
        if package and rx(_NO_SETTINGS).match(call.function) is None:
            yield EnvRead(line=unit.line(call.node), name=Value("pattern", "*"), level="derived")


def _static(unit: Unit) -> Iterator[Fact]:
    """`import { X } from "$env/static/private"`: building fails without it."""
    for node in unit.nodes("import"):
        for _, path in unit.language.imports(unit, node):
            module, _, name = path.rpartition(".")
            if module.startswith("$env/static/"):
                fact = env_read(unit, node, Value("literal", name), None, "always")
                if fact is not None:
                    yield fact
