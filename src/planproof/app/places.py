"""Where a project keeps what is its own."""

from __future__ import annotations

from pathlib import Path

TEMPLATES = ".planproof/templates"
"""The folder of a project's own templates; every Markdown file in it is one."""


def is_template(path: str, named: tuple[str, ...]) -> bool:
    """Whether a path, from the project's folder, is that of one of its templates."""
    folder, _, name = path.rpartition("/")
    return (folder == TEMPLATES and name.endswith(".md")) or path in named


def own_template_paths(root: Path, named: tuple[str, ...]) -> list[Path]:
    """The project's template files: those in its folder and those that the settings name."""
    return [*sorted((root / TEMPLATES).glob("*.md")), *(root / path for path in named)]
