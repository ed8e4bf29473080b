"""`new` and `init`: a plan from a template, and a repository set up for plans."""

from __future__ import annotations

import datetime
import re
import unicodedata
from pathlib import Path, PurePosixPath

import msgspec

from planproof.app.config import Settings
from planproof.app.discover import candidates
from planproof.app.errors import CannotDo
from planproof.app.runners import suggested_test_settings
from planproof.app.templates import find_template
from planproof.markdown.outline import slug
from planproof.system import git
from planproof.system.files import Changed, write_atomically
from planproof.template.instance import Known, new_plan

DEFAULT_TEMPLATE = "implementation-plan"
DEFAULT_FOLDER = "docs/plans"
OWNERS_FILES = ("CODEOWNERS", ".github/CODEOWNERS", ".gitlab/CODEOWNERS", "docs/CODEOWNERS")


class Wanted(msgspec.Struct, frozen=True):
    """The plan that is wanted. Empty fields are filled in from what the repository says."""

    title: str
    template: str = ""
    owner: str = ""
    reviewers: tuple[str, ...] = ()
    folder: str = ""


def create(settings: Settings, wanted: Wanted) -> Path:
    """Write a new plan and return its path.

    Raises:
        CannotDo: the title makes no file name, the file exists, or there is no such template.
    """
    root = Path(settings.root)
    title = " ".join(wanted.title.split())
    name = file_name(title)
    if not name:
        raise CannotDo(
            f"the title {wanted.title!r} has no letters or digits for a file name",
            "Give the plan a title with letters.",
        )
    template = find_template(
        root, settings.config, wanted.template or settings.config.template or DEFAULT_TEMPLATE
    )
    owner = wanted.owner or git.user(settings.root)
    reviewers = wanted.reviewers or tuple(one for one in code_owners(root) if one != owner)
    known = Known(title, datetime.date.today().isoformat(), owner, reviewers)
    path = root / (wanted.folder or _folder(settings)) / f"{name}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        write_atomically(path, new_plan(template, known).encode("utf-8"), None)
    except Changed:
        raise CannotDo(
            f"{path} exists already", "Choose another title, or edit that plan."
        ) from None
    return path


def file_name(title: str) -> str:
    """A file's stem for a title: lower case, hyphens, letters without accents where they have a plain form."""
    plain = unicodedata.normalize("NFKD", title)
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return re.sub(r"-{2,}", "-", slug(plain.replace("/", " "))).strip("-_")[:80].rstrip("-")


def code_owners(root: Path) -> tuple[str, ...]:
    """Who owns everything according to CODEOWNERS: the last rule for `*`; else the first rule's owners."""
    for name in OWNERS_FILES:
        try:
            lines = (root / name).read_text("utf-8").splitlines()
        except (OSError, UnicodeDecodeError):
            continue
        rules = [line.partition("#")[0].split() for line in lines if not line.startswith("[")]
        rules = [rule for rule in rules if len(rule) > 1]
        everything = [rule[1:] for rule in rules if rule[0] in ("*", "/*", "**")]
        return tuple((everything[-1] if everything else rules[0][1:]) if rules else ())
    return ()


def _folder(settings: Settings) -> str:
    """The first of the configured places that is a folder, else where people look first."""
    for place in settings.config.plans:
        if not any(character in place for character in "*?[") and not PurePosixPath(place).suffix:
            return place
    return DEFAULT_FOLDER


class Initialised(msgspec.Struct, frozen=True):
    """What `init` did.

    Attributes:
        settings_file: the file that holds the settings.
        written: whether it was written or extended now.
        folders: where plans lie.
        found: how many plans lie there already.
        made: the folder that was made, or empty.
    """

    settings_file: str
    written: bool
    folders: tuple[str, ...]
    found: int
    made: str


def initialise(settings: Settings) -> Initialised:
    """Set a repository up. Never overwrites: what is there already stays as it is."""
    root = Path(settings.root)
    found, _ = candidates(root, [], settings.config)
    plans = [one for one in found if one.taken]
    if settings.file:
        folders = settings.config.plans
        made = _make(root, folders or (DEFAULT_FOLDER,)) if not plans else ""
        return Initialised(settings.file, False, folders, len(plans), made)
    folders = _common_folders([one.name for one in plans]) or (DEFAULT_FOLDER,)
    made = "" if plans else _make(root, folders)
    listed = ", ".join(msgspec.json.encode(folder).decode() for folder in folders)
    table = f"# Where plans lie: folders, files or globs.\nplans = [{listed}]\n" + _proving(root)
    pyproject = root / "pyproject.toml"
    if pyproject.is_file():
        before = pyproject.read_bytes()
        newline = b"" if before.endswith(b"\n") or not before else b"\n"
        addition = f"\n[tool.planproof]\n{table}".encode()
        write_atomically(pyproject, before + newline + addition, before)
        return Initialised("pyproject.toml", True, folders, len(plans), made)
    write_atomically(root / "planproof.toml", table.encode(), None)
    return Initialised("planproof.toml", True, folders, len(plans), made)


def _proving(root: Path) -> str:
    """The settings that `prove` needs, as comments: nothing is allowed until somebody says so."""
    lines = (
        'commands = ["k6 run *.js --summary-export=*"]',
        *suggested_test_settings(str(root)),
        'base-url = "http://127.0.0.1:8080"',
    )
    about = "What `planproof prove` may run and ask; nothing, as long as these are comments."
    return f"\n# {about}\n" + "".join(f"# {line}\n" for line in lines)


def _make(root: Path, folders: tuple[str, ...]) -> str:
    folder = next((one for one in folders if not any(c in one for c in "*?[")), DEFAULT_FOLDER)
    if (root / folder).is_dir():
        return ""
    (root / folder).mkdir(parents=True)
    return folder


def _common_folders(names: list[str]) -> tuple[str, ...]:
    """The folders of files, those inside another of them left out."""
    folders = sorted({str(PurePosixPath(name).parent) for name in names})
    kept: list[str] = []
    for folder in folders:
        if not any(folder == one or folder.startswith(f"{one}/") for one in kept):
            kept.append(folder)
    return tuple(one for one in kept if one != ".")
