"""History: ticks found in public repositories, and how long it takes over a long history.

For each repository the ticks that `history` finds in its full history are held against a count made
from `git log -p` alone, by a program that shares no code with planproof: per commit along first parents
and per file, lines that are a list item with a box, in which the box alone changed (`plainly`), or the
words as well. Its ticks that `history` has not, and the other way round, are counted by reason. The
repositories are where `PLANPROOF_CHECKOUTS` says, as clones with their history.
"""

from __future__ import annotations

import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent.parent))

from bench.measure import Row

REPOSITORIES = (
    "Fission-AI/OpenSpec",
    "MrLesk/Backlog.md",
    "kubernetes/enhancements",
    "fraction12/openspec-studio",
    "lesleslie/crackerjack",
    "probelabs/visor",
    "cnavta/BitBrat",
)
_BOX = re.compile(
    r"^[\s>]*(?:[-*+]|\d{1,9}[.)])\s+(?:\d{1,9}[.)]\s+)?\[([ xX])\](?=\s)\s*(.*?)\s*$"
)


class Tick(NamedTuple):
    """A box ticked (`done`) or unticked by a commit."""

    commit: str
    path: str
    words: str
    done: bool


def measure(smoke: bool) -> list[Row]:
    """The rows of the benchmark's report."""
    return [*_conformance(smoke), *_long(smoke)]


# -- conformance ------------------------------------------------------------------------------


def _conformance(smoke: bool) -> list[Row]:
    named = os.environ.get("PLANPROOF_CHECKOUTS")
    rows = []
    found = False
    for repository in REPOSITORIES:
        folder = _folder(Path(named), repository) if named else None
        if folder is None:
            continue
        found = True
        rows.append(_row(repository, *compared(folder)))
        if smoke:
            break
    if not found:
        return [Row("ticks in public repositories", "not measured: set PLANPROOF_CHECKOUTS")]
    return rows


def _folder(root: Path, repository: str) -> Path | None:
    """A clone's folder by any of its usual names."""
    owner, _, name = repository.partition("/")
    for one in (root / name, root / f"{owner}+{name}" / "repo", root / owner / name):
        if (one / ".git").exists() or (one / "HEAD").exists():
            return one
    return None


def _row(repository: str, ours: set[Tick], theirs: set[Tick], why: Counter[str]) -> Row:
    both = len(ours & theirs)
    said = ", ".join(f"{number} {reason}" for reason, number in sorted(why.items()))
    figure = f"{len(ours):,} by history, {len(theirs):,} by git log -p, {both:,} the same"
    unexplained = why.get("unexplained", 0)
    return Row(
        repository,
        figure + (f"; {said}" if said else ""),
        "every difference has a reason",
        not unexplained,
    )


def compared(folder: Path) -> tuple[set[Tick], set[Tick], Counter[str]]:
    """The ticks that `history` finds, those of `git log -p`, and why they differ."""
    paths, ours = _ours(folder)
    theirs = {one for one in counted(folder) if one.path in paths}
    why: Counter[str] = Counter()
    for one in theirs - ours:
        why[_why_not_ours(one, ours, folder)] += 1
    for one in ours - theirs:
        why[_why_not_theirs(one, theirs, folder)] += 1
    return ours, theirs, why


def _ours(folder: Path) -> tuple[set[str], set[Tick]]:
    """Every file that a plan of now ever was, and the ticks of all of them."""
    from planproof.app.config import load_settings
    from planproof.app.course import courses
    from planproof.app.templates import templates_in_use
    from planproof.system.repository import at
    from planproof.template.read import read_plan
    from planproof.text.source import NotText, Source

    settings = load_settings(folder, {}, {"cache": False}, "")
    templates = templates_in_use(folder, settings.config)
    snapshot = at(str(folder), "HEAD")
    plans = []
    for path in snapshot.entries:
        data = snapshot.read(path) if path.endswith(".md") else None
        if data is not None and b"[" in data:
            try:
                plans.append(read_plan(Source.from_bytes(path, data), templates))
            except NotText:
                continue
    paths: set[str] = set()
    ours: set[Tick] = set()
    for path, course in courses(settings, plans).items():
        paths.update((path, *course.paths))
        for flip in course.flips:
            ours.add(Tick(flip.moment.commit, flip.path, _same(flip.words), flip.done))
    return paths, ours


def _same(words: str) -> str:
    """Words for comparison: letters and digits alone."""
    return "".join(re.findall(r"[^\W_]", words.casefold()))[:120]


