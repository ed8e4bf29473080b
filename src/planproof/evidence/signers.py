"""Who may sign for a role.

The people of a role are those of the plan's stakeholder rows with that role, and those whom the setting
`signers` names for it. A name, a handle or a team stands for the addresses that the setting gives it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence

import msgspec

from planproof.evidence.allowed_signers import among, plain_names
from planproof.plan.model import Plan, Stakeholder
from planproof.plan.wording import nearest, normalised
from planproof.text.patterns import rx

Signers = Mapping[str, Sequence[str]]
"""The setting `signers`: from a role, a team, a handle or a name to principals, addresses, or more of these."""

_ADDRESS = r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
_HANDLE = r"(?<![\w/.@])@[A-Za-z0-9][\w.-]*(?:/[\w.-]+)?"
_BETWEEN = r"(?i)\s*[,;&|+]\s*|\s+(?:and|or)\s+|\s+/\s+|\n"
_NOBODY = r"(?i)\W*(?:and|or|tbd|todo|tba|open|none|n/?a|\?+)?\W*"


class Permission(msgspec.Struct, frozen=True, gc=False):
    """Whether somebody may sign for a role.

    Attributes:
        ok: whether they may.
        reason: why, or why not, in one sentence without a full stop.
        help: what to do where they may not.
    """

    ok: bool
    reason: str
    help: str = ""


def may_sign(
    plan: Plan, role: str, who: Collection[str], signers: Signers, *, patterns: bool = False
) -> Permission:
    """Whether somebody may sign for a role of a plan.

    Args:
        plan: the plan, which names its stakeholders.
        role: the role, in any case.
        who: what the person is called: name, address, handle; or the principals of their key.
        signers: the setting.
        patterns: whether a name of theirs such as `*@example.com` stands for all that it matches, as it
            does in a file of allowed signers, and nowhere else.
    """
    if not role_is_known(plan, role, signers):
        return _no_such_role(plan, role, signers)
    asked = people_of(plan, role, signers)
    own = tuple(who) if patterns else tuple(plain_names(who))
    if not own:
        return Permission(False, "nobody knows who signs", "Set user.name and user.email in git.")
    for name in asked:
        if _is(name, own, patterns=patterns):
            return Permission(True, f"{name} may sign for {role}")
    names = sorted(one for one in own if not one.startswith("@")) or sorted(own)
    if not asked:
        return nobody_for(role, own)
    reason = f"{', '.join(names[:4])} may not sign for {role}: that is {', '.join(asked[:8])}"
    address = _address(own) or names[0]
    remedy = f'If they stand for one of these, say so in the settings: signers = {{ "{asked[0]}" = ["{address}"] }}'
    return Permission(False, reason, remedy)


def nobody_for(role: str, who: Collection[str] = ()) -> Permission:
    """That nobody may sign for a role, since neither the plan nor the setting names anybody for it.

    Args:
        role: the role.
        who: what the person who wants to sign is called; empty for nobody.
    """
    one = _address(who) or "ada@example.com"
    return Permission(
        False,
        f"nobody is named who may sign for {role}",
        f"Name somebody for {role} in the plan's stakeholders, or in the settings: "
        f'signers = {{ "{role}" = ["{one}"] }}',
    )


def people_of(plan: Plan, role: str, signers: Signers) -> tuple[str, ...]:
    """The names of everybody who may sign for a role: as they are written, and what the setting gives them."""
    found: dict[str, None] = {}
    waiting = [*_of_setting(role, signers), *_of_plan(plan, role)]
    while waiting:
        name = waiting.pop(0)
        if name.casefold() not in {one.casefold() for one in found}:
            found[name] = None
            waiting += _of_setting(name, signers)
    return tuple(found)


def role_is_known(plan: Plan, role: str, signers: Signers) -> bool:
    """Whether a role is one of the plan's stakeholders, or of the setting."""
    wanted = normalised(role)
    return bool(wanted) and wanted in {normalised(one) for one in roles_of(plan, signers)}


