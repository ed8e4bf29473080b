"""SARIF 2.1.0 of any analyser (OASIS standard; ruff 0.17, Bandit 1.9, Semgrep 1.79, ESLint 10).

Figures, counted in `findings`: `error`, `warning`, `note`, `none` by level, `findings` of every
level; where rules have a `security-severity`, `critical` (9.0 and above), `high` (7.0), `medium`
(4.0) and `low` as GitHub has them; one for each rule by its id, those that found nothing among them,
unless there are very many; `suppressed`; where a baseline was compared, `new`. With several tools in
the file, also `ruff.error` and so on.

A result counts unless it is suppressed (every suppression accepted), is absent from the newer run
(`baselineState`), or is no failure (`kind` `pass`, `notApplicable`, `informational`). A level that a
result does not state is its rule's, and `warning` without one.

Traps: an empty `results` means that the tool looked and found nothing; without `results` it never
got that far. `executionSuccessful` false makes all of it void. Rules may stand in `extensions`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

from planproof.evidence.content import Content, Unreadable, at, listed, number, words
from planproof.evidence.model import Better, Measurement, Results
from planproof.evidence.readers._series import few

_LEVELS = ("error", "warning", "note", "none")
_SEVERITIES = (("critical", 9.0), ("high", 7.0), ("medium", 4.0), ("low", 0.1))
_NO_FINDING = frozenset({"pass", "notApplicable", "informational"})
_UNDECIDED = frozenset({"review", "open"})
_MOST_RULES = 500
_LONGEST = 200


class _Rule(NamedTuple):
    id: str
    name: str
    level: str
    severity: float | None


class _Tally:
    """What was counted in the runs of one tool, or of all."""

    def __init__(self) -> None:
        self.levels: Counter[str] = Counter()
        self.severities: Counter[str] = Counter()
        self.rules: Counter[str] = Counter()
        self.names: dict[str, str] = {}
        self.suppressed = 0
        self.new = 0
        self.scored = False
        self.compared = False

    def add(self, other: _Tally) -> None:
        """Take in another tally."""
        self.levels += other.levels
        self.severities += other.severities
        for rule in other.names:
            self.rules[rule] += other.rules[rule]
        self.names |= other.names
        self.suppressed += other.suppressed
        self.new += other.new
        self.scored |= other.scored
        self.compared |= other.compared


def recognises(content: Content) -> bool:
    """Whether it has runs, and a version or schema of SARIF."""
    if not content.is_json or not isinstance(at(content.json, "runs"), list):
        return False
    version, schema = words(at(content.json, "version")), words(at(content.json, "$schema"))
    return "sarif" in schema.lower() or (
        version.startswith("2.") and at(content.json, "runs", 0, "tool", "driver") is not None
    )


def read(content: Content) -> Results:
    """The counts of its findings.

    Raises:
        Unreadable: it is of another version than 2.1.0.
    """
    log = content.json
    version = words(at(log, "version"))
    if version != "2.1.0":
        raise Unreadable(f"its SARIF version is `{version[:20]}`; only 2.1.0 is known")
    warnings: list[str] = []
    void: list[str] = []
    tallies: dict[str, _Tally] = {}
    complete = True
    for run in listed(at(log, "runs")):
        tool = words(at(run, "tool", "driver", "name"))[:_LONGEST] or "a tool without a name"
        void += _failed(run, tool, warnings)
        if not isinstance(at(run, "results"), list):
            complete = False
            warnings.append(f"a run of {tool} holds no results: it did not get that far")
            continue
        tallies.setdefault(tool, _Tally()).add(_counted(run, tool, warnings))
    if not tallies:
        warnings.append("it holds no run with results: nothing tells that anything was looked at")
    return Results(
        format="sarif",
        measurements=tuple(_measurements(tallies, warnings)),
        complete=complete,
        warnings=few(warnings),
        void=few(void),
        commit=_commit(log),
        made_at=_made_at(log),
        machine=_tools(log),
    )


def _failed(run: Any, tool: str, warnings: list[str]) -> list[str]:
    """Why the run cannot count; what it reports of files that it could not read is a warning."""
    void: list[str] = []
    for call in listed(at(run, "invocations")):
        if at(call, "executionSuccessful") is False:
            void.append(f"{tool} says that its run failed")
        for kind in ("toolExecutionNotifications", "toolConfigurationNotifications"):
            for note in listed(at(call, kind)):
                if words(at(note, "level")) in {"error", "warning"}:
                    says = words(at(note, "message", "text")).strip().partition("\n")[0]
                    warnings.append(f"{tool} reports: {says}")
    if at(run, "externalPropertyFileReferences", "results") is not None:
        void.append(f"{tool} has put results into other files")
    return void


def _counted(run: Any, tool: str, warnings: list[str]) -> _Tally:
    """The tally of one run."""
    tally = _Tally()
    rules = _Rules(run)
    for rule in rules.all():
        tally.names[rule.id] = rule.name
        tally.scored |= rule.severity is not None
    undecided = unscored = 0
    for result in listed(at(run, "results")):
        rule = rules.of(result)
        kind = words(at(result, "kind"))
        if not isinstance(result, dict) or kind in _NO_FINDING:
            continue
        state = at(result, "baselineState")
        tally.compared |= isinstance(state, str)
        if state == "absent":
            continue
        if _suppressed(result):
            tally.suppressed += 1
            continue
        undecided += kind in _UNDECIDED
        tally.levels[_level(result, rule)] += 1
        tally.names.setdefault(rule.id, rule.name)
        tally.rules[rule.id] += 1
        tally.new += state == "new"
        score = number(at(result, "properties", "security-severity"))
        score = rule.severity if score is None else score
        tally.scored |= score is not None
        unscored += score is None
        tally.severities[_severity(score)] += 1
    if undecided:
        warnings.append(f"{tool} leaves {undecided} findings to be decided by people")
    if tally.scored and unscored:
        warnings.append(f"{unscored} findings of {tool} have no security-severity")
    if not listed(at(run, "results")) and not (rules.any or listed(at(run, "artifacts"))):
        warnings.append(f"{tool} found nothing, and does not say which files or rules it looked at")
    return tally


class _Rules:
    """The rules of a run, by index and by id, in the driver and in extensions."""

    def __init__(self, run: Any) -> None:
        self._lists = [listed(at(run, "tool", "driver", "rules"))] + [
            listed(at(one, "rules")) for one in listed(at(run, "tool", "extensions"))
        ]
        self._ids: dict[str, Any] = {}
        for rules in self._lists:
            for rule in rules:
                self._ids.setdefault(words(at(rule, "id")), rule)
        self.any = any(self._lists)

    def all(self) -> Iterator[_Rule]:
        """Every rule that has an id."""
        for id_, rule in self._ids.items():
            if id_:
                yield _rule(rule, id_)

    def of(self, result: Any) -> _Rule:
        """The rule of a result; one that knows nothing where the run does not describe it."""
        id_ = words(at(result, "ruleId")) or words(at(result, "rule", "id"))
        index = at(result, "ruleIndex")
        index = at(result, "rule", "index") if index is None else index
        part = at(result, "rule", "toolComponent", "index")
        rule = None
        if isinstance(index, int) and not isinstance(index, bool) and index >= 0:
            place = part + 1 if isinstance(part, int) and part >= 0 else 0
            rule = at(self._lists, place, index)
        if rule is None or (id_ and words(at(rule, "id")) not in {id_, id_.rpartition("/")[0]}):
            rule = self._ids.get(id_) or self._ids.get(id_.rpartition("/")[0])
        return _rule(rule, words(at(rule, "id")) or id_)


def _rule(rule: Any, id_: str) -> _Rule:
    return _Rule(
        id_[:_LONGEST],
        words(at(rule, "name"))[:_LONGEST],
        words(at(rule, "defaultConfiguration", "level")),
        number(at(rule, "properties", "security-severity")),
    )


def _level(result: Any, rule: _Rule) -> str:
    """A result's level as it states it, as its rule has it, or as the standard has it."""
    stated = at(result, "level")
    if isinstance(stated, str) and stated in _LEVELS:
        return stated
    if words(at(result, "kind")) not in {"", "fail"}:
        return "none"
    return rule.level if rule.level in _LEVELS else "warning"


