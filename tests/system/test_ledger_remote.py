"""Fetching and pushing the ledger."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from planproof.evidence.ref import REF
from planproof.system import ledger_remote
from planproof.system.ledger import Ledger, LedgerError
from planproof.system.ledger_remote import tracking
from tests.system.repositories import Repo


def contents(root: Path) -> list[bytes]:
    return sorted(one.content for one in Ledger(str(root)).read())


def clones(tmp_path: Path, *names: str) -> list[Ledger]:
    hub = Repo.init(tmp_path / "hub.git", "--bare")
    for name in names:
        Repo.init(tmp_path / name).git("remote", "add", "origin", str(hub))
    return [Ledger(str(tmp_path / name)) for name in names]


def test_push_and_fetch_by_name(tmp_path: Path) -> None:
    one, two = clones(tmp_path, "one", "two")
    assert one.fetch("origin").tip == ""
    assert one.push("origin").tip == ""
    one.append([("p", "i", b"1")])
    one.push("origin")
    two.append([("p", "i", b"2")])
    assert two.push("origin").added == 1
    assert contents(tmp_path / "hub.git") == [b"1", b"2"]
    assert one.fetch("origin").added == 1
    assert one.tip() == two.tip()
    found = Repo(tmp_path / "one").git("for-each-ref", "--format=%(refname)")
    assert found.split() == [REF, "refs/planproof/remotes/origin/ledger"]
    assert not (tmp_path / "one/.git/FETCH_HEAD").exists()


@pytest.mark.parametrize("form", ["path", "relative", "file"])
def test_push_and_fetch_by_address(tmp_path: Path, form: str) -> None:
    (one,) = clones(tmp_path, "one")
    hub = {
        "path": f"{tmp_path}/hub.git",
        "relative": "../hub.git",
        "file": f"file://{tmp_path}/hub.git",
    }
    one.append([("p", "i", b"1")])
    one.push(hub[form])
    assert contents(tmp_path / "hub.git") == [b"1"]
    assert one.fetch(hub[form]).added == 0


def test_everybody_may_push_at_once(tmp_path: Path) -> None:
    ledgers = clones(tmp_path, "a", "b", "c")

    def work(number: int) -> None:
        for turn in range(4):
            ledgers[number].append([("p", "i", b"%d.%d" % (number, turn))])
            ledgers[number].push("origin")

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(contents(tmp_path / "hub.git")) == 12
    assert list(Ledger(str(tmp_path / "hub.git")).history()) == []


def test_a_mirror_does_not_overwrite_what_is_not_pushed(tmp_path: Path) -> None:
    one, two = clones(tmp_path, "one", "two")
    one.append([("p", "i", b"1")])
    one.push("origin")
    Repo(tmp_path / "two").git("config", "remote.origin.fetch", "+refs/*:refs/*")
    Repo(tmp_path / "two").git("config", "remote.origin.mirror", "true")
    two.append([("p", "i", b"2")])
    two.fetch("origin")
    assert contents(tmp_path / "two") == [b"1", b"2"]
    two.push("origin")
    assert contents(tmp_path / "hub.git") == [b"1", b"2"]


def test_a_partial_clone_has_the_ledger_whole(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    hub, repo = Repo(tmp_path / "hub.git"), Repo(tmp_path / "one")
    hub.git("config", "uploadpack.allowFilter", "true")
    repo.commit("Start", a_py="x")
    repo.git("push", "-q", "origin", "HEAD:refs/heads/main")
    one.append([("p", "i", b"1")])
    one.push("origin")
    url = f"file://{hub}"
    hub.git("clone", "-q", "--bare", "--filter=blob:none", url, str(tmp_path / "partial"))
    partial = Ledger(str(tmp_path / "partial"))
    assert partial.fetch("origin").added == 1
    assert contents(tmp_path / "partial") == [b"1"]
    assert partial.missing == {}


def test_an_address_cannot_execute(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    Repo(tmp_path / "one").git("config", "protocol.ext.allow", "always")
    Repo(tmp_path / "one").git("remote", "add", "evil", f"ext::touch {tmp_path}/ran")
    one.append([("p", "i", b"1")])
    for remote in (f"ext::touch {tmp_path}/ran", "evil"):
        for act in (one.fetch, one.push):
            with pytest.raises(LedgerError, match="does not use") as caught:
                act(remote)
            assert "ssh" in caught.value.remedy
    for remote in (f"--upload-pack=touch {tmp_path}/ran", "", "a\nb"):
        with pytest.raises(LedgerError, match="names no remote"):
            one.fetch(remote)
    assert not (tmp_path / "ran").exists()


def test_whoever_allows_fewer_protocols_is_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = clones(tmp_path, "one")
    monkeypatch.setenv("GIT_ALLOW_PROTOCOL", "https:ext")
    assert ledger_remote._environment(str(tmp_path / "one"))["GIT_ALLOW_PROTOCOL"] == "https"
    with pytest.raises(LedgerError, match="does not use"):
        one.fetch("origin")


def test_nobody_is_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "one")

    def env() -> dict[str, str]:
        return ledger_remote._environment(str(repo))

    assert env()["GIT_SSH_COMMAND"] == "ssh -o BatchMode=yes"
    repo.git("config", "core.sshCommand", "ssh -i ~/.ssh/deploy")
    assert env()["GIT_SSH_COMMAND"] == "ssh -i ~/.ssh/deploy -o BatchMode=yes"
    monkeypatch.setenv("GIT_SSH_COMMAND", "plink -batch")
    assert "GIT_SSH_COMMAND" not in env()
    assert env()["GIT_ASKPASS"] == ""


def test_ssh_is_used_as_git_uses_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stand-in for ssh that runs here what it should run there."""
    (one,) = clones(tmp_path, "one")
    stand_in = tmp_path / "ssh"
    stand_in.write_text(
        '#!/bin/sh\nfor last; do :; done\necho "$@" > "$0.said"\nexec sh -c "$last"\n'
    )
    stand_in.chmod(0o755)
    monkeypatch.setenv("GIT_SSH_COMMAND", str(stand_in))
    one.append([("p", "i", b"1")])
    one.push(f"ssh://example.org{tmp_path}/hub.git")
    assert contents(tmp_path / "hub.git") == [b"1"]
    assert "BatchMode=yes" in (tmp_path / "ssh.said").read_text()


