"""The ledger in real repositories."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planproof.evidence.ref import REF
from planproof.system.ledger import Ledger, LedgerError
from planproof.system.ledger_form import digest, named, place, safe, tombstones
from tests.system.repositories import Repo

LOCK = f".git/{REF}.lock"


def contents(ledger: Ledger, plan: str = "", item: str = "") -> list[bytes]:
    return sorted(one.content for one in ledger.read(plan, item))


def other_commit(repo: Repo, *files: tuple[str, str, bytes], parent: str = "") -> str:
    """A commit of any files, as an attacker would make it: (mode, path, content or commit id)."""
    stream = b"commit refs/evil\ncommitter Eve <eve@example.org> 1700000000 +0000\ndata 1\nx\n"
    stream += f"from {parent}\n".encode() if parent else b""
    for mode, path, content in files:
        if mode == "160000":
            stream += f"M {mode} {content.decode()} {path}\n".encode()
        elif mode == "D":
            stream += f"D {path}\n".encode()
        else:
            stream += f"M {mode} inline {path}\ndata {len(content)}\n".encode() + content + b"\n"
    repo.git("fast-import", "--quiet", "--force", given=stream)
    return repo.git("rev-parse", "refs/evil")


def put(repo: Repo, *files: tuple[str, str, bytes]) -> str:
    """Do to the ledger itself what its writer never does."""
    made = other_commit(repo, *files, parent=repo.git("rev-parse", REF))
    repo.git("update-ref", REF, made)
    return made


@pytest.fixture
def ledger(repo: Repo) -> Ledger:
    return Ledger(str(repo))


# Recording and reading


def test_what_is_recorded_is_read(repo: Repo, ledger: Ledger) -> None:
    assert ledger.tip() == ""
    assert list(ledger.read()) == []
    digests = ledger.append(
        [("p", "goal-1", b"one"), ("p", "plan", b"\0two\n"), ("q", "goal-1", b"")]
    )
    assert digests == [digest(b"one"), digest(b"\0two\n"), digest(b"")]
    ledger.append([("p", "goal-1", b"three")])
    assert contents(ledger) == [b"", b"\0two\n", b"one", b"three"]
    assert contents(ledger, "p") == [b"\0two\n", b"one", b"three"]
    assert contents(ledger, "p", "goal-1") == [b"one", b"three"]
    assert contents(ledger, "p", "goal") == []
    assert contents(ledger, "r") == []
    assert [one.path for one in ledger.paths("q")] == [place("q", "goal-1", b"")]
    assert all(one.is_whole for one in ledger.read())
    assert repo.git("rev-list", "--count", REF) == "2"
    assert repo.git("fsck", "--strict", "--no-dangling") == ""


def test_recording_touches_nothing_else(repo: Repo, ledger: Ledger) -> None:
    repo.commit("Start", a_py="x")
    repo.write("b.py", "new")
    before = repo.git("status", "--porcelain=v2", "--branch"), repo.git("show-ref")
    ledger.append([("p", "i", b"one")])
    assert repo.git("status", "--porcelain=v2", "--branch") == before[0]
    assert repo.git("show-ref") == f"{before[1]}\n{ledger.tip()} {REF}"


def test_the_same_record_twice_is_one(ledger: Ledger) -> None:
    ledger.append([("p", "i", b"one"), ("p", "i", b"one")])
    ledger.append([("p", "i", b"one")])
    assert contents(ledger) == [b"one"]


def test_hostile_ids_stay_in_their_place(repo: Repo, ledger: Ledger) -> None:
    ids = ["..", ".git", "../../x", "a/b", 'q"\n', "-n", ":(glob)*", "ü", "x" * 500, "*", "\udcff"]
    for number, one in enumerate(ids):
        ledger.append([(one, one, b"%d" % number)])
    for number, one in enumerate(ids):
        assert contents(ledger, one, one) == [b"%d" % number]
    assert list(ledger.history()) == []
    assert repo.git("fsck", "--strict", "--no-dangling") == ""


def test_a_record_has_a_limit(ledger: Ledger) -> None:
    ledger.append([("p", "i", b"x" * 2**20)])
    with pytest.raises(LedgerError, match="1,048,577 bytes"):
        ledger.append([("p", "i", b"small"), ("p", "i", b"x" * (2**20 + 1))])
    assert [len(one) for one in contents(ledger)] == [2**20]


def test_nothing_to_record_is_nothing(ledger: Ledger) -> None:
    assert ledger.append([]) == []
    assert ledger.tip() == ""


def test_many_records_at_once(ledger: Ledger) -> None:
    many = [(f"p{n % 7}", f"i{n % 3}", b"%d" % n) for n in range(3_000)]
    ledger.append(many)
    assert contents(ledger) == sorted(content for _, _, content in many)
    assert len(list(ledger.read("p0", "i0"))) == sum(n % 7 == n % 3 == 0 for n in range(3_000))


# Whatever repository


@pytest.mark.parametrize("kind", ["bare", "sha256", "unborn", "subfolder", "worktree", "shallow"])
def test_any_repository_will_do(tmp_path: Path, kind: str) -> None:
    options = {"bare": ["--bare"], "sha256": ["--object-format=sha256"]}.get(kind, [])
    repo = Repo.init(tmp_path / "repo", *options)
    root = repo.root
    if kind in ("subfolder", "worktree", "shallow"):
        repo.commit("One", sub__a_py="x")
        repo.commit("Two", sub__a_py="y")
    if kind == "subfolder":
        root = repo.root / "sub"
    elif kind == "worktree":
        root = tmp_path / "linked"
        repo.git("worktree", "add", "-q", str(root), "-b", "side")
    elif kind == "shallow":
        root = tmp_path / "shallow"
        repo.git("clone", "-q", "--depth=1", f"file://{repo}", str(root))
    one, two = Ledger(str(root)), Ledger(str(root))
    one.append([("p", "i", b"one")])
    two.append([("p", "i", b"two")])
    assert contents(one) == [b"one", b"two"]
    if kind in ("subfolder", "worktree"):
        assert contents(Ledger(str(repo))) == [b"one", b"two"]
    one.prune([place("p", "i", b"one")])
    assert contents(two) == [b"two"]
    assert list(two.history()) == []
    other = Repo.init(tmp_path / "other", *options)
    Ledger(str(other)).append([("p", "i", b"three")])
    pushed = two.push(str(other))
    assert (pushed.added, pushed.sent) == (1, 1)
    assert contents(Ledger(str(other))) == [b"three", b"two"]


def test_without_a_repository_it_says_so(tmp_path: Path) -> None:
    ledger = Ledger(str(tmp_path))
    for ask in (ledger.tip, lambda: list(ledger.read()), lambda: ledger.append([("p", "i", b"x")])):
        with pytest.raises(LedgerError, match="no git repository here") as caught:
            ask()
        assert "git init" in caught.value.remedy
    with pytest.raises(LedgerError, match=r"no such|cannot change"):
        Ledger(str(tmp_path / "nowhere")).tip()


def test_without_git_it_says_so(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")
    with pytest.raises(LedgerError, match="git is not installed"):
        ledger.tip()


def test_who_commits(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = ("log", "-1", "--format=%cn <%ce>", REF)
    Ledger(str(repo)).append([("p", "i", b"one")])
    assert repo.git(*asked) == "planproof <planproof@localhost>"
    repo.git("config", "user.name", "Ann <the> Bee")
    repo.git("config", "user.email", "ann@example.org")
    Ledger(str(repo)).append([("p", "i", b"two")])
    assert repo.git(*asked) == "Ann the Bee <ann@example.org>"
    monkeypatch.setenv("GIT_COMMITTER_NAME", "Robot")
    Ledger(str(repo)).append([("p", "i", b"three")])
    assert repo.git(*asked) == "Robot <ann@example.org>"


def test_settings_that_execute_or_sign_have_no_say(repo: Repo, tmp_path: Path) -> None:
    trap = repo.write(".git/hooks/reference-transaction", f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    for name in ("pre-push", "post-merge"):
        trap.with_name(name).write_bytes(trap.read_bytes())
        trap.with_name(name).chmod(0o755)
    trap.chmod(0o755)
    repo.git("config", "commit.gpgSign", "true")
    repo.git("config", "push.gpgSign", "true")
    repo.git("config", "gpg.program", str(trap))
    repo.git("config", "core.fsmonitor", str(trap))
    (tmp_path / "ran").unlink(missing_ok=True)
    other = Repo.init(tmp_path / "other", "--bare")
    ledger = Ledger(str(repo))
    ledger.append([("p", "i", b"one")])
    ledger.push(str(other))
    assert contents(Ledger(str(other))) == [b"one"]
    assert not (tmp_path / "ran").exists()


# Writers at once, and what the killed leave behind


def test_threads_lose_nothing(repo: Repo) -> None:
    def work(name: int) -> None:
        ledger = Ledger(str(repo))
        for number in range(12):
            ledger.append([("p", f"i{name}", b"%d.%d" % (name, number))])

    threads = [threading.Thread(target=work, args=(name,)) for name in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(contents(Ledger(str(repo)))) == 60
    assert repo.git("rev-list", "--count", REF) == "60"


def test_a_stale_lock_of_gits_is_removed(repo: Repo, ledger: Ledger) -> None:
    ledger.append([("p", "i", b"one")])
    lock = repo.write(LOCK, "")
    os.utime(lock, (time.time() - 60, time.time() - 60))
    ledger.append([("p", "i", b"two")])
    assert not lock.exists()
    assert contents(ledger) == [b"one", b"two"]


def test_a_lock_from_the_future_is_removed_after_a_while(
    repo: Repo, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("planproof.system.ledger_ref.STALE", 0.3)
    lock = repo.write(LOCK, "")
    os.utime(lock, (time.time() + 9_000, time.time() + 9_000))
    ledger.append([("p", "i", b"one")])
    assert not lock.exists()
    assert contents(ledger) == [b"one"]


def test_a_fresh_lock_of_gits_is_waited_for(repo: Repo, ledger: Ledger) -> None:
    lock = repo.write(LOCK, "")
    removed = []

    def remove() -> None:
        removed.append(ledger.tip())
        lock.unlink()

    timer = threading.Timer(0.3, remove)
    timer.start()
    ledger.append([("p", "i", b"one")])
    timer.join()
    assert removed == [""]  # it was still there, and nothing had been recorded
    assert contents(ledger) == [b"one"]


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_a_writer_that_does_not_end_is_named(
    repo: Repo, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    import fcntl

    from planproof.system.ledger_ref import locked

    path = repo.write(".git/planproof/ledger.lock", "")
    with path.open("ab") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(LedgerError, match="another planproof"), locked(str(path), 0.1):
            pass
    with locked(str(path), 0.1):
        pass


@pytest.mark.skipif(sys.platform == "win32", reason="flock")
def test_an_orphan_of_a_killed_writer_still_holds_the_lock(tmp_path: Path) -> None:
    from planproof.system.ledger_ref import locked

    path = str(tmp_path / "lock")
    with locked(path) as lock:
        orphan = subprocess.Popen(("sleep", "60"), pass_fds=(lock.fileno(),))
    with orphan:
        with pytest.raises(LedgerError, match="another planproof"), locked(path, 0.1):
            pass
        orphan.kill()
    with locked(path, 0.1):
        pass


def test_half_a_commit_is_none(repo: Repo, ledger: Ledger) -> None:
    """git ends in the middle of its input: nothing of it is recorded."""
    from planproof.system.ledger_ref import Held, State

    def change(held: Held, state: State) -> str:
        return held.commit([state.tip], "x", [b"M 100644 inline a\ndata 1\nx\n", b"nonsense\n"])

    ledger.append([("p", "i", b"one")])
    before = ledger.tip()
    with pytest.raises(LedgerError, match="nonsense"):
        ledger._ref.update(change)
    assert ledger.tip() == before
    assert not list((repo.root / ".git").glob("fast_import_crash_*"))


def test_an_other_git_that_moves_the_ref_is_no_loss(repo: Repo, ledger: Ledger) -> None:
    """Between asking where the ref is and moving it, a git without our lock moves it."""
    ledger.append([("p", "i", b"one")])
    stranger = other_commit(repo, ("100644", place("p", "i", b"two"), b"two"), parent=ledger.tip())
    asked = ledger._ref.state
    late: list[object] = []

    def state() -> object:
        found = asked()
        if not late:
            repo.git("update-ref", REF, stranger)
            late.append(found)
        return found

    ledger._ref.state = state  # type: ignore[assignment, method-assign]
    ledger.append([("p", "i", b"three")])
    assert contents(ledger) == [b"one", b"three", b"two"]
    assert not list((repo.root / ".git").glob("fast_import_crash_*"))


def test_a_damaged_ref_is_never_written_over(repo: Repo, ledger: Ledger) -> None:
    ledger.append([("p", "i", b"one")])
    for damage in ("", "f" * 40 + "\n"):
        repo.write(f".git/{REF}", damage)
        for ask in (
            ledger.tip,
            lambda: ledger.append([("p", "i", b"two")]),
            lambda: [*ledger.read()],
        ):
            with pytest.raises(LedgerError, match="is damaged") as caught:
                ask()
            assert "git fsck" in caught.value.remedy
        assert (repo.root / f".git/{REF}").read_text() == damage


def test_a_read_only_repository_can_be_read(repo: Repo, ledger: Ledger) -> None:
    ledger.append([("p", "i", b"one")])
    if os.geteuid() == 0:
        (repo.root / ".git/planproof/ledger.lock").unlink()
        (repo.root / ".git/planproof").rmdir()
        repo.write(".git/planproof", "a file where the folder should be")
    else:
        (repo.root / ".git/planproof/ledger.lock").chmod(0o400)
    assert contents(ledger) == [b"one"]
    with pytest.raises(LedgerError, match="its lock cannot be made"):
        ledger.append([("p", "i", b"two")])


# Merging


def test_two_clones_become_the_same(tmp_path: Path) -> None:
    one, two = (Ledger(str(Repo.init(tmp_path / name))) for name in ("one", "two"))
    one.append([("p", "i", b"a"), ("p", "i", b"both")])
    two.append([("p", "i", b"b"), ("p", "i", b"both")])
    brought = one.fetch(str(tmp_path / "two"))
    assert (brought.added, brought.removed, brought.left_out) == (1, (), ())
    assert contents(one) == [b"a", b"b", b"both"]
    assert two.fetch(str(tmp_path / "one")).tip == one.tip()  # moved forward, no commit of its own
    assert contents(two) == [b"a", b"b", b"both"]
    assert one.fetch(str(tmp_path / "two")).added == 0
    assert one.tip() == two.tip()
    assert list(one.history()) == []


STEPS = st.lists(
    st.tuples(st.integers(0, 1), st.sampled_from(["append", "append", "fetch", "prune"]), st.integers(0, 9)),
    max_size=9,
)  # fmt: skip


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(STEPS)
def test_any_order_of_work_ends_in_the_union(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[int, str, int]]
) -> None:
    folders = [tmp_path_factory.mktemp("clone") for _ in range(2)]
    clones = [Ledger(str(Repo.init(folder))) for folder in folders]
    recorded: set[bytes] = set()
    pruned: set[bytes] = set()
    for at, what, number in steps:
        record = ("p", f"i{number % 2}", b"%d" % number)
        if what == "append" and digest(record[2]) not in clones[at].pruned():
            clones[at].append([record])
            recorded.add(record[2])
        elif what == "fetch":
            clones[at].fetch(str(folders[1 - at]))
        elif what == "prune" and clones[at].prune([place(*record)]):
            pruned.add(record[2])
    clones[0].fetch(str(folders[1]))
    clones[1].fetch(str(folders[0]))
    assert contents(clones[0]) == contents(clones[1]) == sorted(recorded - pruned)
    assert clones[0].tip() == clones[1].tip()
    assert clones[0].pruned() == {digest(one) for one in pruned}
    assert list(clones[0].history()) == []


def test_what_is_no_record_stays_out(tmp_path: Path, repo: Repo, ledger: Ledger) -> None:
    large, good = b"x" * (2**20 + 1), b"good"
    plain, huge = ("100644", "120000"), b"y" * (2**24 + 1)
    (grave, digests), = tombstones(["a" * 64])  # fmt: skip
    evil = Repo.init(tmp_path / "evil")
    other_commit(
        evil,
        (plain[0], place("p", "i", good), good),
        (plain[0], place("p", "i", b"right"), b"wrong"),
        ("120000", place("p", "i", b"/etc/passwd"), b"/etc/passwd"),
        ("100755", place("p", "i", b"run me"), b"run me"),
        ("160000", place("p", "i", b"module"), b"a" * 40),
        (plain[0], place("p", "i", large), large),
        (plain[0], place("p", "i", huge), huge),
        (plain[0], "README.md", b"hello"),
        (plain[0], ".gitattributes", b"* filter=evil"),
        (plain[0], "records/p/i/zz/x.json", b""),
        (plain[0], "records/p/i/" + "deep/" * 50 + "x", b""),
        (plain[0], f"pruned/{digest(b'nonsense')}.txt", b"nonsense"),
        (plain[0], f"pruned/{digest(b'other')}.txt", digests),
        (plain[0], grave, digests),
    )
    evil.git("update-ref", REF, "refs/evil")
    ledger.append([("p", "i", b"ours")])
    found = ledger.fetch(str(evil))
    assert contents(ledger) == [b"good", b"ours"]
    assert ledger.pruned() == {"a" * 64}
    assert (found.added, found.removed) == (1, ())
    assert dict(found.left_out) == {
        place("p", "i", b"right"): "its name is not the digest of its content",
        place("p", "i", b"/etc/passwd"): "it is not a regular file",
        place("p", "i", b"run me"): "it is not a regular file",
        place("p", "i", b"module"): "it is not a regular file",
        place("p", "i", large): "it has 1048577 bytes",
        place("p", "i", huge): "it has 16777217 bytes",
        "README.md": "it is not where records lie",
        ".gitattributes": "it is not where records lie",
        "records/p/i/zz/x.json": "it is not where records lie",
        "records/p/i/deep/deep/": "it is not where records lie",
        f"pruned/{digest(b'nonsense')}.txt": "it is not a list of digests",
        f"pruned/{digest(b'other')}.txt": "its name is not the digest of its content",
    }
    everything = repo.git("ls-tree", "-r", "--name-only", REF).split("\n")
    assert everything == [grave, *sorted(place("p", "i", one) for one in (good, b"ours"))]


def test_of_a_fork_only_records_are_taken(tmp_path: Path, repo: Repo, ledger: Ledger) -> None:
    fork = Ledger(str(Repo.init(tmp_path / "fork")))
    ledger.append([("p", "i", b"ours"), ("p", "i", b"kept")])
    fork.fetch(str(repo))
    fork.append([("p", "i", b"theirs")])
    fork.prune([place("p", "i", b"ours")])
    before = ledger.tip()
    found = ledger.fetch(str(tmp_path / "fork"), records_only=True)
    assert contents(ledger) == [b"kept", b"ours", b"theirs"]
    assert [reason for _, reason in found.left_out] == ["only records are taken over, no prunes"]
    assert repo.git("rev-list", "--parents", "-1", REF).split() == [ledger.tip(), before]
    assert list(ledger.history()) == []
    after = ledger.tip()
    assert ledger.fetch(str(tmp_path / "fork"), records_only=True).added == 0
    assert ledger.tip() == after
    assert ledger.fetch(str(tmp_path / "fork")).removed == (place("p", "i", b"ours"),)
    assert contents(ledger) == [b"kept", b"theirs"]


def test_a_fork_may_come_first(tmp_path: Path, repo: Repo, ledger: Ledger) -> None:
    fork = Ledger(str(Repo.init(tmp_path / "fork")))
    fork.append([("p", "i", b"theirs")])
    ledger.fetch(str(tmp_path / "fork"), records_only=True)
    assert contents(ledger) == [b"theirs"]
    assert ledger.tip() != fork.tip()
    assert repo.git("rev-list", "--count", REF) == "1"


def test_a_tree_that_never_ends_is_refused(tmp_path: Path, ledger: Ledger) -> None:
    """A few objects that spell 10^15 paths."""
    evil = Repo.init(tmp_path / "evil")
    tree = evil.git("hash-object", "-w", "-t", "blob", "--stdin", given=b"x")
    kind = "100644 blob"
    for _ in range(15):
        entries = "".join(f"{kind} {tree}\t{name}\n" for name in "abcdefghij")
        tree = evil.git("mktree", given=entries.encode())
        kind = "040000 tree"
    commit = evil.git("commit-tree", tree, "-m", "x")
    evil.git("update-ref", REF, commit)
    ledger.append([("p", "i", b"ours")])
    with pytest.raises(LedgerError, match="more than 10,000 files that are no records"):
        ledger.fetch(str(evil))
    assert contents(ledger) == [b"ours"]


def test_malformed_objects_are_refused(tmp_path: Path, ledger: Ledger) -> None:
    evil = Repo.init(tmp_path / "evil")
    blob = bytes.fromhex(evil.git("hash-object", "-w", "--stdin", given=b"x"))
    tree = b"100644 ..\0" + blob
    made = evil.git("hash-object", "-w", "-t", "tree", "--literally", "--stdin", given=tree)
    evil.git("update-ref", REF, evil.git("commit-tree", made, "-m", "x"))
    with pytest.raises(LedgerError, match="hasDotdot"):
        ledger.fetch(str(evil))
    assert ledger.tip() == ""


def test_of_two_contents_at_a_path_the_whole_one_is_kept(
    tmp_path: Path, repo: Repo, ledger: Ledger
) -> None:
    path = place("p", "i", b"right")
    other = Ledger(str(Repo.init(tmp_path / "other")))
    ledger.append([("p", "i", b"right")])
    other.fetch(str(repo))
    tampered = put(repo, ("100644", path, b"wrong"))
    assert [(one.content, one.is_whole) for one in ledger.read()] == [(b"wrong", False)]
    assert [(one.path, one.what, one.commit, one.mended) for one in ledger.history()] == [
        (path, "changed", tampered, False)
    ]
    other.append([("p", "i", b"more")])
    found = other.fetch(str(repo))
    assert found.left_out == ((path, "its name is not the digest of its content"),)
    assert contents(other) == [b"more", b"right"]
    ledger.fetch(str(tmp_path / "other"))
    assert contents(ledger) == [b"more", b"right"]
    assert [(one.what, one.commit, one.mended) for one in ledger.history()] == [
        ("changed", tampered, True)
    ]


# Pruning, and what history tells


def test_pruned_stays_pruned(tmp_path: Path, repo: Repo, ledger: Ledger) -> None:
    gone = place("p", "i", b"old")
    ledger.append([("p", "i", b"old"), ("p", "i", b"new"), ("q", "i", b"old")])
    other = Ledger(str(Repo.init(tmp_path / "other")))
    other.fetch(str(repo))
    other.append([("p", "i", b"more")])
    assert ledger.prune([gone, place("p", "i", b"never was"), "nonsense"]) == [
        gone,
        place("q", "i", b"old"),
    ]
    assert ledger.prune([gone]) == []
    assert contents(ledger) == [b"new"]
    assert ledger.pruned() == {digest(b"old")}
    (tombstone,) = repo.git("ls-tree", "-r", "--name-only", REF, "pruned/").split("\n")
    assert repo.git("show", f"{REF}:{tombstone}") == digest(b"old")
    with pytest.raises(LedgerError, match="was pruned"):
        ledger.append([("p", "i", b"old")])
    assert ledger.fetch(str(tmp_path / "other")).removed == ()
    assert contents(ledger) == [b"more", b"new"]
    assert other.fetch(str(repo)).removed == (gone, place("q", "i", b"old"))
    assert other.tip() == ledger.tip()
    assert contents(other) == [b"more", b"new"]
    assert list(ledger.history()) == []


def test_what_the_other_side_pruned_goes(tmp_path: Path, repo: Repo, ledger: Ledger) -> None:
    gone = place("p", "i", b"old")
    ledger.append([("p", "i", b"old")])
    other = Ledger(str(Repo.init(tmp_path / "other")))
    other.fetch(str(repo))
    other.prune([gone])
    ledger.append([("p", "i", b"new")])
    found = ledger.fetch(str(tmp_path / "other"))
    assert found.removed == (gone,)
    assert contents(ledger) == [b"new"]
    assert list(ledger.history()) == []


def test_history_tells_what_was_done_to_it(repo: Repo, ledger: Ledger) -> None:
    one, two, three = (place("p", "i", content) for content in (b"1", b"2", b"3"))
    ledger.append([("p", "i", b"1"), ("p", "i", b"2"), ("p", "i", b"3"), ("p", "i", b"4")])
    assert list(ledger.history()) == []
    removed = put(repo, ("D", one, b""))
    changed = put(repo, ("100644", two, b"two"))
    linked = put(repo, ("120000", three, b"3"))
    put(repo, ("100644", "notes.txt", b"hello"))
    ledger.append([("p", "i", b"1")])
    (grave, digests), = tombstones(["a" * 64])  # fmt: skip
    false = put(repo, ("100644", grave, digests))
    found = {(one.path, one.what, one.commit, one.mended) for one in ledger.history()}
    assert found == {
        (one, "removed", removed, True),
        (two, "changed", changed, False),
        (three, "changed", linked, False),
        ("notes.txt", "foreign", "", False),
        (three, "foreign", "", False),
        (grave, "false prune", false, False),
    }


def test_a_merge_that_drops_a_record_is_told(repo: Repo, ledger: Ledger) -> None:
    ledger.append([("p", "i", b"1")])
    base = ledger.tip()
    side = other_commit(repo, ("100644", place("p", "i", b"2"), b"2"), parent=base)
    ledger.append([("p", "i", b"3")])
    tree = repo.git("rev-parse", f"{ledger.tip()}^{{tree}}")  # without 2
    bad = repo.git("commit-tree", tree, "-p", ledger.tip(), "-p", side, "-m", "x")
    repo.git("update-ref", REF, bad)
    assert [(one.path, one.what, one.commit) for one in ledger.history()] == [
        (place("p", "i", b"2"), "removed", bad)
    ]


def test_bytes_that_cannot_be_had_are_named(repo: Repo, ledger: Ledger) -> None:
    ledger.append([("p", "i", b"one"), ("p", "i", b"two")])
    blob = repo.git("hash-object", "--stdin", given=b"one")
    (repo.root / f".git/objects/{blob[:2]}/{blob[2:]}").unlink()
    assert contents(ledger) == [b"two"]
    assert ledger.missing == {place("p", "i", b"one"): "its content is not in this clone"}


def test_safe_names_are_what_folders_are_called(ledger: Ledger) -> None:
    ledger.append([("a b", "c/d", b"x")])
    (path,) = (one.path for one in ledger.paths())
    assert path.startswith(f"records/{safe('a b')}/{safe('c/d')}/")
    assert named(path) == digest(b"x")