def _severity(score: float | None) -> str:
    """The band of a security-severity; empty below all of them and without one."""
    if score is None:
        return ""
    return next((name for name, least in _SEVERITIES if score >= least), "")


def _suppressed(result: Any) -> bool:
    """Whether somebody decided that it shall not count; what is under review or rejected counts."""
    found = listed(at(result, "suppressions"))
    return bool(found) and all(at(one, "status") in (None, "accepted") for one in found)


def _measurements(tallies: dict[str, _Tally], warnings: list[str]) -> Iterator[Measurement]:
    """The counts of all tools together, then of each where there are several."""
    if not tallies:
        return
    whole = _Tally()
    for tally in tallies.values():
        whole.add(tally)
    yield from _levels(whole, "", {})
    yield from _by_rule(whole, warnings)
    if len(tallies) > 1:
        for tool, tally in list(tallies.items())[:_MOST_RULES]:
            yield from _levels(tally, f"{tool}.", {"tool": tool})


def _levels(tally: _Tally, prefix: str, labels: dict[str, str]) -> Iterator[Measurement]:
    total = sum(tally.levels.values())
    yield _finding(f"{prefix}findings", total, labels, (f"{prefix}results", f"{prefix}total"))
    for level in _LEVELS:
        plural = () if level == "none" else (f"{prefix}{level}s",)
        yield _finding(prefix + level, tally.levels[level], {**labels, "level": level}, plural)
    if tally.scored:
        for name, _ in _SEVERITIES:
            also = (f"{prefix}{name.upper()}", f"{prefix}security-severity.{name}")
            yield _finding(
                prefix + name, tally.severities[name], {**labels, "severity": name}, also
            )
    if tally.compared:
        yield _finding(f"{prefix}new", tally.new, labels, (f"{prefix}baselineState.new",))
    yield _finding(f"{prefix}suppressed", tally.suppressed, labels, (), better=Better.UNSAID)


