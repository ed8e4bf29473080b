"""`sign`: a person's sign-off of a plan, or of an item of one, pinned to the words that stand there.

Nothing else ever signs off. Who may is what the plan's stakeholders and the setting `signers` say; that
it is them is vouched for by a key wherever the project has a file of allowed signers.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import NamedTuple

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.app.plans import load_plan
from planproof.app.recorded import allowed_signers
from planproof.app.recording import Recorder, now
from planproof.app.targets import item_of
from planproof.evidence.allowed_signers import among, plain_names, read_allowed_signers
from planproof.evidence.decision import Decision
from planproof.evidence.record import WHOLE_PLAN, Evidence, Record
from planproof.evidence.sign_offs import counting
from planproof.evidence.signers import (
    identities,
    may_sign,
    name_and_address,
    nobody_for,
    people_of,
    roles_of,
)
from planproof.evidence.sshsig import fingerprint as key_fingerprint
from planproof.evidence.sshsig import key_type, line_of_key
from planproof.evidence.wording import fingerprint, wording_of
from planproof.plan.ids import split_named
from planproof.plan.model import Item, Plan
from planproof.plan.wording import normalised
from planproof.progress.lifecycle import asked_sign_offs
from planproof.system.commits import Commits
from planproof.system.signing import CannotSign, public_key


class Prepared(NamedTuple):
    """A sign-off that is ready to be made.

    Attributes:
        plan: the plan.
        item: the item; None for the whole plan.
        role: the role, as the plan writes it.
        by: who signs: `Ada Lovelace <ada@example.com>`.
        wording: what is signed.
        key: the path of the key that it is signed with, or empty.
        keyid: that key's fingerprint, or empty.
        touch: whether the key is a piece of hardware that waits for a finger.
        committed: whether HEAD has the plan as it is signed.
    """

    plan: Plan
    item: Item | None
    role: str
    by: str
    wording: str
    key: str
    keyid: str
    touch: bool
    committed: bool


class Signer:
    """Makes sign-offs in a project."""

    def __init__(self, settings: Settings) -> None:
        """Find the ledger.

        Raises:
            CannotDo: there is no repository, or it has no commit.
        """
        self.settings = settings
        self.recorder = Recorder(settings)

    def prepare(self, named: str, role: str, key: str = "") -> Prepared:
        """See to it that somebody may sign, and what they would sign. Nothing is written.

        Args:
            named: `PLAN` or `PLAN#ITEM`.
            role: the role in which they sign, in any case.
            key: the key to sign with; empty for the setting `sign-key`.

        Raises:
            CannotDo: there is no such plan, item or role, or the person may not sign for it.
        """
        path, name = split_named(named)
        plan = load_plan(self.settings, path)
        item = item_of(plan, name) if name and name != WHOLE_PLAN else None
        signers = self.settings.config.signers
        asked = asked_sign_offs(plan, self.settings.config.sign_offs)
        roles = dict.fromkeys((*roles_of(plan, signers), *asked))
        if not role:
            known = ", ".join(roles) or "one that the setting `signers` names"
            raise CannotDo(
                "it is not said in which role you sign", f"Add `--as` and a role: {known}."
            )
        role = next((one for one in roles if normalised(one) == normalised(role)), role)
        key = key or self.settings.config.sign_key
        by, who, public = self._person(key)
        patterns = public is not None and allowed_signers(self.settings) is not None
        permission = may_sign(plan, role, who, signers, patterns=patterns)
        if role in asked and not people_of(plan, role, signers):
            permission = nobody_for(role, who)
        if not permission.ok:
            raise CannotDo(permission.reason, permission.help)
        wording = wording_of(plan, item)
        if not wording.strip():
            raise CannotDo(f"`{named}` says nothing that could be signed", "Write it first.")
        return Prepared(
            plan=plan,
            item=item,
            role=role,
            by=by,
            wording=wording,
            key=key,
            keyid=key_fingerprint(public) if public is not None else "",
            touch=public is not None and key_type(public).startswith("sk-"),
            committed=self._is_committed(plan),
        )

    def made_already(self, ready: Prepared, note: str = "") -> Evidence | None:
        """The sign-off that counts by which the same person has signed the same words for the same role.

        One without a key counts as none where a key is used now, nor does one that says something else.
        """
        view = self.recorder.view
        found = counting(
            ready.plan,
            ready.item,
            ready.role,
            view.records(ready.plan.id),
            self.settings.config.signers,
            view.vouched(ready.plan.id),
        )
        return next(
            (
                one
                for one in found
                if one.record.by == ready.by
                and (one.signatures or not ready.keyid)
                and note in ("", one.record.note)
            ),
            None,
        )

    def keep(self, ready: Prepared, note: str = "") -> Evidence:
        """Record a sign-off, signed where there is a key.

        Raises:
            CannotDo: the key cannot be used, or the ledger not be written.
        """
        moment = now()
        plan, item = ready.plan, ready.item
        record = Record(
            plan=plan.id,
            item=WHOLE_PLAN if item is None else item.id,
            fingerprint=fingerprint(plan, item),
            wording=ready.wording,
            decision=Decision.MET,
            reason=f"{ready.by} signed as {ready.role}",
            started=moment,
            finished=moment,
            nonce="",
            dirty=() if ready.committed else (self.recorder.subject(plan)[2],),
            by=ready.by,
            role=ready.role,
            note=note,
        )
        return self.recorder.keep(record, plan, ready.key)

    def _person(self, key: str) -> tuple[str, frozenset[str], bytes | None]:
        """Who signs, what they are called, and their public key where they sign with one."""
        by = self.recorder.person
        text = allowed_signers(self.settings)
        file = self.settings.config.allowed_signers
        if not key:
            if text is not None:
                raise CannotDo(
                    f"a sign-off has to be signed with a key here, for the project has {file}",
                    "Name your SSH key with --key, or in the setting `sign-key`.",
                )
            return self._known(by), identities(by), None
        try:
            public = public_key(key)
        except CannotSign as error:
            raise CannotDo(error.reason, error.remedy) from None
        if text is None:
            return self._known(by), identities(by), public
        standing = read_allowed_signers(text).principals_of(public, datetime.now(UTC))
        if standing.reason:
            address = name_and_address(by)[1] or "you@example.com"
            raise CannotDo(
                f"your signature would not count: {standing.reason}",
                f"Have this line added to {file}: {address} {line_of_key(public)}",
            )
        return self._vouched(by, standing.principals), frozenset(standing.principals), public

    def _vouched(self, by: str, principals: tuple[str, ...]) -> str:
        """The person whom git knows, by a name for which their key speaks."""
        name, address = name_and_address(by)
        if any(one and among(one, principals) for one in (name, address)):
            return by
        plain = [one for one in principals if one in plain_names(principals)]
        if not plain:
            raise CannotDo(
                f"your key does not speak for {by or 'anybody'}: it is {', '.join(principals)}",
                "Set user.email in git to an address of yours that it speaks for.",
            )
        return f"{name} <{plain[0]}>" if name and "@" in plain[0] else plain[0]

    @staticmethod
    def _known(by: str) -> str:
        if not by:
            raise CannotDo(
                "git does not know who you are", "Set user.name and user.email: `git config`."
            )
        return by

    def _is_committed(self, plan: Plan) -> bool:
        commit, _, path, blob = self.recorder.subject(plan)
        file = (commit, path)
        return Commits(self.settings.root).blobs([file]).get(file) == blob