def counted(folder: Path) -> Iterator[Tick]:
    """The ticks by `git log -p`: in a commit and a file, the same words with another mark."""
    asked = (
        "log", "--first-parent", "-m", "--reverse", "-p", "-U0", "--no-renames", "--no-color",
        "--no-ext-diff", "--no-textconv", "--format=%x00%H", "HEAD", "--", "*.md",
    )  # fmt: skip
    with subprocess.Popen(
        ["git", "-C", str(folder), "-c", "core.quotePath=false", *asked],
        stdout=subprocess.PIPE,
        encoding="utf-8",
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101
        commit = path = ""
        before: list[tuple[str, bool]] = []
        after: list[tuple[str, bool]] = []
        for line in process.stdout:
            if line.startswith(("\0", "diff --git ")):
                yield from _pairs(commit, path, before, after)
                before, after = [], []
                if line[0] == "\0":
                    commit = line[1:].strip()
            elif line.startswith("+++ "):
                path = line[4:].strip().removeprefix("b/")
            elif line[:1] in "+-" and not line.startswith("--- ") and (box := _BOX.match(line[1:])):
                (after if line[0] == "+" else before).append((_plain(box[2]), box[1] != " "))
        yield from _pairs(commit, path, before, after)


def _plain(words: str) -> str:
    """Markdown's words as a reader sees them: links without targets, no HTML but in code."""
    parts = words.split("`")
    parts[::2] = [re.sub(r"<!--.*?-->|</?[a-z][^<>]*>", "", part) for part in parts[::2]]
    return _same(re.sub(r"\]\([^)]*\)", "]", "`".join(parts)))


def _pairs(
    commit: str, path: str, before: list[tuple[str, bool]], after: list[tuple[str, bool]]
) -> Iterator[Tick]:
    """Boxes that went with one mark and came with the other, word for word."""
    left = list(before)
    for words, done in after:
        if (words, done) in left:
            left.remove((words, done))
        elif (words, not done) in left:
            left.remove((words, not done))
            yield Tick(commit, path, words, done)


def _lines(folder: Path, commit: str, path: str) -> list[str]:
    shown = subprocess.run(
        ["git", "-C", str(folder), "show", f"{commit}:{path}"],
        capture_output=True,
        check=False,
    )
    return shown.stdout.decode("utf-8", "replace").splitlines()


def _why_not_ours(one: Tick, ours: set[Tick], folder: Path) -> str:
    for commit in (one.commit, f"{one.commit}^"):
        if where := _hidden(_lines(folder, commit, one.path), one.words):
            return where
    same = (tick for tick in ours if tick[:2] == one[:2] and tick.done == one.done)
    if any(tick.words.startswith(one.words) for tick in same):
        return "with words on further lines"
    boxes = _boxes(folder, one.commit, one.path) or []
    if sum(1 for words, _ in boxes if words == one.words) > 1:
        return "of another section, which says the same"
    return "unexplained"


def _hidden(lines: list[str], words: str) -> str:
    """Where a box stands that is none: `in code`, `in a comment`, or empty."""
    fenced = commented = False
    for line in lines:
        commented = (commented or "<!--" in line) and "-->" not in line
        if line.lstrip().startswith(("```", "~~~")):
            fenced = not fenced
        elif not (fenced or commented):
            continue
        elif (box := _BOX.match(line)) and _plain(box[2]) == words:
            return "in code" if fenced else "in a comment"
    return ""


def _why_not_theirs(one: Tick, theirs: set[Tick], folder: Path) -> str:
    before = _boxes(folder, f"{one.commit}^", one.path)
    if before is None:
        return "moved and ticked at once"
    after = _boxes(folder, one.commit, one.path) or []
    if (one.words, not one.done) in before and (one.words, one.done) in after:
        return "unexplained"
    same = (tick for tick in theirs if tick[:2] == one[:2] and tick.done == one.done)
    if any(one.words.startswith(tick.words) for tick in same):
        return "with words on further lines"
    parts = [words for words, done in after if done == one.done and one.words.startswith(words)]
    if not parts:
        return "a box only people take for one"
    if (parts[0], one.done) not in before and one.words not in parts:
        return "with words on further lines"
    return "reworded and ticked at once"


def _boxes(folder: Path, commit: str, path: str) -> list[tuple[str, bool]] | None:
    """The words and marks of a version's boxes; None where it is not there."""
    lines = _lines(folder, commit, path)
    boxes = [box for line in lines if (box := _BOX.match(line))]
    return [(_plain(box[2]), box[1] != " ") for box in boxes] if lines else None


# -- a long history ---------------------------------------------------------------------------


def _long(smoke: bool) -> list[Row]:
    plans, commits = (20, 400) if smoke else (1_000, 100_000)
    folder = Path(tempfile.mkdtemp(prefix="planproof-bench-"))
    try:
        generate(folder / "project", plans, commits)
        cold, warm, more = _timed(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    what = f"courses of {plans:,} plans over {commits:,} commits"
    return [
        Row(f"{what}, cold", f"{cold:.2f} s", "< 30 s", cold < 30),
        Row(f"{what}, warm", f"{warm:.2f} s", "< 1 s", warm < 1),
        Row(f"{what}, after a further commit", f"{more:.2f} s"),
    ]


def _timed(folder: Path) -> tuple[float, float, float]:
    from planproof.app.config import load_settings
    from planproof.app.course import courses
    from planproof.app.templates import templates_in_use
    from planproof.app.verdicts import plans_in
    from planproof.app.verify import Request
    from planproof.system.repository import at

    project = folder / "project"
    before = os.environ.get("PLANPROOF_CACHE_DIR")
    os.environ["PLANPROOF_CACHE_DIR"] = str(folder / "cache")
    found = []
    try:
        settings = load_settings(project, {}, {}, "")
        templates = templates_in_use(project, settings.config)
        for turn in range(3):
            if turn == 2:
                _git(project, "commit", "-q", "--allow-empty", "-m", "Nothing")
            snapshot = at(str(project), "HEAD")
            plans = plans_in(snapshot, settings, templates, Request(take_all=True)).plans
            began = time.perf_counter()
            courses(settings, plans)
            found.append(time.perf_counter() - began)
    finally:
        os.environ.pop("PLANPROOF_CACHE_DIR")
        if before is not None:
            os.environ["PLANPROOF_CACHE_DIR"] = before
    return found[0], found[1], found[2]


def _git(folder: Path, *arguments: str) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "gc.auto=0")
    subprocess.run(["git", "-C", str(folder), *who, *arguments], check=True)


_WORDS = (
    "order",
    "queue",
    "retry",
    "token",
    "schema",
    "cache",
    "index",
    "client",
    "server",
    "batch",
)


def generate(folder: Path, plans: int, commits: int) -> None:
    """A repository of plans of twenty steps, with as many commits, half of which change a plan."""
    chance = random.Random(5)  # noqa: S311
    folder.mkdir(parents=True)
    _git(folder, "init", "-q", "-b", "main")
    work = [[[_words(chance, 6), ""] for _ in range(20)] for _ in range(plans)]
    prose = [[_words(chance, 40) for _ in range(5)] for _ in range(plans)]
    with subprocess.Popen(
        ["git", "-C", str(folder), "fast-import", "--quiet"],
        stdin=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None  # noqa: S101
        files = [(_path(plan), _text(plan, prose[plan], work[plan])) for plan in range(plans)]
        process.stdin.write(_commit(0, "Plans", files))
        for number in range(1, commits):
            if chance.random() < 0.5:
                files = [(f"src/m{number % 500}.py", f"x = {number}\n")]
            else:
                plan = chance.randrange(plans)
                _work(chance, work[plan])
                files = [(_path(plan), _text(plan, prose[plan], work[plan]))]
            process.stdin.write(_commit(number, f"Work (#{number})", files))
    _git(folder, "reset", "-q", "--hard")


def _words(chance: random.Random, number: int) -> str:
    return " ".join(chance.choice(_WORDS) for _ in range(number))


def _path(plan: int) -> str:
    return f"docs/plans/area-{plan % 20}/plan-{plan}.md"


def _text(plan: int, prose: list[str], steps: list[list[str]]) -> str:
    boxes = [f"- [{mark or ' '}] {place}. {words}" for place, (words, mark) in enumerate(steps, 1)]
    return "\n".join(
        (
            f"# Plan {plan}\n\n## Summary\n",
            "\n\n".join(prose),
            "\n## Incremental Implementation Checklist\n",
            *boxes,
            "",
        )
    )


def _work(chance: random.Random, steps: list[list[str]]) -> None:
    """Mostly a tick; now and then other words, a further step, one less."""
    what, place = chance.random(), chance.randrange(len(steps))
    if what < 0.8:
        steps[place][1] = "" if steps[place][1] else "x"
    elif what < 0.9:
        steps[place][0] = _words(chance, 6)
    elif what < 0.96 and len(steps) < 30:
        steps.insert(place, [_words(chance, 6), ""])
    elif len(steps) > 5:
        steps.pop(place)


def _commit(number: int, message: str, files: list[tuple[str, str]]) -> bytes:
    who = f"committer Ann <ann@example.org> {1_600_000_000 + number * 300} +0000"
    said = message.encode()
    parts = [f"commit refs/heads/main\n{who}\ndata {len(said)}\n".encode(), said, b"\n"]
    for path, text in files:
        content = text.encode()
        parts.append(f"M 100644 inline {path}\ndata {len(content)}\n".encode() + content + b"\n")
    return b"".join(parts)


if __name__ == "__main__":
    for row in measure("--smoke" in sys.argv):
        print(row.what, "|", row.figure, "|", row.target, "|", row.met)
