"""`sign` and the audit of the ledger, in real repositories with real keys."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from planproof.app.audit import audit_ledger
from planproof.app.config import Config, Settings
from planproof.app.errors import CannotDo
from planproof.app.recorded import LedgerView
from planproof.app.sign import Signer
from planproof.evidence.audit import Audit
from planproof.evidence.record import WHOLE_PLAN, Evidence
from planproof.evidence.sign_offs import SignOff
from planproof.evidence.wording import plan_wording
from tests.keys import make_key, needs_ssh, public_line
from tests.system.repositories import Repo

PATH = "docs/plans/orders.md"
TEXT = """# Orders

## Goals

* At most 200 ms

## Stakeholders

| Role | Person / Team | Responsibility |
| --- | --- | --- |
| Owner | @ada | Delivery |
| QA | @acme/qa | Tests |

## Acceptance Criteria

* [ ] Support has read the runbook
  * proof: sign-off by Owner
"""
REF = "refs/planproof/ledger"


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.startswith(("GIT_", "SSH_")):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo.init(tmp_path / "repo")
    repo.git("config", "user.name", "Ada Lovelace")
    repo.git("config", "user.email", "ada@example.com")
    repo.write(PATH, TEXT)
    repo.commit()
    return repo


def settings_of(repo: Repo, **more: object) -> Settings:
    return Settings(str(repo), Config(jobs=1, cache=False, **more), "", {})  # type: ignore[arg-type]


def sign(
    repo: Repo, named: str = "orders", role: str = "Owner", key: str = "", **more: object
) -> Evidence:
    signer = Signer(settings_of(repo, **more))
    return signer.keep(signer.prepare(named, role, key))


def standing_of(repo: Repo, role: str = "Owner", **more: object) -> SignOff:
    settings = settings_of(repo, **more)
    plan = Signer(settings).prepare("orders", "Owner", str(more.get("sign_key", ""))).plan
    return LedgerView(settings).sign_off(plan, None, role).sign_off


def audited(repo: Repo, **more: object) -> Audit:
    return audit_ledger(settings_of(repo, **more))


def kinds(found: Audit) -> list[str]:
    return [fault.kind for fault in found.faults if fault.counts]


def test_a_plan_is_signed_and_the_ledger_is_in_good_order(repo: Repo) -> None:
    made = sign(repo, role="owner")
    record = made.record
    assert (record.plan, record.item, record.role) == ("orders", WHOLE_PLAN, "Owner")
    assert record.by == "Ada Lovelace <ada@example.com>"
    assert record.wording.startswith("# Orders\n## Goals\n- At most 200 ms\n")
    assert (made.commit, made.tree) == tuple(repo.git("rev-parse", "HEAD", "HEAD^{tree}").split())
    assert (made.path, made.blob) == (PATH, repo.git("rev-parse", f"HEAD:{PATH}"))
    assert record.dirty == ()
    assert audited(repo) == Audit(records=1, signed=0, faults=(), unknown={})
    assert standing_of(repo) is SignOff.SIGNED


def test_an_item_is_signed(repo: Repo) -> None:
    record = sign(repo, "orders#criterion-1").record
    assert (record.item, record.wording) == ("criterion-1", "Support has read the runbook")
    by_file = sign(repo, f"{repo}/{PATH}#goal-1").record
    assert by_file.item == "goal-1"
    assert len(by_file.previous) == 1
    assert audited(repo).ok


def test_ticking_undoes_nothing_and_other_words_do(repo: Repo) -> None:
    sign(repo)
    repo.write(PATH, TEXT.replace("[ ]", "[x]"))
    assert standing_of(repo) is SignOff.SIGNED
    repo.write(PATH, TEXT.replace("200 ms", "300 ms"))
    assert standing_of(repo) is SignOff.CHANGED


def test_a_plan_that_no_commit_has_is_signed_as_it_is(repo: Repo) -> None:
    repo.write(PATH, TEXT.replace("200", "100"))
    made = sign(repo)
    assert made.record.dirty == (PATH,)
    assert "At most 100 ms" in made.record.wording
    assert audited(repo).ok


def test_a_project_below_the_top_of_its_repository(repo: Repo) -> None:
    repo.write("service/planproof.toml", "")
    repo.write("service/docs/plans/quotas.md", TEXT)
    repo.commit()
    inner = Repo(repo.root / "service")
    made = sign(inner, "quotas")
    assert made.path == "service/docs/plans/quotas.md"
    assert made.record.dirty == ()
    assert audited(inner).ok


@pytest.mark.parametrize(
    ("named", "role", "message"),
    [
        ("orders", "Boss", "no stakeholder with the role `Boss`"),
        ("orders", "QA", "may not sign for QA: that is @acme/qa"),
        ("orders#criterion-9", "Owner", "has no item `criterion-9`"),
        ("order", "Owner", "there is no plan `order`; did you mean `orders`?"),
    ],
)
def test_what_is_refused(repo: Repo, named: str, role: str, message: str) -> None:
    with pytest.raises(CannotDo, match=message.replace("?", r"\?")) as caught:
        sign(repo, named, role)
    assert caught.value.help
    assert audited(repo).records == 0


def test_the_setting_says_who_stands_for_a_team(repo: Repo) -> None:
    signers = {"@acme/qa": ("ada@example.com",)}
    assert sign(repo, role="QA", signers=signers).record.role == "QA"
    assert audited(repo, signers=signers).ok
    assert kinds(audited(repo)) == ["sign-off"]


def test_whom_git_does_not_know(repo: Repo) -> None:
    repo.git("config", "user.name", "")
    repo.git("config", "user.email", "")
    with pytest.raises(CannotDo, match="does not know who you are"):
        sign(repo)


def test_where_nothing_was_committed(tmp_path: Path) -> None:
    with pytest.raises(CannotDo, match="needs a git repository"):
        Signer(settings_of(Repo(tmp_path)))
    with pytest.raises(CannotDo, match="pinned to a commit"):
        Signer(settings_of(Repo.init(tmp_path / "new")))


# -- with keys ---------------------------------------------------------------------------------------

SIGNERS = {"@ada": ("ada@example.com",)}


@pytest.fixture
def key(repo: Repo, tmp_path: Path) -> str:
    """A key that is listed."""
    made = make_key(tmp_path / "key")
    repo.write(".planproof/allowed_signers", f"ada@example.com {public_line(made)}\n")
    return str(made)


@needs_ssh
def test_with_a_listed_key(repo: Repo, key: str) -> None:
    made = sign(repo, key=key, signers=SIGNERS)
    assert len(made.signatures) == 1
    assert audited(repo, signers=SIGNERS) == Audit(records=1, signed=1, faults=(), unknown={})
    assert standing_of(repo, signers=SIGNERS, sign_key=key) is SignOff.SIGNED


@needs_ssh
def test_without_a_key_where_keys_are_listed(repo: Repo, key: str) -> None:
    with pytest.raises(CannotDo, match="has to be signed with a key here"):
        sign(repo, signers=SIGNERS)
    assert sign(repo, signers=SIGNERS, sign_key=key).signatures


@needs_ssh
def test_a_key_that_is_not_listed(repo: Repo, key: str, tmp_path: Path) -> None:
    other = make_key(tmp_path / "other")
    with pytest.raises(CannotDo, match="is not listed") as caught:
        sign(repo, key=str(other), signers=SIGNERS)
    assert caught.value.help == (
        f"Have this line added to .planproof/allowed_signers: ada@example.com {public_line(other)}"
    )


@needs_ssh
def test_who_signs_is_whom_the_key_speaks_for(repo: Repo, key: str) -> None:
    repo.git("config", "user.email", "ada@elsewhere.example")
    made = sign(repo, key=key, signers=SIGNERS)
    assert made.record.by == "Ada Lovelace <ada@example.com>"
    assert audited(repo, signers=SIGNERS).ok


@needs_ssh
def test_a_key_that_speaks_for_somebody_else(repo: Repo, key: str) -> None:
    with pytest.raises(CannotDo, match=r"ada@example\.com may not sign for QA"):
        sign(repo, role="QA", key=key, signers=SIGNERS)
    with pytest.raises(CannotDo, match=r"ada@example\.com may not sign for Owner: that is @ada"):
        sign(repo, key=key)


@needs_ssh
def test_a_key_that_is_no_longer_listed(repo: Repo, key: str) -> None:
    sign(repo, key=key, signers=SIGNERS)
    repo.write(".planproof/allowed_signers", "# nobody\n")
    found = audited(repo, signers=SIGNERS)
    assert kinds(found) == ["signature"]
    assert "is not listed" in found.faults[0].message


def test_a_line_that_cannot_be_read_is_told(repo: Repo) -> None:
    repo.write(".planproof/allowed_signers", "ada@example.com cert-authority ssh-ed25519 AAAA\n")
    (fault,) = audited(repo).faults
    assert (fault.path, fault.counts) == (".planproof/allowed_signers:1", False)
    assert "takes no certificates" in fault.message


# -- ledgers that somebody has been at ----------------------------------------------------------------


def ledger(repo: Repo) -> dict[str, str]:
    """The blobs of the ledger's files."""
    lines = repo.git("ls-tree", "-r", REF).splitlines()
    return {line.split("\t")[1]: line.split()[2] for line in lines}


