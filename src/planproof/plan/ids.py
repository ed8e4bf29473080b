"""What plans and their items are called."""

from __future__ import annotations

import re
from collections.abc import Mapping

_SAY_NOTHING = frozenset(
    ("readme", "index", "plan", "proposal", "tasks", "design", "spec", "requirements")
)


def plan_id(path: str) -> str:
    """A plan's id: its file's stem, with its folder's name where the stem says nothing of its own."""
    folder, _, name = path.rpartition("/")
    stem = name.rpartition(".")[0] or name
    above = folder.rpartition("/")[2]
    return f"{above}/{stem}" if above and stem.casefold() in _SAY_NOTHING else stem


def split_named(named: str) -> tuple[str, str]:
    """The plan and the item that somebody names as `PLAN#ITEM`, where PLAN may have a `#` in it, too.

    Returns:
        The plan, and the item's id; that is empty where only a plan is named.
    """
    plan, mark, item = named.rpartition("#")
    if not mark or "/" in item or item.casefold().endswith((".md", ".markdown")):
        return named, ""
    return plan, item


def full_number(step: str, number: str, label: str | None) -> str:
    """A step's number below that of the step within which it counts: `1.2` for the 2nd part of step 1.

    Args:
        step: its id, which is made of that number where it has one and no label.
        number: as printed, else empty.
        label: its own, else None or empty.
    """
    if not number or label:
        return number
    full = step.removeprefix("step-")
    return re.sub(r"-\d+", "", full) if "-" in full else full


def quoted(plan: str, item: str = "") -> str:
    """A plan, or an item of it, as one writes it behind a command: in quotes where a shell needs them.

    A `#` within a word needs none.
    """
    import shlex  # only advice needs it

    name = f"{plan}#{item}" if item else plan
    bare = name[:1] + name[1:].replace("#", "")
    return name if shlex.quote(bare) == bare else shlex.quote(name)


class Ids:
    """Hands out the ids of a plan's items: the label, the printed number, or the kind and its place.

    A place yields to a number printed beside a box, which is what people call that step. The number may
    stand further below: where a `clash` shows so, the plan is read again with the numbers that are known.

    Args:
        printed: how often each id made of a printed number occurs in the plan, as far as that is known.
    """

    def __init__(self, printed: Mapping[str, int] | None = None) -> None:
        self._known = printed or {}
        self._places: dict[str, int] = {}
        self._printed: dict[str, int] = {}
        self._placed: dict[str, int] = {}
        self._labelled: dict[str, int] = {}

    def next(self, kind: str, label: str | None = None) -> str:
        """The next item's id: its label, or its kind and place: `goal-2`."""
        place = self.place(kind)
        return self.labelled(label) if label else f"{kind}-{place}"

    def labelled(self, label: str) -> str:
        """An id made of a label: as it is at first, then with its count: `T1-2`."""
        count = self._labelled.get(label, 0) + 1
        self._labelled[label] = count
        return label if count == 1 else f"{label}-{count}"

    def place(self, among: str) -> int:
        """The place of the next one among those of a kind, or the parts of a step; the first is 1."""
        place = self._places.get(among, 0) + 1
        self._places[among] = place
        return place

    def printed(self, name: str) -> str:
        """An id made of a printed number: as it is at first, then with its count: `step-1-2`."""
        count = self._printed.get(name, 0) + 1
        self._printed[name] = count
        return name if count == 1 else f"{name}-{count}"

    def placed(self, name: str) -> str:
        """An id made of a place: as it is, or with a count that no printed number of the plan has."""
        count = self._placed.get(name, self._known.get(name, 0)) + 1
        self._placed[name] = count
        return name if count == 1 else f"{name}-{count}"

    def clash(self) -> Mapping[str, int]:
        """How often each id of a printed number occurs, where a place was given such an id; else nothing."""
        return {} if self._printed.keys().isdisjoint(self._placed) else self._printed
