"""Where the paths, globs and modules that plans name lie in the repository, and what names prove nothing."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Sequence

from planproof.facts.paths import generated, vendored
from planproof.plan.model import Component
from planproof.text.globs import lies_in
from planproof.text.patterns import rx
from planproof.verdict.base import Case
from planproof.verdict.world import Gone, World, plain, stem

_LINE = r"(?<=[\w)\]])(?::\d+(?:[-:]\d+)?|#L\d+(?:-L?\d+)?|::[A-Za-z_][\w.:]*)$"
_MADE = r"(?:^|/)(?:dist|build|target|out|node_modules|\.venv|venv|coverage|__pycache__|tmp|\.next)(?:/|$)"
_OWN = r"(?:^|/)(?:\.env(?:\.(?!example|sample|template|dist|test)[\w-]+)*|[^/]+\.env|[^/]+\.local\.\w+|[\w-]+\.override\.ya?ml)$"
_USED_UP = r"(?:^|/)(?:\.changeset|\.changes|changelog\.d|newsfragments|\.changelog)/"
"""Notes that a release takes in and deletes."""

MACHINE = r"^(?:/(?:Users|home|root|mnt|private|var|tmp|opt|workspaces?)/|~/|[A-Za-z]:[\\/])"
"""What paths begin with that only somebody's machine has."""

_DOCUMENTS = "this is a repository of documents, and the code that they are about lies elsewhere"
_ROOTS = frozenset(
    (
        "src",
        "lib",
        "app",
        "apps",
        "cmd",
        "internal",
        "pkg",
        "packages",
        "test",
        "tests",
        "docs",
        "scripts",
    )
)
"""Folders that a repository has, or is about to have, at its root."""

_UNFINISHED = (
    r"(?i)/(?:active|current|drafts?|in[-_]progress|wip|todo|open|proposed|pending|future|next)$"
)
"""Folders that plans leave when they are done."""

_OF_ITS_OWN = r"[-_\d]"
"""What a name has that no other file or folder is likely to have, unlike `plans` and `README.md`."""

_DATE = r"^\d{4}-\d\d-\d\d-"
_DOMAIN = r"^(?:[a-z0-9-]+\.)+[a-z]{2,}/"
_REVERSED = (
    "com",
    "org",
    "net",
    "io",
    "de",
    "dev",
    "app",
    "edu",
    "gov",
    "co",
    "me",
    "ai",
    "tech",
    "uk",
    "fr",
)
_MOST = 32


def plain_path(name: str) -> str:
    """A path without backticks, a slash at the end, and the line or the symbol in the file."""
    return rx(_LINE).sub("", name.strip().strip("`").strip()).rstrip("/")


def out_of_tree(name: str) -> str:
    """Why a path that is not there may be none of the repository's files all the same, or empty."""
    if rx(_OWN).search(name):
        return "files like this are not committed as a rule"
    if rx(_MADE).search(name) or generated(name) or vendored(f"{name}/x"):
        return "what lies there is made by tools, and not committed as a rule"
    if rx(_USED_UP).search(name):
        return "a release takes in what lies there, and deletes it"
    return ""


def after(gone: Gone) -> str:
    """What to do about a path that was there once."""
    if gone.renamed_to:
        return f"Write `{gone.renamed_to}`."
    return "Bring it back, correct the plan, or set the plan aside (`status: superseded`)."


def similar(world: World, name: str) -> str:
    """A sentence that names a file called nearly so, which may be meant; or empty."""
    path = plain_path(name)
    last = path.rpartition("/")[2]
    named = world.by_name.get(last, ()) or world.by_stem.get(stem(path), ())
    folder = path.split("/")[0]
    near = [
        one
        for one in named
        if one in world.files and one.rpartition(".")[2] == last.rpartition(".")[2]
    ]
    near.sort(key=lambda one: (not one.startswith(f"{folder}/"), one.count("/"), one))
    specific = len(near) < 4  # any `__init__.py` would be called so
    return f"`{near[0]}` has a name like it. " if near and specific else ""