def rewrite(repo: Repo, files: dict[str, str], *, history: bool = True) -> None:
    """Have the ledger hold other files, in a new commit or in place of the old ones."""
    given = "".join(f"100644 blob {blob}\t{path}\n" for path, blob in files.items())
    env = {**os.environ, "GIT_INDEX_FILE": str(repo.root / "other-index")}
    for arguments in (["read-tree", "--empty"], ["update-index", "--add", "--index-info"]):
        subprocess.run(
            ["git", "-C", str(repo), *arguments], input=given.encode(), check=True, env=env
        )
    tree = subprocess.run(
        ["git", "-C", str(repo), "write-tree"], check=True, env=env, capture_output=True
    ).stdout.decode()
    parents = ["-p", REF] if history else []
    repo.git("update-ref", REF, repo.git("commit-tree", tree.strip(), *parents, "-m", "x"))


def blob_of(repo: Repo, content: str) -> str:
    return repo.git("hash-object", "-w", "--stdin", given=content.encode())


def test_a_tampered_record(repo: Repo) -> None:
    made = sign(repo)
    ((path, blob),) = ledger(repo).items()
    text = repo.git("cat-file", "blob", blob) + "\n"
    rewrite(repo, {path: blob_of(repo, text.replace("200 ms", "900 ms"))})
    found = audited(repo)
    assert sorted(kinds(found)) == ["changed", "tampered"]
    assert {fault.digest for fault in found.faults} == {made.digest[:12]}
    assert standing_of(repo) is SignOff.MISSING


