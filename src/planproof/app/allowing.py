"""What the configuration would have to say for refused proofs to be carried out, ready to paste."""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator

from planproof.app.config import Config, Settings
from planproof.app.runners import suggested_test_settings
from planproof.evidence.allowed import (
    Address,
    Refusal,
    address,
    command_entry_fault,
    command_refusal,
    quoted,
    url_refusal,
)
from planproof.evidence.verb import Proof

Wanting = tuple[str, str]
"""A setting, and the entry that it lacks; of `test-command` the name of a test."""


def refusal(proofs: Iterable[Proof], config: Config) -> tuple[Proof, Refusal] | None:
    """The first proof that the configuration does not allow, and why, before anything is carried out."""
    for proof in proofs:
        if proof.verb == "run":
            found = command_refusal(proof.argv, config.commands)
        elif proof.verb == "http" and "://" in proof.texts[0]:
            found = url_refusal(_url(proof), _urls(config))
        else:
            continue
        if found is not None:
            return proof, found
    return None


def wanting(proofs: Iterable[Proof], config: Config) -> Iterator[Wanting]:
    """What the settings lack for proofs. What has no good form is not offered."""
    for proof in proofs:
        if proof.verb == "run" and command_refusal(proof.argv, config.commands):
            entry = shlex.join(proof.argv)
            if not command_entry_fault(entry):
                yield "commands", entry
        elif proof.verb == "http" and "://" in proof.texts[0]:
            found = address(_url(proof))
            if isinstance(found, Address) and url_refusal(_url(proof), _urls(config)):
                yield "urls", f"{found.scheme}://{found.authority}/"
        elif proof.verb == "test" and not config.test_command and not config.reports:
            yield "test-command", proof.texts[0]


def _url(proof: Proof) -> str:
    first, _, rest = proof.texts[0].strip().partition(" ")
    return rest.strip() or first


def _urls(config: Config) -> tuple[str, ...]:
    return (*config.urls, *((config.base_url,) if config.base_url else ()))


def as_toml(lacking: Iterable[Wanting], settings: Settings) -> tuple[str, ...]:
    """Lines for the settings file: whole settings, with what they allow already."""
    entries: dict[str, dict[str, None]] = {}
    for setting, entry in lacking:
        entries.setdefault(setting, {})[entry] = None
    lines: list[str] = []
    for setting, known in (("commands", settings.config.commands), ("urls", settings.config.urls)):
        if setting in entries:
            every = dict.fromkeys((*known, *entries[setting]))
            lines += [f"{setting} = [", *(f"    {quoted(entry)}," for entry in every), "]"]
    if "test-command" in entries:
        lines += suggested_test_settings(settings.root, next(iter(entries["test-command"])))
    return tuple(lines)
