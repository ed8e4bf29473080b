"""`init --github`, `--gitlab`, `--hooks`: what calls planproof from elsewhere. Never overwrites."""

from __future__ import annotations

from pathlib import Path

import msgspec

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.system import git, hooks
from planproof.system.files import Changed, write_atomically
from planproof.text.patterns import rx
from planproof.version import __version__

WORKFLOW = ".github/workflows/planproof.yml"
PIPELINE = ".gitlab-ci.yml"
INCLUDED = ".gitlab/planproof.yml"

_WORKFLOWS = Path(__file__).parent / "workflows"

_CHECK = "planproof check --staged --quiet --fail-on error"
"""Warnings stop nobody from keeping a draft that is half written; CI tells them."""

HOOK = f"""\
#!/bin/sh
# Checks the plans that are staged. Written by `planproof init --hooks`; remove this file to be rid of it.
if ! command -v planproof >/dev/null 2>&1; then
  echo "planproof is not on the PATH: the plans of this commit are not checked" >&2
  exit 0
fi
exec {_CHECK}
"""


class Written(msgspec.Struct, frozen=True):
    """A file that was to be written.

    Attributes:
        path: to show to people.
        done: whether it was written now.
        note: what to know or to do; empty where there is nothing.
    """

    path: str
    done: bool
    note: str = ""


def github(settings: Settings, action: str = "", install: str = "") -> Written:
    """Write the workflow for GitHub Actions.

    Args:
        settings: the settings in force.
        action: planproof's action as `uses:` names it, `OWNER/REPO@REF`; empty for what `pip` installs.
        install: what `pip` installs; empty for this version from its index.

    Raises:
        CannotDo: the action, or what to install, is named in another form.
    """
    if action and not rx(r"[A-Za-z0-9][\w-]*/[\w.-]+(/[\w./-]+)?@[\w./-]+").fullmatch(action):
        raise CannotDo(
            f"{action!r} names no action", "Name it as OWNER/REPO@REF, such as acme/planproof@v1."
        )
    branch = git.default_branch(settings.root).removeprefix("origin/")
    values = {
        "BRANCH": _quoted("main" if branch == "HEAD" else branch),
        "ACTION": action,
        "INSTALL": _installed(install),
    }
    name = "github-action" if action else "github"
    note = _NOTE_GITHUB if action else f"{_NOTE_GITHUB} {_source(install)}"
    return _write(settings, WORKFLOW, (name, values), note)


_NOTE_GITHUB = "Make its job `gate` a required check; a merge queue runs it by itself."


def _installed(spec: str) -> str:
    """What follows `pip install`, quoted for the shell in a YAML scalar.

    Args:
        spec: a requirement, a URL, a path, or a file of requirements with their hashes (`.txt`); empty for this version.

    Raises:
        CannotDo: it has marks that a shell, YAML or pip may take for something else.
    """
    if spec and not rx(r"[A-Za-z0-9./][\w.+:/@=~<>,\[\]#&%-]*").fullmatch(spec, 0):
        raise CannotDo(
            f"{spec!r} names nothing that pip installs",
            "Name it as `planproof==1.2`, git+https://HOST/REPO@TAG, a path, or a requirements file with hashes.",
        )
    wanted = f'"{spec or _DEFAULT}"'
    return f"--require-hashes -r {wanted}" if spec.endswith(".txt") else wanted


def _source(spec: str) -> str:
    """What is to be known of what the job installs."""
    if spec:
        return f"The job installs `{spec}`."
    return (
        f"The job installs `{_DEFAULT}`: see that your index has it, and that it is planproof's own, or name another"
        " source with `--install`."
    )


_DEFAULT = f"planproof=={__version__}"


def gitlab(settings: Settings, install: str = "") -> Written:
    """Write the jobs for GitLab's CI: the pipeline, or, where there is one, a file for it to include.

    Args:
        settings: the settings in force.
        install: what `pip` installs; empty for this version from its index.

    Raises:
        CannotDo: the file cannot be written, or not read; what to install is named in another form.
    """
    source = ("gitlab", {"INSTALL": _installed(install)})
    told = f"{_NOTE_GITLAB} {_source(install)}"
    pipeline = _top(settings)[0] / PIPELINE
    if not pipeline.exists():
        return _write(settings, PIPELINE, source, told)
    try:
        text = pipeline.read_text("utf-8", "replace")
    except OSError as error:
        raise CannotDo(f"{PIPELINE} cannot be read: {error.strerror}", "Look at it.") from None
    if rx(r"(?m)^[^#\n]*\bplanproof ci\b").search(
        text
    ):  # included as well, the job would be there twice
        return Written(PIPELINE, done=False)
    note = f"{PIPELINE} stays as it is; add to it: `include: [{{local: {INCLUDED}}}]`."
    return _write(settings, INCLUDED, source, f"{note} {told}")


_NOTE_GITLAB = "For comments, put a project access token (scope `api`) into the masked variable PLANPROOF_TOKEN."


def hook(settings: Settings) -> Written:
    """Put a hook before each commit that checks the plans staged for it.

    Raises:
        CannotDo: there is no repository, its hooks are shared with others, or it cannot be written.
    """
    try:
        place = hooks.place_of(settings.root)
        if place.shared:
            raise CannotDo(
                f"core.hooksPath makes {place.folder} the hooks of all your repositories",
                f"Add `{_CHECK}` to its pre-commit hook yourself, or set core.hooksPath for this one.",
            )
        done = hooks.install(place.folder, "pre-commit", HOOK)
    except git.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None
    notes = [] if done.same else [f"Add to it: `{_CHECK}`."]
    if git.git(settings.root, "config", "merge.planproof.driver") is None:
        notes.append("`planproof merge-driver --install` lets neighbouring ticks merge.")
    return Written(str(done.path), done.written, " ".join(notes))


def _write(settings: Settings, name: str, source: tuple[str, dict[str, str]], note: str) -> Written:
    """Write a workflow at the top of the repository, unless there is one: its source's name, its values."""
    top, folder = _top(settings)
    text = (_WORKFLOWS / f"{source[0]}.yml").read_text("utf-8")
    values = {"VERSION": __version__, "FOLDER": _quoted(folder or "."), **source[1]}
    for key, value in values.items():
        text = text.replace(f"@{key}@", value)
    path = top / name
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, text.encode("utf-8"), None)
    except Changed:
        return Written(name, done=False)
    except OSError as error:
        raise CannotDo(f"{name} cannot be written: {error.strerror}", "Look at it.") from None
    return Written(name, done=True, note=note)


def _top(settings: Settings) -> tuple[Path, str]:
    """The top of the repository that the project lies in, and the project's folder from there."""
    try:
        place = git.locate(settings.root)
    except git.GitRefuses as error:
        raise CannotDo(error.reason, error.remedy) from None
    prefix = place.prefix.rstrip("/") if place is not None else ""
    top = Path(settings.root)
    return (top.parents[prefix.count("/")] if prefix else top), prefix


def _quoted(text: str) -> str:
    """A text as YAML takes it, which is as JSON does."""
    return msgspec.json.encode(text).decode()