@pytest.mark.parametrize("history", [True, False])
def test_a_removed_record(repo: Repo, history: bool) -> None:
    first, second = sign(repo), sign(repo)
    files = {path: blob for path, blob in ledger(repo).items() if second.digest[2:] in path}
    rewrite(repo, files, history=history)
    found = audited(repo)
    assert kinds(found) == ["removed"]
    assert found.faults[0].digest == first.digest[:12]
    assert second.digest[:12] in found.faults[0].message


def test_a_record_for_another_commit(repo: Repo, tmp_path: Path) -> None:
    other = Repo.init(tmp_path / "other")
    other.git("config", "user.name", "Ada Lovelace")
    other.git("config", "user.email", "ada@example.com")
    other.write(PATH, TEXT + "\n## Appendix\n\n* more\n")
    other.commit("Another history")
    sign(other)
    repo.git("fetch", "-q", str(other), f"{REF}:{REF}", "--depth=1", "--update-shallow")
    (repo.root / ".git/shallow").unlink(missing_ok=True)
    found = audited(repo)
    assert kinds(found) == ["another commit"]
    assert "which is not in this repository" in found.faults[0].message


def test_a_replayed_record(repo: Repo) -> None:
    sign(repo)
    ((path, blob),) = ledger(repo).items()
    again = path.replace("records/orders/plan", "records/orders/goal-1")
    rewrite(repo, {path: blob, again: blob})
    assert sorted(kinds(audited(repo))) == ["misplaced", "replayed"]


def test_what_is_signed_is_what_is_shown(repo: Repo) -> None:
    ready = Signer(settings_of(repo)).prepare("orders", "Owner")
    assert ready.wording == plan_wording(ready.plan)
    assert "proof:" not in ready.wording