def roles_of(plan: Plan, signers: Signers) -> tuple[str, ...]:
    """The roles somebody can sign for: those of the plan's stakeholders, then those of the setting."""
    own = [role for item in _stakeholders(plan) for role in _parts(item.role.text)]
    said = [key for key in signers if "@" not in key]
    return tuple(dict.fromkeys([*own, *said]))


def identities(by: str) -> frozenset[str]:
    """What somebody is called whom git knows as `Ada Lovelace <ada@example.com>`.

    Their handle is not known to git: the name without blanks and the address's own part are taken for it.
    Nothing vouches for any of it, so it only counts where nobody has to sign with a key.
    """
    name, address = name_and_address(by)
    local = address.partition("@")[0].rpartition("+")[2]
    handles = [f"@{name.replace(' ', '')}" if name else "", f"@{local}" if local else ""]
    return plain_names({name, address, *handles} - {""})


def name_and_address(by: str) -> tuple[str, str]:
    """The parts of `Ada Lovelace <ada@example.com>`, either of which may be empty."""
    match = rx(r"([^<>]*)<([^<>]*)>").fullmatch(by.strip())
    return (match[1].strip(), match[2].strip()) if match else (by.strip(), "")


def named_in(cell: str) -> tuple[str, ...]:
    """The people and teams that a cell names: `@ada`, `Ada Lovelace`, `ada@example.com`, `@acme/qa`."""
    if rx(_NOBODY).fullmatch(cell):
        return ()
    found = [*rx(_ADDRESS).findall(cell), *rx(_HANDLE).findall(rx(_ADDRESS).sub(" ", cell))]
    bare = rx(_HANDLE).sub(" ", rx(_ADDRESS).sub(" ", cell))
    names = [rx(r"[\s()<>\[\]]+").sub(" ", one).strip(" .:–—-") for one in rx(_BETWEEN).split(bare)]
    names = [one for one in names if rx(r"\w").search(one) and not rx(_NOBODY).fullmatch(one)]
    return tuple(dict.fromkeys([*found, *names]))


def _is(name: str, own: Sequence[str], *, patterns: bool) -> bool:
    """Whether somebody of these names is meant by a name of the plan or the setting."""
    if patterns and among(name, own):
        return True
    wanted = _plain(name)
    return any(_plain(one) == wanted for one in own)


def _address(who: Collection[str]) -> str:
    """An address among names, or empty."""
    return next((one for one in sorted(plain_names(who)) if rx(_ADDRESS).fullmatch(one)), "")


def _plain(name: str) -> str:
    """A name for comparison: without case, and with single blanks."""
    return " ".join(name.casefold().split())


def _stakeholders(plan: Plan) -> Iterator[Stakeholder]:
    for item in plan.items:
        if isinstance(item, Stakeholder):
            yield item


def _parts(role: str) -> list[str]:
    """A role's name, and those in it where a cell has several: `Owner / Reviewer`."""
    whole = " ".join(role.split())
    parts = [one for one in rx(_BETWEEN + r"|/").split(whole) if rx(r"\w").search(one)]
    return [whole, *(one.strip() for one in parts)] if len(parts) > 1 else [whole] * bool(whole)


def _of_plan(plan: Plan, role: str) -> list[str]:
    wanted = normalised(role)
    found: list[str] = []
    for item in _stakeholders(plan):
        if wanted in map(normalised, _parts(item.role.text)):
            found += named_in(item.person.text)
    return found


def _of_setting(name: str, signers: Signers) -> list[str]:
    wanted = _plain(name)
    return [one for key, people in signers.items() if _plain(key) == wanted for one in people]


def _no_such_role(plan: Plan, role: str, signers: Signers) -> Permission:
    roles = roles_of(plan, signers)
    close = nearest(role.casefold(), [one.casefold() for one in roles])
    hint = next((f"; did you mean `{one}`?" for one in roles if one.casefold() == close), "")
    shown = ", ".join(f"`{one}`" for one in roles[:12])
    remedy = f"The roles are {shown}." if roles else "Name the plan's stakeholders in its table."
    return Permission(False, f"the plan has no stakeholder with the role `{role}`{hint}", remedy)
