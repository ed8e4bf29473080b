"""The evidence of a repository, as claims ask about it: records that are whole, and who vouches for them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path

from planproof.app.config import Settings
from planproof.app.errors import CannotDo
from planproof.evidence.record import Evidence, NotEvidence, decode
from planproof.evidence.sign_offs import Standing, standing
from planproof.evidence.signers import role_is_known
from planproof.evidence.vouching import Vouched, vouch
from planproof.plan.model import Item, Plan
from planproof.system import git, repository
from planproof.system.files import CannotRead, read_bytes
from planproof.system.ledger import Ledger, LedgerError, Stored


class LedgerView:
    """What a project's ledger holds, read when it is asked for.

    Attributes:
        entries: for each file that is judged, what git calls its content.
        people: for plans by path, the version of each whose stakeholders say who may sign.
    """

    def __init__(
        self,
        settings: Settings,
        entries: Mapping[str, str] | None = None,
        people: Mapping[str, Plan] | None = None,
    ) -> None:
        self.people: Mapping[str, Plan] = people or {}
        self.settings = settings
        self.entries: Mapping[str, str] = entries or {}
        self.ledger = Ledger(settings.root)
        self._known: dict[str, list[Evidence]] = {}
        self._vouched: dict[str, dict[str, Vouched]] = {}

    @cached_property
    def is_there(self) -> bool:
        """Whether there is anything recorded."""
        return bool(tip(self.settings.root))

    def records(self, plan: str) -> list[Evidence]:
        """The records of a plan, by its id. What is no record, or not whole, is left to the audit.

        Raises:
            CannotDo: the ledger cannot be read.
        """
        if plan not in self._known:
            found: list[Evidence] = []
            if self.is_there:
                try:
                    found = decoded(self.ledger.read(plan), plan)
                except LedgerError as error:
                    raise CannotDo(f"the ledger: {error.reason}", error.remedy) from None
            self._known[plan] = found
        return self._known[plan]

    def sign_off(self, plan: Plan, item: Item | None, role: str) -> Standing:
        """How an item, or the whole plan, stands with the sign-off of a role."""
        signers = self.settings.config.signers
        people = self.people.get(plan.path, plan)
        if not role_is_known(people, role, signers):
            people = plan
        vouched = self.vouched(plan.id)
        return standing(plan, item, role, self.records(plan.id), signers, vouched, people)

    @cached_property
    def _allowed_signers(self) -> str | None:
        return allowed_signers(self.settings)

    def vouched(self, plan: str) -> dict[str, Vouched] | None:
        """Who stands behind the sign-offs of a plan that are signed with keys; None where no keys are listed."""
        text = self._allowed_signers
        if text is None:
            return None
        if plan not in self._vouched:
            from planproof.evidence.allowed_signers import read_allowed_signers
            from planproof.system.signing import verify

            signed = [one for one in self.records(plan) if one.signatures and one.record.role]
            try:
                self._vouched[plan] = vouch(signed, read_allowed_signers(text), verify)
            except CannotRead as error:
                raise CannotDo(f"signatures: {error.reason}", error.remedy) from None
        return self._vouched[plan]


def decoded(stored: Iterable[Stored], plan: str = "") -> list[Evidence]:
    """The records among what the ledger holds: whole, and about the plan under which they lie."""
    found: list[Evidence] = []
    for one in stored:
        if not one.is_whole:
            continue
        try:
            evidence = decode(one.content)
        except NotEvidence:
            continue
        if not plan or evidence.record.plan == plan:
            found.append(evidence)
    return found


def tip(root: str) -> str:
    """The ledger's latest commit; empty where there is none, or no repository."""
    from planproof.evidence.ref import REF

    return (git.git(root, "rev-parse", "--verify", "--quiet", REF) or "").strip()


def allowed_signers(settings: Settings) -> str | None:
    """The file of allowed signers, from where the configuration is; None where there is none.

    Raises:
        CannotDo: it is there and cannot be read.
    """
    named = settings.config.allowed_signers
    path = Path(settings.root, named)
    if named and settings.revision:
        snapshot = repository.at(settings.root, settings.revision)
        data = snapshot.read(named) if named in snapshot.entries else None
        return None if data is None else data.decode("utf-8", "replace")
    if not named or not path.exists():
        return None
    try:
        return read_bytes(path).decode("utf-8", "replace")
    except CannotRead as error:
        raise CannotDo(f"{named} cannot be read: {error.reason}", error.remedy) from None
