"""The audit names every record that is not what it was, or not what it says."""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import msgspec
import pytest

from planproof.evidence.allowed_signers import read_allowed_signers
from planproof.evidence.audit import Audit, Fault, Kept, Signing, audit
from planproof.evidence.decision import Decision
from planproof.evidence.envelope import sealed
from planproof.evidence.record import Evidence, Record, decode, digest_of, statement
from planproof.evidence.sshsig import ed25519_key, ed25519_sshsig, fingerprint
from planproof.evidence.vouching import Seal
from planproof.plan.model import Plan
from planproof.system.ledger_form import named, place
from tests.support import read

NOW = datetime(2026, 3, 2, tzinfo=UTC)
COMMIT, TREE, BLOB = "c" * 40, "d" * 40, "b" * 40
PATH = "docs/plans/example.md"
PLAN = read(
    "# Example\n\n## Stakeholders\n\n| Role | Person |\n|---|---|\n| Owner | ada@example.com |\n"
)
ADA = b"a" * 32
ALLOWED = f"ada@example.com ssh-ed25519 {base64.b64encode(ed25519_key(ADA)).decode()}"
GOOD = ed25519_sshsig(ADA, b"+" * 64)
NUMBERS = itertools.count()


class Commit(NamedTuple):
    tree: str = TREE
    when: datetime | None = datetime(2026, 3, 1, 11, tzinfo=UTC)


class Done(NamedTuple):
    path: str
    what: str
    commit: str = "e" * 40
    mended: bool = False


class Here:
    """A repository with one commit, in which the plan is."""

    def __init__(self, shallow: bool = False, blobs: dict[str, str] | None = None) -> None:
        self.shallow = shallow
        self.files = {PATH: BLOB} if blobs is None else blobs

    def known(self, ids: Iterable[str]) -> Mapping[str, Commit]:
        return {one: Commit() for one in ids if one == COMMIT}

    def blobs(self, files: Iterable[tuple[str, str]]) -> Mapping[tuple[str, str], str]:
        return {file: self.files[file[1]] for file in files if file[1] in self.files}

    def plan(self, one: Evidence) -> Plan | None:
        return PLAN if one.blob == BLOB else None


def valid(seals: Sequence[Seal]) -> list[str]:
    return ["" if seal.blob == GOOD else "it is wrong" for seal in seals]


def record(**more: object) -> Record:
    one = Record(
        plan="example",
        item="criterion-1",
        fingerprint="f",
        wording="w",
        decision=Decision.MET,
        reason="r",
        started="2026-03-01T12:00:00Z",
        finished="2026-03-01T12:00:01Z",
        nonce=str(next(NUMBERS)),
    )
    return msgspec.structs.replace(one, **more)


def kept(
    one: Record, commit: str = COMMIT, tree: str = TREE, path: str = PATH, blob: str = BLOB
) -> bytes:
    return statement(one, commit=commit, tree=tree, path=path, blob=blob)


def placed(*contents: bytes) -> dict[str, bytes]:
    made = {}
    for content in contents:
        one = decode(content).record
        made[place(one.plan, one.item, content)] = content
    return made


def run(
    files: Mapping[str, bytes],
    here: Here | None = None,
    history: Iterable[Done] = (),
    pruned: Iterable[str] = (),
    allowed: str | None = None,
) -> Audit:
    return audit(
        Kept(files.items(), history, frozenset(pruned), named, place),
        here or Here(),
        Signing(None if allowed is None else read_allowed_signers(allowed), {}, valid),
        NOW,
    )


def only(found: Audit) -> Fault:
    assert len(found.faults) == 1, [one.message for one in found.faults]
    assert found.faults[0].help
    return found.faults[0]


def test_a_ledger_in_good_order() -> None:
    one = kept(record())
    two = kept(record(previous=(digest_of(one),)))
    found = run(placed(one, two))
    assert found == Audit(records=2, signed=0, faults=(), unknown={})
    assert found.ok


def test_no_ledger() -> None:
    assert run({}) == Audit(records=0, signed=0, faults=(), unknown={})