def _by_rule(tally: _Tally, warnings: list[str]) -> Iterator[Measurement]:
    """The counts of single rules; only of those that found something where there are many."""
    rules = [rule for rule in tally.names if rule]
    if len(rules) > _MOST_RULES:
        rules = [rule for rule in rules if tally.rules[rule]][:_MOST_RULES]
        warnings.append("it names very many rules: those that found nothing have no figure")
    taken = {*_LEVELS, *(name for name, _ in _SEVERITIES), "findings", "new", "suppressed"}
    names = Counter(tally.names[rule] for rule in rules)
    for rule in rules:
        name = tally.names[rule]
        alone = name and names[name] == 1 and name not in taken and name not in tally.names
        aliases = (name,) if alone else ()
        shown = f"rule {rule}" if rule in taken else rule
        yield _finding(shown, tally.rules[rule], {"rule": rule}, aliases)


def _finding(
    name: str,
    count: int,
    labels: dict[str, str],
    aliases: tuple[str, ...],
    better: Better = Better.LESS,
) -> Measurement:
    return Measurement(
        name=name,
        value=float(count),
        unit="findings",
        better=better,
        aliases=tuple(alias for alias in aliases if alias != name),
        labels=labels,
    )


def _commit(log: Any) -> str:
    """The commit that the runs name, if they agree."""
    found = {
        words(at(one, "revisionId"))
        for run in listed(at(log, "runs"))
        for one in listed(at(run, "versionControlProvenance"))
    } - {""}
    return found.pop()[:_LONGEST] if len(found) == 1 else ""


def _made_at(log: Any) -> str:
    times = [
        words(at(call, "endTimeUtc")) or words(at(call, "startTimeUtc"))
        for run in listed(at(log, "runs"))
        for call in listed(at(run, "invocations"))
    ]
    return max(times, default="")[:40]


def _tools(log: Any) -> dict[str, str]:
    """The tools by name with their versions."""
    found = {}
    for run in listed(at(log, "runs"))[:20]:
        driver = at(run, "tool", "driver")
        name = words(at(driver, "name"))
        version = words(at(driver, "semanticVersion")) or words(at(driver, "version"))
        if name:
            found[name[:_LONGEST]] = version[:_LONGEST]
    return found