def test_what_is_not_there_is_said(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    one.append([("p", "i", b"1")])
    for act in (one.fetch, one.push):
        with pytest.raises(LedgerError, match="does not appear to be a git repository") as caught:
            act("nowhere")
        assert "git ls-remote nowhere" in caught.value.remedy


def test_a_password_is_not_shown(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    address = "https://ada:secret@localhost:1/x.git"
    with pytest.raises(LedgerError) as caught:
        one.fetch(address)
    assert "secret" not in caught.value.reason + caught.value.remedy
    assert "secret" not in tracking(address)


def test_a_remote_that_refuses_is_quoted(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    hook = tmp_path / "hub.git/hooks/pre-receive"
    hook.write_text("#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    one.append([("p", "i", b"1")])
    with pytest.raises(LedgerError, match="pre-receive hook declined"):
        one.push("origin")


def test_what_a_killed_push_left_in_a_folder_is_removed(tmp_path: Path) -> None:
    (one,) = clones(tmp_path, "one")
    one.append([("p", "i", b"1")])
    lock = Repo(tmp_path / "hub.git").write(f"{REF}.lock", "")
    os.utime(lock, (1_700_000_000, 1_700_000_000))
    one.push("origin")
    assert not lock.exists()
    assert contents(tmp_path / "hub.git") == [b"1"]


def test_what_a_killed_fetch_left_is_removed(tmp_path: Path) -> None:
    one, two = clones(tmp_path, "one", "two")
    one.append([("p", "i", b"1")])
    one.push("origin")
    lock = Repo(tmp_path / "two").write(f".git/{tracking('origin')}.lock", "")
    os.utime(lock, (1_700_000_000, 1_700_000_000))
    assert two.fetch("origin").added == 1
    assert not lock.exists()


def test_where_a_remotes_ledger_is_brought() -> None:
    assert tracking("origin") == "refs/planproof/remotes/origin/ledger"
    assert tracking("my.fork") == "refs/planproof/remotes/my%2Efork/ledger"
    assert tracking("../x").startswith("refs/planproof/remotes/url-")
    assert tracking("git@example.org:x") != tracking("git@example.org:y")