def test_a_tampered_record() -> None:
    (path, content), *_ = placed(kept(record())).items()
    found = only(run({path: content.replace(b'"met"', b'"not met"')}))
    assert (found.kind, found.path, found.digest) == ("tampered", path, digest_of(content)[:12])
    assert "it is not what was recorded" in found.message


def test_a_tampered_record_is_not_missing_as_well() -> None:
    one = kept(record())
    two = kept(record(previous=(digest_of(one),)))
    files = {path: content.replace(b'"w"', b'"x"') if content == one else content
             for path, content in placed(one, two).items()}  # fmt: skip
    assert only(run(files)).kind == "tampered"


def test_what_is_no_record() -> None:
    content = b'{"_type": "nothing"}\n'
    found = only(run({place("example", "plan", content): content}))
    assert found.kind == "no record"


@pytest.mark.parametrize(("plan", "item"), [("other", "criterion-1"), ("example", "criterion-2")])
def test_a_record_under_another_item(plan: str, item: str) -> None:
    content = kept(record())
    found = only(run({place(plan, item, content): content}))
    assert found.kind == "misplaced"
    assert "`example#criterion-1`" in found.message


def test_a_record_that_names_another_plans_file() -> None:
    content = kept(record(), path="docs/plans/other.md")
    here = Here(blobs={"docs/plans/other.md": BLOB})
    assert only(run(placed(content), here)).kind == "misplaced"


def test_a_removed_record_is_named_with_the_one_that_refers_to_it() -> None:
    one = kept(record())
    two = kept(record(previous=(digest_of(one),)))
    found = only(run(placed(two)))
    assert (found.kind, found.digest) == ("removed", digest_of(one)[:12])
    assert found.message == f"it is gone and was not pruned; {digest_of(two)[:12]} refers to it"
    assert run(placed(two), pruned=[digest_of(one)]).ok


def test_a_record_that_the_ledgers_history_shows_as_removed() -> None:
    one = kept(record())
    two = kept(record(previous=(digest_of(one),)))
    (gone,) = placed(one)
    found = only(run(placed(two), history=[Done(gone, "removed")]))
    assert found.path == gone
    assert found.message == (
        "it was removed by the ledger's commit eeeeeeeeeeee; "
        f"{digest_of(two)[:12]} still refers to it"
    )


def test_what_was_removed_and_is_there_again_is_told_and_no_fault() -> None:
    files = placed(kept(record()))
    (path,) = files
    found = run(files, history=[Done(path, "removed", mended=True)])
    assert not only(found).counts
    assert found.ok


@pytest.mark.parametrize("what", ["changed", "foreign", "false prune"])
def test_what_else_the_history_shows(what: str) -> None:
    found = run({}, history=[Done("records/x", what, "")])
    assert only(found).kind == what
    assert not found.ok


def test_a_record_for_a_commit_that_is_not_here() -> None:
    files = placed(kept(record(), commit="9" * 40))
    found = only(run(files))
    assert found.kind == "another commit"
    assert "999999999999, which is not in this repository" in found.message
    shallow = run(files, Here(shallow=True))
    assert shallow.faults == ()
    assert list(shallow.unknown.values()) == [1]


def test_a_record_with_another_tree_or_plan() -> None:
    assert "has another tree" in only(run(placed(kept(record(), tree="1" * 40)))).message
    other = placed(kept(record(), blob="1" * 40))
    assert "has other words in the plan" in only(run(other)).message
    assert "does not have the plan" in only(run(other, Here(blobs={PATH: ""}))).message
    assert run(other, Here(blobs={})).unknown == {
        "its plan is not in this clone, which does not have all": 1
    }


def test_a_plan_that_was_edited_and_said_so() -> None:
    for name in (PATH, "plans/example.md"):  # from the top, or from a folder
        assert run(placed(kept(record(dirty=(name,)), blob="1" * 40))).ok
    assert not run(placed(kept(record(dirty=("le.md",)), blob="1" * 40))).ok


