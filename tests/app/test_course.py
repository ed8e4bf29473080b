"""The course of plans in real repositories: what is kept never changes what is said."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

import pytest

from planproof.app.config import Settings, load_settings
from planproof.app.course import courses
from planproof.app.templates import templates_in_use
from planproof.progress.model import Course
from planproof.template.read import read_plan
from planproof.text.source import Source

STEPS = ["write the reader", "read the key", "keep the answer", "ship to everybody"]


class Repository:
    """A repository in which commits are a second apart."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.count = 0
        folder.mkdir()
        (folder / "planproof.toml").write_text("")
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        self.count += 1
        when = f"{1_700_000_000 + self.count} +0000"
        ran = subprocess.run(
            ["git", "-C", str(self.folder), "-c", "commit.gpgsign=false", *arguments],
            check=True,
            capture_output=True,
            text=True,
            env={
                "PATH": "/usr/bin:/bin:/usr/local/bin",
                "GIT_CONFIG_NOSYSTEM": "1",
                "HOME": str(self.folder),
                "GIT_COMMITTER_DATE": when,
                "GIT_AUTHOR_DATE": when,
                "GIT_AUTHOR_NAME": "Ada",
                "GIT_AUTHOR_EMAIL": "ada@acme.example",
                "GIT_COMMITTER_NAME": "Ada",
                "GIT_COMMITTER_EMAIL": "ada@acme.example",
            },
        )
        return ran.stdout.strip()

    def write(self, path: str, *steps: str) -> None:
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            "# Plan\n\n## Checklist\n\n" + "".join(f"- [{s[0]}] {s[1:]}\n" for s in steps)
        )

    def commit(self, message: str) -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.git("rev-parse", "HEAD")

    def settings(self, *, cache: bool) -> Settings:
        return load_settings(self.folder, {}, {"cache": cache}, "")

    def courses(self, *, cache: bool = False) -> dict[str, Course]:
        settings = self.settings(cache=cache)
        templates = templates_in_use(self.folder, settings.config)
        paths = sorted(self.folder.rglob("*.md"))
        sources = [
            Source.from_bytes(str(path.relative_to(self.folder)), path.read_bytes())
            for path in paths
        ]
        return courses(settings, [read_plan(one, templates) for one in sources])


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    return Repository(tmp_path / "project")


def flips(course: Course) -> list[tuple[str, bool, str]]:
    return [(one.item, one.done, one.moment.subject) for one in course.flips]


def test_ticks_scope_and_points_with_their_pull_requests(repository: Repository) -> None:
    repository.write("plans/a.md", " 1. one thing", " 2. two more")
    repository.commit("Plan")
    repository.write("plans/a.md", "x1. one thing", " 2. two more")
    commit = repository.commit("Do one thing (#7)")
    repository.write("plans/a.md", "x1. one thing", " 2. between", " 3. two more")
    repository.commit("More work")
    course = repository.courses()["plans/a.md"]
    assert flips(course) == [("step-1", True, "Do one thing (#7)")]
    moment = course.flips[0].moment
    assert (moment.commit, moment.reference, moment.author) == (commit, "#7", "Ada")
    assert [(one.item, one.added, one.moment.subject) for one in course.scope] == [
        ("step-2", True, "More work")
    ]
    assert [(one.done, one.total) for one in course.points] == [(0, 2), (1, 2), (1, 3)]
    assert course.began is not None
    assert course.began.subject == "Plan"


def test_what_is_not_committed_is_the_last_moment(repository: Repository) -> None:
    repository.write("plans/a.md", " one", " two")
    repository.commit("Plan")
    repository.write("plans/a.md", "xone")
    course = repository.courses(cache=True)["plans/a.md"]
    assert [(one.item, one.moment.commit) for one in course.flips] == [("step-1", "")]
    assert [(one.item, one.added) for one in course.scope] == [("step-2", False)]
    repository.write("plans/a.md", " one", " two")
    assert repository.courses(cache=True)["plans/a.md"].flips == ()
    repository.write("plans/new.md", " one")
    course = repository.courses(cache=True)["plans/new.md"]
    assert course.began is None
    assert [(one.done, one.total) for one in course.points] == [(0, 1)]


