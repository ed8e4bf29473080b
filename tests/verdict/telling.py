"""A repository in a few fences, and the verdicts on its plans, as literate cases write them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from planproof.app.gather import How, Kept, gather
from planproof.evidence.decision import Decision
from planproof.evidence.freshness import Inputs
from planproof.evidence.record import Evidence, Record, decode, statement
from planproof.evidence.sign_offs import Standing, standing
from planproof.evidence.wording import fingerprint_of, wording_of
from planproof.markdown.outline import anchors as anchors_of
from planproof.markdown.parse import parse
from planproof.plan.model import Item, Plan
from planproof.text.source import Source
from planproof.verdict.accept import accepted
from planproof.verdict.base import judge, named_by, sought_by
from planproof.verdict.conflicts import conflicts, merged
from planproof.verdict.model import Judged
from planproof.verdict.world import Gone, Merged, World
from tests.support import read


class FakeFiles:
    """The files of a commit, from a mapping of paths to contents."""

    def __init__(self, contents: Mapping[str, bytes]) -> None:
        self.contents = dict(contents)

    @property
    def entries(self) -> dict[str, str]:
        return {path: hashlib.sha1(data).hexdigest() for path, data in self.contents.items()}  # noqa: S324

    def read_many(self, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        for path, _ in wanted:
            yield path, self.contents.get(path)


class FakeHistory(msgspec.Struct):
    """A history in which a few things have happened."""

    commits: dict[str, str] = {}
    gone_paths: dict[str, tuple[str, str]] = {}
    people: list[tuple[str, str]] = []
    days: dict[tuple[str, int], str] = {}
    shallow: bool = False

    def gone(self, path: str) -> Gone | None:
        found = self.gone_paths.get(path)
        return Gone(*found) if found else None

    def merged(self, references: Iterable[str]) -> Mapping[str, Merged]:
        reason = "the history is cut off"
        return {
            one: Merged(commit=self.commits[one]) if one in self.commits else Merged(reason=reason)
            for one in references
            if one in self.commits or self.shallow
        }

    def authors(self) -> list[tuple[str, str]]:
        return self.people

    def since(self, path: str, line: int) -> str:
        return self.days.get((path, line), "")


class FakeEvidence:
    """A ledger of a few lines, about the items of one plan.

    criterion-1 met: p95 3 ms, wanted <= 50 ms
    criterion-1 before src/a.py not met: it failed          (src/a.py was something else then)
    criterion-1 said "other words" met: it passed
    criterion-1 signed as Support by Lin <lin@acme.example>
    plan said "# Other" signed as Reviewer by Ada <ada@acme.example>
    """

    def __init__(
        self, plans: Iterable[Plan], entries: Mapping[str, str], lines: Sequence[str]
    ) -> None:
        self.entries = entries
        self.made: dict[str, list[Evidence]] = {}
        for plan in plans:
            self.made[plan.id] = [
                _record(plan, Inputs(plan, entries), line, f"2026-11-2{number}")
                for number, line in enumerate(lines)
            ]

    def records(self, plan: str) -> Sequence[Evidence]:
        return self.made.get(plan, ())

    def sign_off(self, plan: Plan, item: Item | None, role: str) -> Standing:
        return standing(plan, item, role, self.records(plan.id), {}, None)


_LINE = (
    r'(?P<item>[\w-]+)(?: said "(?P<said>[^"]*)")?(?: before (?P<path>\S+))?'
    r" (?:(?P<decision>met|not met|inconclusive): (?P<reason>.*)|signed as (?P<role>\w+) by (?P<by>.*))"
)


def _record(plan: Plan, inputs: Inputs, line: str, day: str) -> Evidence:
    found = re.fullmatch(_LINE, line)
    assert found is not None, line
    item = None if found["item"] == "plan" else next(i for i in plan.items if i.id == found["item"])
    now = wording_of(plan, item)
    said = found["said"] or now
    rests = inputs.of(item) if item is not None and not found["role"] else {}
    field = item.field("proof") if item is not None else None
    print_of = item.fingerprint if item is not None and said == now else fingerprint_of(said)
    made = Record(
        plan=plan.id,
        item=found["item"],
        fingerprint=print_of,
        wording=said,
        decision=Decision(found["decision"] or "met"),
        reason=found["reason"] or "",
        started=f"{day}T10:00:00Z",
        finished=f"{day}T10:00:00Z",
        nonce=line,
        proof=field.value if field is not None and not found["role"] else "",
        inputs={**rests, **({found["path"]: "another"} if found["path"] else {})},
        by=found["by"] or "",
        role=found["role"] or "",
    )
    return decode(
        statement(made, commit="c" * 40, tree="t", path=plan.document.source.name, blob="b")
    )


def verdicts(
    files: Mapping[str, str],
    history: FakeHistory | None = None,
    kept: Kept | None = None,
    evidence: Sequence[str] = (),
) -> dict[str, tuple[Judged, ...]]:
    """The claims of every Markdown file below `docs/plans`, judged against all files."""
    contents = {path: text.encode() for path, text in files.items()}
    plans = [read(text, path) for path, text in sorted(files.items()) if is_plan(path)]
    found, _ = judged(plans, contents, history, kept, _anchors(contents), evidence)
    return found


def is_plan(path: str) -> bool:
    return path.startswith("docs/plans/") and path.endswith(".md")


def judged(
    plans: list[Plan],
    contents: Mapping[str, bytes],
    history: FakeHistory | None = None,
    kept: Kept | None = None,
    anchors: Mapping[str, frozenset[str]] | None = None,
    evidence: Sequence[str] = (),
) -> tuple[dict[str, tuple[Judged, ...]], World]:
    """The claims of plans, judged against files, and the world they were judged in."""
    words: set[str] = set().union(*(sought_by(plan) for plan in plans)) if plans else set()
    named: set[str] = set().union(*(named_by(plan) for plan in plans)) if plans else set()
    files = FakeFiles(contents)
    gathered = gather(files, words, How(kept or Kept("", use=False), jobs=1), named)
    past = history or FakeHistory()
    world = World(files.entries, gathered.inventory, gathered.mentions, past, anchors,
                  FakeEvidence(plans, files.entries, evidence))  # fmt: skip
    by_path = {plan.document.source.name: judge(plan, world) for plan in plans}
    by_path = merged(by_path, conflicts(plans, by_path))
    by_name = {plan.document.source.name: plan for plan in plans}
    return {path: accepted(by_name[path], claims) for path, claims in by_path.items()}, world


def _anchors(contents: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    return {
        path: anchors_of(parse(Source.from_bytes(path, data)))
        for path, data in contents.items()
        if path.endswith(".md") and not is_plan(path)
    }


def told(claim: Judged) -> str:
    """A claim in a line: `broken variable-default ORDERS_PORT: src/config.py:3 reads it with ...`."""
    subject = f" {claim.subject}" if claim.subject else ""
    mark = "accepted " if claim.accepted else ""
    return f"{mark}{claim.verdict.value} {claim.kind}{subject}: {claim.reason}"