def test_a_replayed_record() -> None:
    one = kept(record())
    again = sealed(one, (("", GOOD),))
    found = only(run(placed(one, again), allowed=ALLOWED))
    assert found.kind == "replayed"
    assert "says word for word" in found.message
    same = [kept(record(nonce="same", note=note)) for note in "ab"]
    assert "the same nonce" in only(run(placed(*same))).message


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"started": "2026-03-01T12:00:02Z"}, "finished before it was started"),
        ({"finished": "2026-03-03T00:00:01Z"}, "in the future, on 2026-03-03"),
        ({"finished": "yesterday"}, "does not say when"),
        ({"started": ""}, "does not say when"),
    ],
)
def test_times(more: dict[str, str], says: str) -> None:
    found = run(placed(kept(record(**more))))
    assert says in only(found).message
    assert not found.ok


def test_a_record_from_before_its_commit_is_looked_at_and_no_fault() -> None:
    found = run(placed(kept(record(started="2026-03-01T10:00:00Z"))))
    assert not only(found).counts
    assert found.ok
    assert run(placed(kept(record(started="2026-03-01T10:58:00Z")))).faults == ()


def sign_off(by: str = "Ada <ada@example.com>", **more: object) -> Record:
    return record(item="plan", role="Owner", by=by, **more)


def test_a_sign_off_with_a_listed_key() -> None:
    found = run(placed(sealed(kept(sign_off()), (("", GOOD),))), allowed=ALLOWED)
    assert found == Audit(records=1, signed=1, faults=(), unknown={})


@pytest.mark.parametrize(
    ("one", "signature", "kind", "says"),
    [
        (sign_off(), ed25519_sshsig(ADA, b"-" * 64), "signature", "is not valid"),
        (sign_off(), ed25519_sshsig(b"e" * 32, b"+" * 64), "signature", "is not listed"),
        (sign_off("Eve <eve@example.com>"), GOOD, "sign-off", "does not speak"),
        (record(), ed25519_sshsig(ADA, b"-" * 64), "signature", "is not valid"),
        (sign_off(), b"nonsense", "signature", "cannot be read"),
        (record(item="plan", role="Reviewer", by="ada@example.com"), GOOD, "sign-off", "no stakeh"),
    ],
)
def test_signatures_that_do_not_count(one: Record, signature: bytes, kind: str, says: str) -> None:
    found = only(run(placed(sealed(kept(one), (("", signature),))), allowed=ALLOWED))
    assert found.kind == kind
    assert says in found.message


def test_a_key_out_of_its_time() -> None:
    expired = ALLOWED.replace(" ssh", " valid-before=20260101 ssh")
    found = only(run(placed(sealed(kept(sign_off()), (("", GOOD),))), allowed=expired))
    assert f"the key {fingerprint(ed25519_key(ADA))} was valid until 2026-01-01" in found.message


def test_a_sign_off_without_a_key() -> None:
    files = placed(kept(sign_off()))
    assert run(files).ok
    assert "not signed with a key" in only(run(files, allowed=ALLOWED)).message
    assert "may not sign for Owner" in only(run(placed(kept(sign_off("Eve <e@x.org>"))))).message


def test_a_signature_where_no_keys_are_listed_cannot_be_judged() -> None:
    found = run(placed(sealed(kept(sign_off()), (("", b"anything"),))))
    assert found.ok
    assert found.unknown == {"it is signed, and there is no file of allowed signers": 1}


def test_a_sign_off_of_a_plan_that_is_not_here_cannot_be_judged() -> None:
    files = placed(kept(sign_off(dirty=(PATH,)), blob="1" * 40))
    assert run(files).unknown == {"the plan that was signed is not in this clone": 1}


def test_the_work_grows_with_the_records_and_no_faster() -> None:
    def ledger(count: int) -> dict[str, bytes]:
        contents, last = [], ""
        for _ in range(count):
            contents.append(kept(record(previous=(last,) if last else ())))
            last = digest_of(contents[-1])
        return placed(*contents)

    def seconds(files: dict[str, bytes]) -> float:
        start = time.perf_counter()
        assert run(files).ok
        return time.perf_counter() - start

    few, many = ledger(500), ledger(4000)
    least = min(seconds(few) for _ in range(3))
    assert min(seconds(many) for _ in range(3)) < 24 * least  # eight times the records, with room
