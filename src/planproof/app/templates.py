"""The templates in use: those that come with planproof and those of the project."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from planproof.app.config import Config
from planproof.app.errors import CannotDo
from planproof.app.places import TEMPLATES as FOLDER
from planproof.app.places import is_template, own_template_paths
from planproof.plan.wording import nearest
from planproof.system.builtin import builtin_templates
from planproof.system.files import CannotRead, Changed, read_bytes, write_atomically
from planproof.template.schema import BadTemplate, Template, read_template
from planproof.text.source import NotText, Source

if TYPE_CHECKING:
    from planproof.system.snapshots import Snapshot


def templates_in_use(
    root: Path, config: Config, snapshot: Snapshot | None = None
) -> tuple[Template, ...]:
    """The project's templates and the built-in ones; the project's go before built-in ones of their name.

    Args:
        root: the project's folder.
        config: says which there are besides those in its folder.
        snapshot: the files of a commit to read them from, in place of the disk.

    Raises:
        CannotDo: a template cannot be read, has no headings, or is named and does not exist.
    """
    if snapshot is None:
        own = tuple(load_template(path) for path in own_template_paths(root, config.templates))
    else:
        inside = sorted(path for path in snapshot.entries if is_template(path, ()))
        own = tuple(
            _template(Path(path), snapshot.read(path) or b"")
            for path in (*inside, *config.templates)
        )
    names = {one.name for one in own}
    templates = own + tuple(one for one in builtin_templates() if one.name not in names)
    for name in (config.template, *config.template_for.values()):
        if name and name not in {one.name for one in templates}:
            raise unknown_template(name, templates)
    return templates


def load_template(path: Path) -> Template:
    """Read a template file.

    Raises:
        CannotDo: it cannot be read, or cannot serve as a schema.
    """
    try:
        data = read_bytes(path)
    except CannotRead as error:
        raise CannotDo(
            f"the template {path} cannot be read: {error.reason}", error.remedy
        ) from None
    return _template(path, data)


def _template(path: Path, data: bytes) -> Template:
    try:
        return read_template(path.stem, Source.from_bytes(str(path), data).text)
    except NotText as error:
        raise CannotDo(f"the template {path} cannot be read: {error.reason}") from None
    except BadTemplate as error:
        raise CannotDo(f"the template {path}: {error}", "Mend the template.") from None


def find_template(root: Path, config: Config, named: str) -> Template:
    """A template by name, or by the path of a file.

    Raises:
        CannotDo: there is none.
    """
    templates = templates_in_use(root, config)
    for template in templates:
        if template.name == named:
            return template
    path = Path(named)
    if path.suffix and path.is_file():
        return load_template(path)
    raise unknown_template(named, templates)


def add_template(root: Path, path: Path) -> tuple[Path, Template]:
    """Copy a template file into the project's folder of templates, byte for byte: where it is now, and what it says.

    Raises:
        CannotDo: it cannot serve as a template, or there is one of its name.
    """
    template = load_template(path)
    target = root / FOLDER / f"{path.stem}.md"
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomically(target, read_bytes(path), None)
    except Changed:
        raise CannotDo(
            f"{FOLDER}/{path.stem}.md exists already", "Remove it first, or rename the new one."
        ) from None
    return target, template


def unknown_template(name: str, templates: tuple[Template, ...]) -> CannotDo:
    """The message for a template that does not exist."""
    close = nearest(name, [one.name for one in templates])
    hint = f"; did you mean `{close}`?" if close else ""
    return CannotDo(f"there is no template `{name}`{hint}", "`planproof templates` lists them.")
