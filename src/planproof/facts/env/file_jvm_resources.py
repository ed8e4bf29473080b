"""Placeholders in any other settings file that a program on the JVM brings along: `shared.yml`.

Spring reads files of any name where `spring.config.name`, `spring.config.import` or a property source
says so. Only `${NAME:default}` with a name in capitals is taken; a key is a property only where the
file's name says that it is one (`file_spring_properties.py`).
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.env import file_spring_properties as spring
from planproof.facts.env._jvm_properties import placeholder_reads
from planproof.facts.model import Fact
from planproof.facts.trees import decoded, documents
from planproof.text.globs import lies_in
from planproof.text.patterns import rx

FILES = (
    "src/main/resources/**/*.yml",
    "src/main/resources/**/*.yaml",
    "src/main/resources/**/*.properties",
)
NEEDS = (b"${",)

_OF_ANOTHER = r"\$\{[A-Z][A-Z0-9_]*:(?:-[A-Za-z\"'/.$]|\?)"
"""What the shell writes: such a file is a template for another program."""


def read(path: str, data: bytes) -> Iterator[Fact]:
    """Placeholders."""
    text = decoded(data)
    if lies_in(path, spring.FILES) or rx(_OF_ANOTHER).search(text):
        return
    if path.endswith(".properties"):
        entries = spring.of_properties(text)
    else:
        entries = [one for root in documents(path, data) for one in spring.of_tree(root)]
    for one in entries:
        for found in placeholder_reads(one.value or "", one.line):
            if found.level == "declared":  # its name is in capitals
                yield found
