"""Whose a plan or a step is, as somebody asks for it: a part of a name, `me`, or nobody."""

from __future__ import annotations

import re
from typing import NamedTuple

from planproof.app.errors import CannotDo
from planproof.system import git
from planproof.text.patterns import rx

ME = "me"
"""The owner that stands for git's user."""

NOBODY = "-"
"""The owner that stands for nobody."""

_BETWEEN = r"(?i)[,;/&+]|\band\b"


class Wanted(NamedTuple):
    """Which owners are asked for.

    Attributes:
        asked: as it was asked; empty for all.
        names: what plans may call git's user, for `me`: the name, the address, and its first part.
    """

    asked: str
    names: tuple[str, ...] = ()

    @property
    def told(self) -> str:
        """Whose it is, in words."""
        return "nobody" if self.asked == NOBODY else next(iter(self.names), self.asked)

    def owns(self, owner: str) -> bool:
        """Whether an owner, as a plan names it, is asked for; all are where nobody is.

        A name that somebody gives may stand anywhere in the owner's; git's user has to be named whole.
        """
        if not self.asked:
            return True
        if self.asked == NOBODY:
            return not owner
        if not self.names:
            return self.asked.casefold().lstrip("@") in owner.casefold()
        people = [one.strip().casefold() for one in rx(_BETWEEN).split(owner)]
        return any(_is(one, name.casefold()) for one in people for name in self.names)


def _is(person: str, name: str) -> bool:
    """Whether a person is called so. `@mia` may stand without its `@` where nothing stands beside it."""
    if name.startswith("@"):
        return person == name[1:] or name in person.split()
    return re.search(rf"(?<![\w@.-]){re.escape(name)}(?![\w@-])", person) is not None


def wanted_owner(root: str, asked: str) -> Wanted:
    """Which owners are meant.

    Raises:
        CannotDo: git's user is meant, and git knows none.
    """
    if asked.casefold() != ME:
        return Wanted(asked)
    address = (git.git(root, "config", "user.email") or "").strip()
    handle = address.partition("@")[0]
    names = (git.user(root), address, f"@{handle}" if handle else "")
    known = tuple(name for name in names if name)
    if not known:
        raise CannotDo(
            "nobody knows who `me` is: git has neither a name nor an address of its user here",
            "Give a name to --owner, or tell git: `git config user.name NAME`.",
        )
    return Wanted(asked, known)