def test_a_plan_is_followed_through_moves_and_rewording(repository: Repository) -> None:
    repository.write("plans/a.md", *(f" {one}" for one in STEPS))
    repository.write("plans/b.md", " something else entirely")
    repository.commit("Plans")
    repository.git("mv", "plans", "docs")
    repository.commit("Folder")
    (repository.folder / "docs/archive").mkdir()
    repository.git("mv", "docs/a.md", "docs/archive/renamed.md")
    repository.write(
        "docs/archive/renamed.md", "xwrite the fast reader", *(f"x{one}" for one in STEPS[1:])
    )
    repository.commit("Done")  # fmt: skip
    course = repository.courses()["docs/archive/renamed.md"]
    assert course.paths == ("plans/a.md", "docs/a.md")
    assert len(course.flips) == 4
    assert course.scope == ()
    (repository.folder / "docs/archive/again.md").write_bytes(
        (repository.folder / "docs/archive/renamed.md").read_bytes()
    )
    (repository.folder / "docs/archive/renamed.md").unlink()
    moved = repository.courses()["docs/archive/again.md"]
    assert moved.paths == ("plans/a.md", "docs/a.md", "docs/archive/renamed.md")
    assert moved.flips == course.flips


def test_a_file_that_comes_back_keeps_its_history(repository: Repository) -> None:
    repository.write("plans/a.md", " one", " two")
    repository.commit("Plan")
    repository.write("plans/a.md", "xone", " two")
    repository.commit("Tick")
    (repository.folder / "plans/a.md").unlink()
    repository.write("other.md", " unlike")
    repository.commit("Gone")
    repository.courses(cache=True)
    repository.write("plans/a.md", "xone", " two")
    repository.commit("Back")
    for cache in (True, False):
        course = repository.courses(cache=cache)["plans/a.md"]
        assert flips(course) == [("step-1", True, "Tick")]
        assert [(one.item, one.added) for one in course.scope] == [
            ("step-1", False), ("step-2", False), ("step-1", True), ("step-2", True),
        ]  # fmt: skip


def test_a_merge_has_what_it_brought(repository: Repository) -> None:
    repository.write("plans/a.md", " one", " two")
    repository.commit("Plan")
    repository.git("switch", "-q", "-c", "work")
    repository.write("plans/a.md", "xone", " two")
    repository.commit("Work")
    repository.git("switch", "-q", "main")
    repository.git("merge", "-q", "--no-ff", "work", "-m",
                   "Merge branch 'work' into 'main'\n\nSee merge request acme/orders!12")  # fmt: skip
    course = repository.courses()["plans/a.md"]
    assert [one.moment.reference for one in course.flips] == ["!12"]


