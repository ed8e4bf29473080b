"""Questions to the history."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from planproof.system.history import Change, Gone, History
from planproof.system.repository import GitRefuses, NoSuchRevision, Snapshot, at
from tests.system.repositories import ODD, Repo, change, git_id


def told(gone: Gone | None) -> tuple[str, str] | None:
    return None if gone is None else (gone.commit.id, gone.now)


def test_commits(repo: Repo) -> None:
    first = repo.commit("One", a_py="1")
    repo.git("checkout", "-q", "-b", "side")
    side = repo.commit("", b_py="2")
    repo.git("checkout", "-q", "main")
    second = repo.commit("Two\nlines\n\nand a body\n", a_py="3")
    repo.git("merge", "-q", "--no-ff", "-m", "Join", "side")
    merge = repo.git("rev-parse", "HEAD")
    history = History(str(repo))
    assert history.missing == ""
    found = {commit.id: commit for commit in history.commits()}
    assert set(found) == {first, side, second, merge}
    assert found[merge].parents == (second, side)
    assert found[merge].subject == "Join"
    assert found[second].subject == "Two lines"
    assert (found[side].subject, found[first].parents) == ("", ())
    assert (found[first].author, found[first].email) == ("Ada Writer", "ada@example.org")
    assert found[first].date == repo.git("log", "-1", "--format=%cI", first)
    assert [one.id for one in history.commits(first_parent=True)] == [merge, second, first]
    assert [one.id for one in history.commits(limit=1)] == [merge]
    assert [one.id for one in history.commits("main~1..main", first_parent=True)] == [merge]
    assert history.commits("HEAD..main") == []
    for rev in ("nowhere", "--all", "a..b", " ", "f" * 40):
        with pytest.raises(NoSuchRevision):
            history.commits(rev)


def test_no_history_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = Repo.init(tmp_path / "unborn")
    (tmp_path / "plain").mkdir()
    for root, why in (
        ("unborn", "there is no commit yet"),
        ("plain", "there is no git repository here"),
    ):
        history = History(str(tmp_path / root))
        assert history.missing == why
        assert not [
            *history.commits(),
            *history.authors(),
            *history.walk(),
            *history.raw_log("HEAD"),
        ]
        assert history.merged("HEAD", ["#1", "abcdef1"]) == {"#1": None, "abcdef1": None}
        assert history.existed("a.py") is None
        assert history.last_change("a.py") is None
        assert history.is_shallow() is False
    with pytest.raises(NoSuchRevision):
        History(str(repo)).commits("nowhere")
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    with pytest.raises(GitRefuses, match="another user"):
        History(str(repo))


def test_an_orphan_branch_has_no_history_but_others_have(repo: Repo) -> None:
    head = repo.commit(a_py="1")
    repo.git("checkout", "-q", "--orphan", "new")
    history = History(str(repo))
    assert history.commits() == []
    assert [one.id for one in history.commits("main")] == [head]


def test_authors_are_named_once_by_the_mailmap(repo: Repo) -> None:
    repo.commit("One")
    repo.git("commit", "-q", "--allow-empty", "-m", "Two", "--author=A. Writer <ada@old.example>")
    repo.git("commit", "-q", "--allow-empty", "-m", "Three", "--author=Zoë <zoe@example.org>")
    history = History(str(repo))
    assert history.authors() == [
        ("Zoë", "zoe@example.org"), ("A. Writer", "ada@old.example"), ("Ada Writer", "ada@example.org"),
    ]  # fmt: skip
    repo.write(".mailmap", "Ada Writer <ada@example.org> <ada@old.example>\n")
    assert history.authors() == [("Zoë", "zoe@example.org"), ("Ada Writer", "ada@example.org")]


def test_what_was_merged_into_a_branch(repo: Repo) -> None:
    first = repo.commit("Start (#1)")
    repo.git("checkout", "-q", "-b", "side")
    aside = repo.commit("Aside (#2)")
    repo.git("checkout", "-q", "main")
    third = repo.commit("Third\n\nMentions #4 and PAY-12")
    asked = [
        "#1",
        "#2",
        "#3",
        "#4",
        "PAY-12",
        first,
        first[:7],
        first.upper()[:9],
        aside,
        aside[:8],
    ]
    asked += ["f" * 40, "0123abcd", "fff"]
    found = History(str(repo)).merged("main", asked)
    assert found == {
        "#1": first, "#2": None, "#3": None, "#4": third, "PAY-12": third,
        first: first, first[:7]: first, first.upper()[:9]: first, aside: None, aside[:8]: None,
        "f" * 40: None, "0123abcd": None, "fff": None,
    }  # fmt: skip
    assert History(str(repo)).merged("side", ["#2", "#4"]) == {"#2": aside, "#4": None}
    assert History(str(repo)).merged("main", []) == {}
    with pytest.raises(NoSuchRevision):
        History(str(repo)).merged("nowhere", ["#1"])


def test_a_shallow_clone_says_so(repo: Repo, tmp_path: Path) -> None:
    first = repo.commit("One (#1)", a_py="1")
    second = repo.commit("Two (#2)", a_py="2", b_py="1")
    assert not History(str(repo)).is_shallow()
    repo.git("clone", "-q", "--depth=1", f"file://{repo}", str(tmp_path / "clone"))
    history = History(str(tmp_path / "clone"))
    assert history.is_shallow()
    assert history.merged("main", ["#1", "#2", first]) == {"#1": None, "#2": second, first: None}
    (only,) = history.walk()
    assert (only.commit.id, only.commit.parents) == (second, ())
    assert only.snapshot.entries == at(str(repo), second).entries
    assert [one.path for one in only.changes] == ["a.py", "b.py"]
    with pytest.raises(NoSuchRevision, match="shallow"):
        history.commits(first)


def test_how_a_path_came_to_be_gone(repo: Repo) -> None:
    text = "".join(f"line {number}\n" for number in range(30))
    repo.commit(
        old__a_py=text, old__sub__b_py=text[50:], out_py=text[20:90], keep_py="1\n", twice_py="1"
    )
    repo.git("mv", "old", "new")
    moved = repo.commit("Move")
    repo.git("rm", "-q", "out.py", "twice.py")
    deleted = repo.commit("Delete")
    repo.commit(twice_py="2\n")
    repo.git("mv", "twice.py", "thrice.py")
    again = repo.commit("Move again")
    history = History(str(repo))
    asked = [
        "old/a.py",
        "./old/sub/b.py",
        "old",
        "old/",
        "old/sub",
        "out.py",
        "twice.py",
        "never.py",
    ]
    asked += ["..", "../x", "/etc/passwd", "a\0b", "ol", "*.py"]
    found = {path: told(gone) for path, gone in history.gone(asked).items()}
    assert found == {
        "old/a.py": (moved, "new/a.py"),
        "./old/sub/b.py": (moved, "new/sub/b.py"),
        "old": (moved, "new"),
        "old/": (moved, "new"),
        "old/sub": (moved, "new/sub"),
        "out.py": (deleted, ""),
        "twice.py": (again, "thrice.py"),
        **dict.fromkeys(("never.py", "..", "../x", "/etc/passwd", "a\0b", "ol", "*.py")),
    }
    assert told(history.existed("twice.py", deleted)) == (deleted, "")
    inside = History(str(repo.root / "new"))
    assert told(inside.existed("../old/a.py")) == (moved, "a.py")
    assert told(inside.existed("../twice.py")) == (again, "../thrice.py")
    assert inside.existed("twice.py") is None


def test_more_paths_than_a_command_line_takes(repo: Repo) -> None:
    repo.commit(a_py="1\n", z__a_py="2\n", z__b_py="3\n")
    repo.git("rm", "-q", "z/a.py")
    first = repo.commit("One of two")
    repo.git("rm", "-q", "a.py", "z/b.py")
    last = repo.commit("The others")
    never = [
        f"some/rather/long/name/that/there/never/was/{'x' * 150}{number}" for number in range(2_000)
    ]
    found = History(str(repo)).gone(["a.py", "z/a.py", "z", *never])
    assert {path: told(gone) for path, gone in found.items() if gone} == {
        "a.py": (last, ""),
        "z/a.py": (first, ""),
        "z": (last, ""),
    }


def test_a_path_that_went_on_a_side_branch_or_in_a_merge(repo: Repo) -> None:
    repo.commit(a_py="1\n", b_py="2\n", c_py="3\n")
    repo.git("checkout", "-q", "-b", "side")
    repo.git("rm", "-q", "a.py")
    aside = repo.commit("On the side")
    repo.git("checkout", "-q", "main")
    brief = repo.commit("Brief", brief_py="4\n")
    repo.git("rm", "-q", "brief.py")
    on_main = repo.commit("On main")
    repo.git("checkout", "-q", "side")
    repo.git("merge", "-q", "--no-commit", "--no-ff", "main")
    repo.git("rm", "-q", "b.py")
    merge = repo.commit("Merge, and delete b")
    history = History(str(repo))
    found = {path: told(gone) for path, gone in history.gone(["a.py", "b.py", "brief.py"]).items()}
    assert found == {"a.py": (aside, ""), "b.py": (merge, ""), "brief.py": (on_main, "")}
    assert history.existed("brief.py", brief) is None
    assert told(history.existed("brief.py")) == (on_main, "")


def test_the_last_change_of_a_path_or_line(repo: Repo) -> None:
    first = repo.commit(a__x_py="1\n2\n3\n", b_py="1\n")
    second = repo.commit(a__x_py="1\ntwo\n3\n")
    repo.git("config", "log.follow", "true")
    history = History(str(repo))
    for path, line, commit in (
        ("a/x.py", 0, second), ("a", 0, second), ("b.py", 0, first), (".", 0, second),
        ("a/x.py", 1, first), ("a/x.py", 2, second), ("a/x.py", 3, first),
    ):  # fmt: skip
        found = history.last_change(path, line)
        assert found is not None
        assert found.id == commit
    for path, line in (
        ("a/x.py", 4),
        ("a/x.py", -1),
        ("none", 0),
        ("none", 1),
        ("../x", 0),
        ("a", 1),
    ):
        assert history.last_change(path, line) is None
    found = History(str(repo.root / "a")).last_change("x.py", 2, "HEAD")
    assert found is not None
    assert found.id == second


HOSTILE = {
    "log.showRoot": "false", "diff.relative": "true", "diff.orderFile": "nowhere", "color.ui": "always",
    "log.diffMerges": "off", "diff.renames": "copies", "diff.ignoreSubmodules": "all",
    "log.showSignature": "true", "diff.dirstat": "files", "log.date": "relative", "log.decorate": "full", "format.pretty": "raw",
    "diff.noprefix": "true", "log.abbrevCommit": "true", "core.abbrev": "4", "diff.submodule": "log",
    "log.mailmap": "false", "i18n.logOutputEncoding": "UTF-16", "diff.wsErrorHighlight": "all",
}  # fmt: skip


@pytest.mark.parametrize("settings", [{}, HOSTILE], ids=["calm", "hostile"])
@pytest.mark.parametrize("folder", ["", "c"])
def test_walking_back_is_the_same_as_looking_at_each(
    tmp_path: Path, settings: dict[str, str], folder: str
) -> None:
    chance = random.Random(f"{folder}")  # noqa: S311  # repeatable
    repo = Repo.init(tmp_path / "repo")
    repo.commit("Start", c__start="x")
    grow(repo, chance)
    if settings:
        ran = tmp_path / "ran"
        program = repo.write(".git/program", f"#!/bin/sh\ntouch '{ran}'\n")
        program.chmod(0o755)
        for name, value in {**settings, "gpg.program": str(program), "core.pager": str(program),
                            "diff.external": str(program)}.items():  # fmt: skip
            repo.git("config", name, value)
    root = repo.root / folder
    if root.is_symlink() or root.is_file():
        root.unlink()
    root.mkdir(exist_ok=True)
    history = History(str(root))
    walked = list(history.walk())
    assert [one.commit for one in walked] == history.commits(first_parent=True)
    assert len(walked) > 20
    for moment, before in zip(walked, [*walked[1:], None], strict=True):
        there = at(str(root), moment.commit.id)
        assert moment.snapshot.entries == there.entries
        assert moment.snapshot.left_out == there.left_out
        assert moment.snapshot.revision == there.revision
        assert sorted(moment.changes) == changes(before.snapshot if before else None, there)
    paths = walked[0].snapshot.entries.items()
    assert list(walked[0].snapshot.read_many(paths)) == list(at(str(root), "HEAD").read_many(paths))
    assert [one.commit.id for one in history.walk("HEAD~3", 4)] == [
        one.commit.id for one in walked[3:7]
    ]
    said = [(commit.id, changed) for commit, changed in history.raw_log("HEAD~5..HEAD")]
    assert said == [(one.commit.id, one.changes) for one in walked[:5]]
    assert not (tmp_path / "ran").exists()


def grow(repo: Repo, chance: random.Random) -> None:
    """Give a repository a history with merges, links, submodules, files that become folders ..."""
    library = Repo.init(repo.root.parent / "library")
    library.commit(x="1")
    for number in range(30):
        for _ in range(chance.randint(0, 3)):
            change(repo, chance)
        if number == 10:
            repo.git("submodule", "add", "-q", str(library), "c2/sub")
        if number == 20:
            repo.git("rm", "-q", "-f", "c2/sub")
        for name in chance.sample(ODD, 2):
            repo.write(f"c/odd/{name}" if (repo.root / "c").is_dir() else name, f"{number}")
        if chance.random() < 0.25:
            aside(repo, number)
        repo.commit(f"{number}" if chance.random() < 0.9 else "")
    said = repo.git("cat-file", "commit", "HEAD").split("\n\n", 1)
    signed = f"{said[0]}\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n -----END PGP SIGNATURE-----\n\n29"
    repo.git(
        "reset",
        "-q",
        repo.git("hash-object", "-t", "commit", "-w", "--stdin", given=signed.encode()),
    )


def aside(repo: Repo, number: int) -> None:
    """Merge a branch, with a change that is the merge's own."""
    repo.commit("Before")
    repo.git("checkout", "-q", "-b", f"side{number}")
    repo.commit("Aside", **{f"side{number}_py": "1"})
    repo.git("checkout", "-q", "main")
    repo.commit("On", **{f"main{number}_py": "1"})
    repo.git("merge", "-q", "--no-ff", "--no-commit", f"side{number}")
    repo.write(f"merge{number}", "1")


def changes(before: Snapshot | None, after: Snapshot) -> list[Change]:
    old = before.entries if before else {}
    return sorted(
        Change(path, old.get(path, ""), after.entries.get(path, ""))
        for path in {*old, *after.entries}
        if old.get(path) != after.entries.get(path)
    )


def test_a_reader_that_stops_leaves_no_process(repo: Repo) -> None:
    for number in range(5):
        repo.commit(f"{number}", a_py=f"{number}")
    walk = History(str(repo)).walk()
    first = next(walk)
    del walk
    assert first.snapshot.read("a.py") == b"4"
    assert first.changes == [Change("a.py", git_id(b"3"), git_id(b"4"))]