def foreign(world: World, name: str) -> str:
    """Why a path may lie in no folder of the repository, or in one that is not looked into; or empty."""
    parts = posixpath.normpath(plain_path(name)).lstrip("/").split("/")
    for cut in range(1, len(parts)):
        above = "/".join(parts[:cut])
        if above in world.files:
            return (
                f"`{above}` is a symbolic link or a submodule, into which planproof does not look"
            )
    if world.of_documents:
        return _DOCUMENTS
    first = parts[0]
    if len(parts) < 2 or first in _ROOTS or world.kind(first) or plain(first) in world.by_stem:
        return ""
    if world.history.shallow or world.history.gone(first) is not None:
        return ""
    return f"there is no folder `{first}` here: it may lie elsewhere, or be made as a program runs"


def places(world: World, name: str, form: str, plan: str = "") -> list[str]:
    """The paths that a component's name stands for; exact ones first, else those that end like it."""
    if form == "glob":
        return _globbed(world, name, plan)
    if form == "path":
        return _of_path(world, plain_path(name), plan)
    return _of_module(world, name)


def exact(world: World, name: str, plan: str = "") -> str:
    """The path itself, from the root or from the plan's folder, where it is there."""
    whole = posixpath.normpath(plain_path(name).lstrip("/") or ".")
    if world.kind(whole):
        return whole
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(plan), plain_path(name)))
    if world.kind(beside):
        return beside
    if rx(MACHINE).match(name):
        return on_machine(world, name)
    along = _along(whole, plan)
    return along if along and world.kind(along) else ""


def on_machine(world: World, name: str) -> str:
    """The file of the repository that a path on somebody's machine leads to, or empty."""
    parts = [part for part in rx(r"[\\/]").split(plain_path(name)) if part]
    tails = ("/".join(parts[cut:]) for cut in range(1, len(parts) - 1))
    return next((tail for tail in tails if world.kind(tail)), "")


def _along(name: str, plan: str) -> str:
    """Where a file of the plan's own folder, or the plan itself, lies now that the folder was moved."""
    folder, _, own = plan.rpartition("/")
    above, _, named = name.rpartition("/")
    if (
        named == own
        and rx(_OF_ITS_OWN).search(own)
        and f"{folder}/".startswith(f"{rx(_UNFINISHED).sub('', above)}/")
    ):
        return plan
    last = rx(_DATE).sub("", folder.rpartition("/")[2])
    if not rx(_OF_ITS_OWN).search(last):
        return ""
    before, found, rest = f"/{name}".rpartition(f"/{last}/")
    return f"{folder}/{rest}" if found and before else ""


def _globbed(world: World, name: str, plan: str) -> list[str]:
    patterns = tuple(_braces(name.strip("`").rstrip("/").removeprefix("./")))
    along = _along(name, plan)
    for one in (patterns, (along,) if along else ()):
        found = [path for path in world.files if lies_in(path, one)]
        found = found or [path for path in world.folders if lies_in(path, one)]
        if found:
            return sorted(found)
    return []


def _braces(glob: str) -> Iterator[str]:
    """`{a,b}` written out, each way; as it is where that would be too many."""
    todo, done = [glob], 0
    while todo and done < _MOST:
        one = todo.pop()
        found = rx(r"\{([^{}]*,[^{}]*)\}").search(one)
        if found is None:
            yield one
            done += 1
            continue
        todo += [
            f"{one[: found.start()]}{part}{one[found.end() :]}" for part in found[1].split(",")
        ]


def _of_path(world: World, name: str, plan: str) -> list[str]:
    here = exact(world, name, plan)
    if here:
        return [here]
    tail = posixpath.normpath(name).lstrip("/")
    if tail.startswith(("@/", "~/")):  # the aliases of bundlers for the root of the sources
        tail = tail[2:]
    if tail.startswith(".."):
        return []
    found = endings(world, tail) or _spaced(world, tail) or _from_above(world, tail)
    if not found and rx(_DOMAIN).match(tail):  # a Go import path: host, owner, repository, folder
        parts = tail.split("/")
        for cut in (3, 2, 1):
            rest = "/".join(parts[cut:])
            if rest and not found:
                found = [rest] if world.kind(rest) else endings(world, rest)
    return found


def _from_above(world: World, name: str) -> list[str]:
    """The file that is named from the folder that the repository lies in: `orders/src/app.py`."""
    first, _, rest = name.partition("/")
    if "/" not in rest or not world.kind(rest) or world.kind(first) or first in _ROOTS:
        return []
    return [] if world.history.shallow or world.history.gone(first) is not None else [rest]


