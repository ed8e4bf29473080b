"""Which files a plan is about, and which it leaves alone."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator

from planproof.facts.paths import generated, is_test, vendored
from planproof.gate.model import FileChange, PlanCase
from planproof.markdown.tree import Code
from planproof.plan.model import Component, NonGoal, Plan, Step
from planproof.text.globs import lies_in
from planproof.text.patterns import rx
from planproof.verdict.claims._places import exact, places, plain_path
from planproof.verdict.world import World

_ASIDE = (
    r"(?i)(?:^|/)(?:[^/]*\.(?:md|mdx|markdown|rst|txt|adoc|lock|sum|snap|png|svg|jpe?g|gif)|package-lock\.json|pnpm-lock\.yaml"
    r"|npm-shrinkwrap\.json|codeowners|planproof\.toml|makefile|justfile|pyproject\.toml|package\.json|cargo\.toml|go\.mod|gemfile|\.planproof/.*|\.git[^/]*)$|^(?:docs?|changelog\.d|changes|newsfragments|\.github|\.gitlab)/"
)
"""Files that no plan has to name: what is written about the work, what tools write, and what builds it."""

_PATH = r"^[\w.@+-]+(?:/[\w.@+*-]+)*/?$"


class Place:
    """Files and folders by their paths, and globs."""

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.globs: set[str] = set()

    def __bool__(self) -> bool:
        return bool(self.paths or self.globs)

    def add(self, path: str) -> None:
        """Take a path in, with what lies below it."""
        whole = posixpath.normpath(path.strip("` ").lstrip("/") or ".")
        if whole != "." and not whole.startswith(".."):
            self.paths.add(whole)

    def holds(self, path: str) -> bool:
        """Whether a file lies here."""
        while path:
            if path in self.paths:
                return True
            below, slash, _ = path.rpartition("/")
            if not slash:
                break
            path = below
        return False

    def has(self, path: str) -> bool:
        """Whether a file lies here, or fits a glob."""
        return self.holds(path) or (bool(self.globs) and lies_in(path, tuple(self.globs)))


def components(plan: PlanCase, world: World) -> Place:
    """Where a plan's components lie, before and after a change, and the files that its steps name."""
    place = Place()
    for one in (plan.before, plan.after):
        if one is None:
            continue
        for item in one.items:
            if isinstance(item, Component) and item.form:
                _take(place, item, one, world)
    if place:
        for name in _named_by_steps(plan):
            place.add(name)
            for found in places(world, name, "path", plan.path)[:20]:
                place.add(found)
    return place


def _take(place: Place, item: Component, plan: Plan, world: World) -> None:
    name = item.name.text.strip("` ")
    if item.form == "glob":
        place.globs.add(plain_path(name))
    elif item.form == "path":
        place.add(plain_path(name))
    if item.moved_to:
        place.add(plain_path(item.moved_to))
    if item.form != "glob":
        for found in places(world, name, item.form, plan.document.source.name):
            place.add(found)


def _named_by_steps(plan: PlanCase) -> Iterator[str]:
    for item in plan.plan.items:
        if isinstance(item, Step):
            for inline in item.words.inlines:
                if isinstance(inline, Code):
                    text = inline.text.strip().partition("::")[0]
                    if "/" in text and rx(_PATH).match(text):
                        yield text.rstrip("/")


def left_alone(item: NonGoal, plan: PlanCase, world: World) -> Place:
    """The files that a non-goal names: by path or glob, or a folder by its name at the root."""
    place = Place()
    for mention in item.mentions:
        text = mention.text.strip()
        if not rx(_PATH).match(text):
            continue
        if "*" in text:
            place.globs.add(plain_path(text))
        elif "/" in text or rx(r"\w\.[A-Za-z]\w{0,5}$").search(text):
            place.add(plain_path(text))
            for found in places(world, text, "path", plan.path)[:20]:
                place.add(found)
        elif found := exact(world, text, plan.path):
            place.add(found)
    return place


def counting(files: Iterable[FileChange], plans: Iterable[PlanCase]) -> list[FileChange]:
    """The files that a plan has to name: no tests, no documentation, no plans, nothing that tools wrote."""
    own = {
        path
        for plan in plans
        for one in (plan.before, plan.after)
        if one is not None
        for path in (one.document.source.name,)
    }
    return [
        file
        for file in files
        if file.path not in own
        and not is_test(file.path)
        and not vendored(file.path)
        and not generated(file.path)
        and not rx(_ASIDE).search(file.path)
    ]


def told(paths: list[str], most: int = 4) -> str:
    """A few paths in words."""
    shown = [f"`{path}`" for path in paths[:most]]
    if len(paths) > most:
        return f"{', '.join(shown)} and {len(paths) - most} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), *shown[-1:]]))