def test_another_branch_a_rebase_and_a_shallow_clone_are_read_anew(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write("plans/a.md", " one", " two")
    repository.commit("Plan")
    repository.git("switch", "-q", "-c", "work")
    repository.write("plans/a.md", "xone", " two")
    repository.commit("Work")
    assert flips(repository.courses(cache=True)["plans/a.md"]) == [("step-1", True, "Work")]
    repository.git("switch", "-q", "main")
    assert flips(repository.courses(cache=True)["plans/a.md"]) == []
    repository.write("plans/a.md", " one", "xtwo")
    repository.commit("Main")
    assert flips(repository.courses(cache=True)["plans/a.md"]) == [("step-2", True, "Main")]
    repository.git("switch", "-q", "work")
    repository.git("merge", "-q", "-s", "ours", "main", "-m", "Both")
    assert flips(repository.courses(cache=True)["plans/a.md"]) == [("step-1", True, "Work")]
    repository.git("commit", "-q", "--amend", "-m", "Both, amended")
    assert flips(repository.courses(cache=True)["plans/a.md"]) == [("step-1", True, "Work")]
    subprocess.run(
        ["git", "clone", "-q", "--depth", "1", f"file://{repository.folder}", str(tmp_path / "s")],
        check=True,
    )
    whole, repository.folder = repository.folder, tmp_path / "s"
    course = repository.courses(cache=True)["plans/a.md"]
    assert course.cut_off
    assert course.flips == ()
    repository.git("fetch", "-q", "--unshallow")
    assert len(repository.courses(cache=True)["plans/a.md"].flips) == 1
    repository.folder = whole


def test_a_partial_clone_says_that_it_lacks_versions(
    repository: Repository, tmp_path: Path
) -> None:
    repository.write("plans/a.md", " one", " two")
    repository.commit("Plan")
    repository.write("plans/a.md", "xone", " two")
    repository.commit("Tick")
    repository.git("config", "uploadpack.allowFilter", "true")
    source = f"file://{repository.folder}"
    repository.folder = tmp_path / "partial"
    subprocess.run(
        ["git", "clone", "-q", "--filter=blob:none", source, str(repository.folder)], check=True
    )
    for _ in range(2):
        course = repository.courses(cache=True)["plans/a.md"]
        assert course.cut_off
        assert (course.flips, course.scope) == ((), ())


def _change(chance: random.Random, repository: Repository) -> None:
    """Any change to any plan: made, ticked, reworded, reordered, moved, taken away, brought back."""
    folder = repository.folder
    files = sorted(folder.rglob("*.md"))
    what = chance.choice(
        ("make", "tick", "tick", "tick", "add", "drop", "order", "move", "remove", "branch")
    )
    if what == "branch":
        names = repository.git("branch", "--format=%(refname:short)").split()
        if len(names) < 3:
            repository.git("switch", "-q", "-c", f"b{len(names)}")
        else:
            other = chance.choice(names)
            if chance.random() < 0.5:
                repository.git("switch", "-q", other)
            else:
                repository.git("merge", "-q", "-X", "ours", "-s", "ours", other, "-m", "Merge")
        return
    if what == "make" or not files:
        steps = chance.sample(STEPS, 3)
        repository.write(f"plans/{chance.choice('abcd')}.md", *(f" {one}" for one in steps))
        return
    file = chance.choice(files)
    lines = file.read_text().splitlines()
    head, boxes = lines[:4], lines[4:]
    place = chance.randrange(len(boxes)) if boxes else 0
    if what == "tick" and boxes:
        old = boxes[place]
        boxes[place] = old.replace("[x]", "[ ]") if "[x]" in old else old.replace("[ ]", "[x]")
    elif what == "add":
        boxes.insert(place, f"- [ ] {chance.choice(STEPS)} {chance.choice('uvw')}")
    elif what == "drop" and boxes:
        boxes.pop(place)
    elif what == "order":
        chance.shuffle(boxes)
    file.write_text("\n".join((*head, *boxes)) + "\n")
    if what == "move":
        target = folder / chance.choice(("plans", "archive")) / f"{chance.choice('abcdef')}.md"
        target.parent.mkdir(exist_ok=True)
        shutil.move(file, target)
    elif what == "remove":
        file.unlink()


@pytest.mark.parametrize("seed", range(6))
def test_going_on_from_what_is_kept_gives_what_reading_anew_gives(
    repository: Repository, seed: int
) -> None:
    chance = random.Random(seed)  # noqa: S311
    repository.write("plans/a.md", *(f" {one}" for one in STEPS))
    repository.commit("Plan")
    for turn in range(25):
        for _ in range(chance.randrange(1, 3)):
            _change(chance, repository)
            repository.commit(f"Change {turn}")
        if chance.random() < 0.3:
            _change(chance, repository)
            assert repository.courses(cache=True) == repository.courses(), turn
            repository.commit("The rest")
        if chance.random() < 0.7:
            assert repository.courses(cache=True) == repository.courses(), turn