def _spaced(world: World, name: str) -> list[str]:
    """The file whose name has blanks, of which only the first word was taken for it."""
    folder, _, last = name.rpartition("/")
    if not folder or "." in last or world.kind(folder) != "folder":
        return []
    begins = f"{name} "
    return [path for path in world.below(folder) if path.startswith(begins)][:1]


def endings(world: World, name: str) -> list[str]:
    """The files or folders whose paths end with a name, with or without a suffix."""
    tail = f"/{name}"
    last = name.rpartition("/")[2]
    files = [path for path in world.by_name.get(last, ()) if path.endswith(tail)]
    if files:
        return files
    known = world.by_stem.get(plain(last), ())
    folders = [path for path in known if path in world.folders and path.endswith(tail)]
    if folders:
        return folders
    return [path for path in known if f"/{path}".rpartition(".")[0].endswith(tail)]


def _of_module(world: World, name: str) -> list[str]:
    """The files or folders of a module in its language's way of naming: `orders.store`, `crate::store`."""
    bare = name.strip("`").removesuffix("()")
    if bare in world.by_name:
        return world.by_name[bare]
    parts = [part for part in rx(r"::|[./\\]").split(bare) if part]
    parts = [part for part in parts if part not in ("crate", "self", "super")]
    found = _lying(world, parts) or _defining(world, parts)
    if found or len(parts) < 2:  # one word has nothing that could be left out
        return found
    if "::" in bare:  # the crate or gem, whose folder is called otherwise
        return _lying(world, parts[1:])
    if parts[0] in _REVERSED and len(parts) > 3:  # Kotlin leaves the common part out
        return _lying(world, parts[2:])
    return []


def _lying(world: World, parts: Sequence[str]) -> list[str]:
    """Files and folders whose path has all parts in this order, the last one as their name."""
    if not parts:
        return []
    wanted = [plain(part) for part in parts]
    found = [
        path
        for path in world.by_stem.get(wanted[-1], ())
        if _in_order(wanted[:-1], path.rpartition("/")[0])
    ]
    dotted = plain(parts[-1]) if len(parts) == 1 else plain(".".join(parts))
    found += [path for path in world.by_stem.get(dotted, ()) if path not in found]
    return sorted(found, key=lambda path: (path.count("/"), path))


def _in_order(wanted: Sequence[str], folder: str) -> bool:
    """Whether the parts of a module's name end a folder's path, whose parts may have dots themselves."""
    have = [plain(part) for part in rx(r"[/.]").split(folder) if part]
    return not wanted or have[-len(wanted) :] == list(wanted)


def _defining(world: World, parts: Sequence[str]) -> list[str]:
    """Files of the module that the first parts name which define what the last ones do."""
    found: set[str] = set()
    for cut in range(len(parts) - 1, max(0, len(parts) - 3), -1):
        name = ".".join(parts[cut:])
        inside = set(_lying(world, parts[:cut]))
        for path, fact in world.inventory.definitions.get(parts[-1], ()):
            fits = fact.name == name or fact.name.endswith(f".{name}")
            if fits and (path in inside or path.rpartition("/")[0] in inside):
                found.add(path)
    return sorted(found)


def files_of(item: Component, case: Case) -> Iterator[str]:
    """The files of a component."""
    name = item.name.text.strip("` ")
    if not item.form or name.startswith(("http:", "https:")):
        return
    for place in places(case.world, name, item.form, case.plan.document.source.name):
        yield from case.world.below(place)


def component_files(case: Case) -> frozenset[str]:
    """The files of the plan's components."""
    return case.once(
        "components",
        lambda: frozenset(
            path
            for item in case.plan.items
            if isinstance(item, Component)
            for path in files_of(item, case)
        ),
    )


def unread(case: Case) -> str:
    """Why the code that a plan is about cannot be read, or empty: that it lacks something says nothing."""
    return case.once("unread", lambda: _unread(case))


def _unread(case: Case) -> str:
    if case.world.of_documents:
        return _DOCUMENTS
    files = component_files(case)
    read, not_read = case.world.languages(files or case.world.files)
    if not read and not not_read and files:
        read, not_read = case.world.languages(case.world.files)
    if read:
        return ""
    named = f" (.{', .'.join(not_read[:3])})" if not_read else ""
    return f"none of the code is in a language that planproof reads{named}"
