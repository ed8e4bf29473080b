"""`pytest --planproof` in real repositories: what is recorded, what is said, and how the run ends."""

from __future__ import annotations

import sys
from importlib.metadata import entry_points

import pytest

# What an inner run imports stays, so that each does not begin anew.
from planproof.app.config import load_settings
from planproof.app.recorded import LedgerView
from planproof.app.tested import TestRun
from planproof.evidence.record import Evidence
from planproof.report.formats import _terminal  # noqa: F401
from tests.system.repositories import Repo

pytest_plugins = ["pytester"]

PLAN = """\
# Idempotent orders

## Summary

Orders are accepted once.

## Detailed Plan

### Components / Modules Affected

* `src/orders.py`

## Incremental Implementation Checklist

1. [ ] Write it

## Acceptance Criteria

* API returns 409 for a reused key
* p95 latency of `POST /orders` <= 200 ms
* Stored keys are forgotten after a day
  * proof: run `make forget`
* Nobody is charged twice
"""

ONE = """
import pytest

@pytest.mark.planproof("orders#criterion-1")
def test_conflict():
    {}
"""

ANOTHER = """
import pytest

@pytest.mark.planproof("orders#criterion-1")
def test_conflict_elsewhere():
    pass
"""


class Project:
    """A repository with a plan, and pytest to run in it."""

    def __init__(self, pytester: pytest.Pytester) -> None:
        self.pytester = pytester
        self.repo = Repo.init(pytester.path)
        self.repo.git("config", "user.name", "Ada Writer")
        self.repo.git("config", "user.email", "ada@example.org")
        self.repo.write("src/orders.py", "x = 1\n")
        self.write("docs/plans/orders.md", PLAN)

    def write(self, name: str, text: str) -> None:
        """Write a file and commit everything."""
        self.repo.write(name, text)
        self.repo.commit()

    def tests(self, text: str, name: str = "tests/test_orders.py") -> None:
        """Write tests and commit them; their file is known to nobody yet."""
        self.write(name, text)

    def run(self, *arguments: str) -> pytest.RunResult:
        """Run pytest."""
        here = entry_points(group="pytest11", name="planproof")
        plugin = () if here else ("-p", "planproof.pytest_plugin")
        quiet = (
            "-p",
            "no:cacheprovider",
            "-p",
            "no:randomly",
            "-W",
            "ignore::pytest.PytestWarning",
        )
        return self.pytester.runpytest_inprocess(*plugin, *quiet, *arguments, no_reraise_ctrlc=True)

    def prove(self, *arguments: str) -> pytest.RunResult:
        """Run pytest with --planproof."""
        return self.run("--planproof", *arguments)

    def records(self) -> list[Evidence]:
        """What the ledger holds of the plan, from the first record to the last."""
        view = LedgerView(load_settings(self.pytester.path, {}, {}))
        return sorted(view.records("orders"), key=lambda one: one.record.finished)

    def recorded(self) -> list[tuple[str, str, str]]:
        """Item, decision and reason of each record."""
        return [
            (one.record.item, one.record.decision.value, one.record.reason)
            for one in self.records()
        ]


@pytest.fixture
def project(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    return Project(pytester)


def lines(ran: pytest.RunResult) -> list[str]:
    """The section of planproof, without the heading and empty lines."""
    start = next(at for at, line in enumerate(ran.outlines) if line.strip("=") == " planproof ")
    found = []
    for line in ran.outlines[start + 1 :]:
        if line.startswith("=") or ("passed" in line and " in 0" in line):
            break
        found.append(line.rstrip())
    return [line for line in found if line]


# Without --planproof


def test_it_is_silent_and_records_nothing_unless_asked(project: Project) -> None:
    project.tests(ONE.format("pass"))
    ran = project.run("--strict-markers")
    ran.assert_outcomes(passed=1)
    said = [line for line in ran.outlines if not line.startswith(("rootdir:", "plugins:"))]
    assert "planproof" not in "\n".join(said)
    assert project.recorded() == []


def test_the_marker_is_explained(project: Project) -> None:
    project.run("--markers").stdout.fnmatch_lines(["@pytest.mark.planproof(*items): the test is*"])


def test_a_figure_may_be_recorded_without_it(project: Project) -> None:
    project.tests("def test_fast(planproof_figure):\n    planproof_figure(5, 'ms')\n")
    project.run().assert_outcomes(passed=1)


def test_nothing_of_planproof_is_imported_without_it(project: Project) -> None:
    project.tests(
        "import sys\n"
        "def test_light():\n"
        "    ours = {name for name in sys.modules if name.partition('.')[0] == 'planproof'}\n"
        "    assert ours <= {'planproof', 'planproof.version', 'planproof.pytest_plugin'}\n"
    )
    here = entry_points(group="pytest11", name="planproof")
    plugin = () if here else ("-p", "planproof.pytest_plugin")
    project.pytester.runpytest_subprocess(*plugin).assert_outcomes(passed=1)


# What is recorded


def test_a_test_that_passed_proves_its_item(project: Project) -> None:
    project.tests(ONE.format("pass"))
    ran = project.prove()
    assert ran.ret == 0
    (one,) = project.records()
    record = one.record
    assert (record.item, record.decision, record.reason) == (
        "criterion-1",
        "met",
        "`test_conflict` passed",
    )
    assert record.wording == "API returns 409 for a reused key"
    assert [(step.verb, step.says) for step in record.steps] == [
        ("test", "test `tests/test_orders.py::test_conflict`")
    ]
    assert set(record.inputs) == {"src/orders.py", "tests/test_orders.py"}
    assert (record.proof, record.dirty) == ("", ())
    assert record.by == "Ada Writer <ada@example.org>"
    assert one.commit == project.repo.git("rev-parse", "HEAD")
    assert lines(ran) == [
        "met           orders#criterion-1  API returns 409 for a reused key",
        "              `test_conflict` passed",
        "no proof      orders#criterion-2  p95 latency of POST /orders <= 200 ms",
        "no proof      orders#criterion-4  Nobody is charged twice",
        "1 marked test for 1 item: 1 met",
        "2 criteria have neither `proof:` nor a test",
        f"1 record written at commit {one.commit[:10]}",
    ]


def test_a_test_that_failed_says_that_it_is_not_met(project: Project) -> None:
    project.tests(ONE.format("assert 1 == 2, 'it is 200'"))
    assert project.prove().ret == 1
    reason = "`test_conflict` failed: AssertionError: it is 200"
    assert project.recorded() == [("criterion-1", "not met", reason)]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pytest.skip('no server')", []),
        ("pytest.xfail('not yet')", ["not met: failed, as it was expected to: not yet"]),
        (
            "raise KeyError('token=hunter2hunter2')",
            ["not met: failed: KeyError: 'token=[redacted]'"],
        ),
    ],
)
def test_other_ends(project: Project, code: str, expected: list[str]) -> None:
    project.tests(ONE.format(code))
    project.prove()
    found = [f"{decision}: {reason}" for _, decision, reason in project.recorded()]
    assert [one.replace("`test_conflict` ", "") for one in found] == expected


def test_a_test_that_was_skipped_is_said_to_prove_nothing(project: Project) -> None:
    project.tests(ONE.format("pytest.skip('no server')"))
    ran = project.prove()
    assert ran.ret == 0
    assert lines(ran)[:3] == [
        "not recorded  orders#criterion-1  API returns 409 for a reused key",
        "              `test_conflict` was skipped: no server",
        "              help: Run it where it is not skipped.",
    ]


def test_one_that_passes_against_expectation_does_not_tell(project: Project) -> None:
    project.tests(ONE.format("pass").replace("@pytest", "@pytest.mark.xfail\n@pytest", 1))
    project.prove()
    reason = "`test_conflict` passed, though it is marked as expected to fail"
    assert project.recorded() == [("criterion-1", "inconclusive", reason)]


@pytest.mark.parametrize("phase", ["before", "after"])
def test_a_fixture_that_fails_is_an_error(project: Project, phase: str) -> None:
    fault = "assert 0, 'no database'"
    before, after = (fault, "") if phase == "before" else ("", fault)
    fixture = f"@pytest.fixture(autouse=True)\ndef base():\n    {before}\n    yield\n    {after}\n"
    project.tests(ONE.format("pass") + fixture)
    assert project.prove().ret == 1
    reason = "`test_conflict` ended with an error: AssertionError: no database"
    assert project.recorded() == [("criterion-1", "not met", reason)]


RERUN = """
import pytest

@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item, nextitem):
    from _pytest.runner import runtestprotocol
    for report in runtestprotocol(item, nextitem=nextitem, log=False):
        if report.failed:
            report.outcome = "rerun"
        item.ihook.pytest_runtest_logreport(report=report)
        if report.outcome == "rerun":
            break
    item._initrequest()
    yield
"""


def test_a_test_that_was_tried_again_does_not_tell(project: Project) -> None:
    project.tests(RERUN, "conftest.py")  # as pytest-rerunfailures reports
    project.tests("times = []\n" + ONE.format("times.append(1); assert len(times) > 1"))
    assert project.prove().ret == 0
    reason = "`test_conflict` passed only when it was tried again"
    assert project.recorded() == [("criterion-1", "inconclusive", reason)]


# Several tests


CASES = """
import pytest

@pytest.mark.planproof("orders#criterion-1")
@pytest.mark.parametrize("code", [1, 2, 3])
def test_conflict(code):
    assert code != {}
"""


def test_all_cases_of_a_test_have_to_pass(project: Project) -> None:
    project.tests(CASES.format(0))
    project.prove()
    project.tests(CASES.format(2))
    project.prove()
    assert project.recorded() == [
        ("criterion-1", "met", "3 tests passed"),
        ("criterion-1", "not met", "`test_conflict[2]` failed: assert 2 != 2"),
    ]
    assert [step.reason for step in project.records()[0].record.steps] == ["3 cases passed"]


@pytest.mark.parametrize(
    "selection",
    [
        ("tests/test_orders.py::test_conflict[1]",),
        ("-k", "1"),
        ("--deselect", "tests/test_orders.py::test_conflict[2]"),
    ],
)
def test_a_part_of_the_cases_proves_nothing(project: Project, selection: tuple[str, ...]) -> None:
    project.tests(CASES.format(0))
    ran = project.prove(*selection)
    assert ran.ret == 0
    assert project.recorded() == []
    assert lines(ran)[1].startswith("              only ")
    assert " of 3 tests that prove it ran: `tests/test_orders.py::test_conflict[" in lines(ran)[1]


def test_a_failure_counts_though_only_a_part_ran(project: Project) -> None:
    project.tests(CASES.format(2))
    project.prove("-k", "2")
    reason = "`test_conflict[2]` failed: assert 2 != 2 (1 of 3 tests ran)"
    assert project.recorded() == [("criterion-1", "not met", reason)]


def test_tests_of_other_files_are_missed(project: Project) -> None:
    project.tests(ONE.format("pass"))
    project.tests(ANOTHER, "tests/test_elsewhere.py")
    ran = project.prove("tests/test_orders.py")
    assert project.recorded() == []
    assert lines(ran)[1:3] == [
        "              only 1 of 2 tests that prove it ran:",
        "              `tests/test_elsewhere.py::test_conflict_elsewhere` did not",
    ]
    project.prove()
    assert project.recorded() == [("criterion-1", "met", "2 tests passed")]


def test_a_file_that_cannot_be_collected_is_missed(project: Project) -> None:
    project.tests(ONE.format("pass"))
    project.tests(ANOTHER + "\npytest.importorskip('nowhere_to_be_found')\n", "tests/test_other.py")
    project.prove()
    assert project.recorded() == []


MARKED_WHOLE = """
import pytest

pytestmark = pytest.mark.planproof("orders#criterion-1")

class TestKeys:
    def test_conflict(self):
        pass

@pytest.mark.planproof("orders#criterion-4")
class TestCharges:
    def test_once(self):
        pass

    def test_twice(self):
        pass

def test_alone():
    pass
"""


def test_marked_files_and_classes(project: Project) -> None:
    project.tests(MARKED_WHOLE)
    project.prove()
    assert project.recorded() == [
        ("criterion-1", "met", "4 tests passed"),
        ("criterion-4", "met", "2 tests passed"),
    ]


@pytest.mark.parametrize(
    ("named", "reason"),
    [
        ("test_alone", "only 1 of 3 tests"),
        ("TestKeys", "only 1 of 3 tests"),
        ("TestCharges::test_once", "only 1 of 4 tests"),
    ],
)
def test_a_part_of_a_marked_file_proves_nothing(project: Project, named: str, reason: str) -> None:
    project.tests(MARKED_WHOLE)
    ran = project.prove(f"tests/test_orders.py::{named}")
    assert project.recorded() == []
    assert lines(ran)[1].strip().startswith(reason)


def test_inherited_tests_are_known_by_where_they_are_defined(project: Project) -> None:
    marker = '@pytest.mark.planproof("orders#criterion-1")'
    project.tests(
        f"import pytest\nclass Base:\n    {marker}\n    def test_it(self):\n        pass\n"
        "class TestOne(Base):\n    pass\nclass TestTwo(Base):\n    pass\n"
    )
    project.prove()
    assert project.recorded() == [("criterion-1", "met", "2 tests passed")]


def test_a_stopped_run_records_only_what_ran_whole(project: Project) -> None:
    project.tests(
        ONE.format("pass").replace("criterion-1", "criterion-4")
        + CASES.format(2).replace("test_conflict", "test_cases")
    )
    ran = project.prove("-x")
    assert ran.ret == 1
    assert project.recorded() == [("criterion-4", "met", "`test_conflict` passed")]
    assert "the run was stopped: only 2 of 3 tests that prove it ran:" in " ".join(lines(ran))


def test_an_interrupted_run_records_only_what_ran_whole(project: Project) -> None:
    project.tests(
        ONE.format("pass").replace("criterion-1", "criterion-4")
        + ANOTHER.replace("pass", "raise KeyboardInterrupt")
    )
    ran = project.prove()
    assert ran.ret == pytest.ExitCode.INTERRUPTED
    assert project.recorded() == [("criterion-4", "met", "`test_conflict` passed")]


# xdist


def test_workers_tell_and_the_controller_records(project: Project) -> None:
    project.tests(CASES.format(0) + LATENCY.format("planproof_figure(150, 'ms')"))
    ran = project.prove("-n", "2", "-p", "xdist")
    assert ran.ret == 0
    assert project.recorded() == [
        ("criterion-1", "met", "3 tests passed"),
        ("criterion-2", "met", "p95 150 ms, wanted <= 200 ms (test_latency)"),
    ]


def test_a_part_of_the_cases_proves_nothing_in_workers(project: Project) -> None:
    project.tests(CASES.format(0))
    ran = project.prove("-n", "2", "-k", "1 or 2")
    assert project.recorded() == []
    assert "only 2 of 3 tests that prove it ran" in " ".join(lines(ran))


def test_a_worker_that_dies_leaves_its_test_failed(project: Project) -> None:
    project.tests("import os\n" + ONE.format("os._exit(3)"))
    assert project.prove("-n", "1").ret == 1
    ((item, decision, reason),) = project.recorded()
    assert (item, decision) == ("criterion-1", "not met")
    assert reason.startswith("`test_conflict` failed: worker 'gw0' crashed while running")


def test_a_stopped_run_of_workers_records_nothing(project: Project) -> None:
    cases = CASES.replace("[1, 2, 3]", "range(60)")
    project.tests(cases.format("0, __import__('time').sleep(0.05)"))
    ran = project.prove("-n", "2", "-x")
    assert project.recorded() == []
    assert "the run was stopped: only " in " ".join(lines(ran))


def test_unknown_markers_are_told_by_workers(project: Project) -> None:
    project.tests(ONE.format("pass").replace("criterion-1", "criterion-9"))
    ran = project.prove("-n", "2")
    assert ran.ret == 1
    assert lines(ran)[0] == "marker        tests/test_orders.py:4"


# Markers that prove nothing


@pytest.mark.parametrize(
    ("name", "message", "remedy"),
    [
        (
            '"orders#criteron-1"',
            "`orders` has no item `criteron-1`; did you mean `criterion-1`?",
            "`planproof show orders` lists its items.",
        ),
        (
            '"order#criterion-1"',
            "there is no plan `order`; did you mean `orders#criterion-1`?",
            "`planproof verify` lists the plans.",
        ),
        (
            '"orders"',
            "`orders` names no item of a plan",
            'Write `planproof("PLAN#ITEM")`, one or more.',
        ),
        ("7", "`7` names no item of a plan", 'Write `planproof("PLAN#ITEM")`, one or more.'),
        ("", "it names no item of a plan", 'Write `planproof("PLAN#ITEM")`, one or more.'),
        (
            '"orders#step-1"',
            "`orders#step-1` claims nothing that is proven",
            "Add `proof:` with the test below it.",
        ),
    ],
)
def test_a_marker_that_names_nothing_fails_the_run(
    project: Project, name: str, message: str, remedy: str
) -> None:
    project.tests(ONE.format("pass").replace('"orders#criterion-1"', name))
    ran = project.prove()
    ran.assert_outcomes(passed=1)
    assert ran.ret == 1
    assert project.recorded() == []
    assert lines(ran)[:4] == [
        "marker        tests/test_orders.py:4",
        f"              {message}",
        f"              help: {remedy}",
        "1 marked test for 0 items: none of them ran",
    ]


def test_collecting_tells_of_markers_and_records_nothing(project: Project) -> None:
    project.tests(ONE.format("pass") + ANOTHER.replace("criterion-1", "criterion-9"))
    ran = project.prove("--collect-only")
    assert ran.ret == 1
    assert project.recorded() == []
    assert lines(ran)[0] == "marker        tests/test_orders.py:10"
    assert "nothing was recorded: --collect-only" in lines(ran)


def test_a_plan_may_be_named_by_its_file(project: Project) -> None:
    project.tests(ONE.format("pass").replace("orders#", "docs/plans/orders.md#"))
    project.prove()
    assert project.recorded() == [("criterion-1", "met", "`test_conflict` passed")]


def test_an_item_that_moved_is_told_and_not_guessed(project: Project) -> None:
    project.tests(ONE.format("pass"))
    project.prove()
    project.write("docs/plans/orders.md", PLAN.replace("* API", "* It is documented\n* API"))
    ran = project.prove()
    assert ran.ret == 1
    assert len(project.recorded()) == 1
    assert " ".join(line.strip() for line in lines(ran)[:5]).startswith(
        'marker        tests/test_orders.py:4 `orders#criterion-1` was "API returns 409 for a reused'
        ' key" when this last proved it, and that is `criterion-2` now help: Name'
    )
    project.tests(ONE.format("pass").replace("criterion-1", "criterion-2"))
    assert project.prove().ret == 0
    assert project.recorded()[-1][:2] == ("criterion-2", "met")


def test_new_words_are_pointed_out_once(project: Project) -> None:
    project.tests(ONE.format("pass"))
    project.prove()
    project.write("docs/plans/orders.md", PLAN.replace("409", "422"))
    note = 'it was "API returns 409 for a reused key" when this last proved it;'
    assert note in " ".join(line.strip() for line in lines(project.prove()))
    assert note not in " ".join(line.strip() for line in lines(project.prove()))


# The plan's own words


def test_another_proof_is_not_taken_over(project: Project) -> None:
    project.tests(ONE.format("pass").replace("criterion-1", "criterion-3"))
    ran = project.prove()
    assert ran.ret == 0
    assert project.recorded() == []
    assert lines(ran)[:2] == [
        "not recorded  orders#criterion-3  Stored keys are forgotten after a day",
        "              its `proof:` says run `make forget`, which no marked test carries out",
    ]


def test_a_proof_that_names_the_test_is_recorded_with_it(project: Project) -> None:
    named = PLAN.replace("run `make forget`", "test `tests/test_orders.py::test_conflict`")
    project.write("docs/plans/orders.md", named)
    project.tests(ONE.format("pass").replace("criterion-1", "criterion-3"))
    project.prove()
    (one,) = project.records()
    assert one.record.proof == "test tests/test_orders.py::test_conflict"


LATENCY = """
import pytest

@pytest.mark.planproof("orders#criterion-2")
def test_latency(planproof_figure):
    {}
"""


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("pass", "met: `test_latency` passed; its figure was not read"),
        ("planproof_figure(150, 'ms')", "met: p95 150 ms, wanted <= 200 ms (test_latency)"),
        (
            "planproof_figure(0.231, 's', 'p95')",
            "not met: p95 231 ms, wanted <= 200 ms (test_latency)",
        ),
        (
            "[planproof_figure(one, 'ms') for one in (150, 250)]",
            "inconclusive: p95 200 ± 635 ms, wanted <= 200 ms: too noisy to tell (test_latency, 2 runs)",
        ),
    ],
)
def test_figures_are_held_against_the_sentence(project: Project, code: str, expected: str) -> None:
    project.tests(LATENCY.format(code))
    ran = project.prove()
    ((_, decision, reason),) = project.recorded()
    assert f"{decision}: {reason}" == expected
    assert ran.ret == (1 if decision == "not met" else 0)


def test_a_figure_in_another_unit_is_no_proof(project: Project) -> None:
    project.tests(LATENCY.format("planproof_figure(150, 'MB')"))
    assert "not recorded  orders#criterion-2" in lines(project.prove())[0]
    assert project.recorded() == []


@pytest.mark.parametrize("value", ["float('nan')", "float('inf')", "'fast'"])
def test_what_is_no_figure_fails_the_test(project: Project, value: str) -> None:
    project.tests(LATENCY.format(f"planproof_figure({value}, 'ms')"))
    project.prove().assert_outcomes(failed=1)
    assert [decision for _, decision, _ in project.recorded()] == ["not met"]


# The repository


def test_files_that_no_commit_has_make_it_inconclusive(project: Project) -> None:
    project.repo.write("tests/test_orders.py", ONE.format("pass"))
    project.repo.write("src/orders.py", "x = 2\n")
    project.prove()
    ((_, decision, reason),) = project.recorded()
    assert decision == "inconclusive"
    assert reason == (
        "`test_conflict` passed; but `src/orders.py`, `tests/test_orders.py` were not committed"
    )


def test_evidence_goes_stale_when_the_test_changes(project: Project) -> None:
    from planproof.evidence.freshness import Inputs
    from planproof.evidence.standing import standing

    def stale() -> str:
        now = TestRun(load_settings(project.pytester.path, {}, {}))
        (plan,) = now.plans
        item = next(one for one in plan.items if one.id == "criterion-1")
        return standing(item, project.records(), Inputs(plan, now.snapshot.entries)).stale

    project.write("tests/conftest.py", "")
    project.tests(ONE.format("pass"))
    project.prove()
    project.write("tests/test_unrelated.py", "")
    assert stale() == ""
    project.write("tests/conftest.py", "x = 1\n")
    assert stale() == "`tests/conftest.py` changed since"
    project.prove()
    assert stale() == ""
    project.tests(ONE.format("assert True"))
    assert stale() == "`tests/test_orders.py` changed since"


def test_very_many_files_of_tests_stand_for_the_repository(project: Project) -> None:
    for number in range(151):
        project.repo.write(f"tests/test_{number}.py", ONE.format("pass"))
    project.repo.commit()
    project.prove()
    (one,) = project.records()
    assert one.record.reason == "151 tests passed"
    assert set(one.record.inputs) == {"src/orders.py", "."}


def test_what_python_compiles_is_no_input(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write("docs/plans/orders.md", PLAN.replace("* `src/orders.py`", "None."))
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    project.tests(ONE.format("pass"))
    project.prove()
    project.prove()
    assert list(project.pytester.path.glob("tests/__pycache__/*.pyc"))
    first, second = (one.record for one in project.records())
    assert first.inputs == second.inputs
    assert list(first.inputs) == ["."]
    assert {first.decision, second.decision} == {"met"}


def test_pytest_may_run_below_the_project(project: Project) -> None:
    project.write("service/pytest.ini", "[pytest]\n")
    project.tests(ONE.format("pass"), "service/tests/test_orders.py")
    project.prove("--rootdir", "service", "service")
    assert [one.says for one in project.records()[0].record.steps] == [
        "test `service/tests/test_orders.py::test_conflict`"
    ]


def test_a_dry_run_records_nothing(project: Project) -> None:
    project.tests(ONE.format("pass"))
    ran = project.run("--planproof-dry-run")
    assert project.recorded() == []
    assert lines(ran)[0] == "met           orders#criterion-1  API returns 409 for a reused key"
    assert lines(ran)[-1] == "nothing was recorded: --planproof-dry-run"


def test_without_a_repository_no_test_runs(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(pytester.path.parent))
    pytester.makepyfile("def test_it():\n    pass\n")
    here = entry_points(group="pytest11", name="planproof")
    plugin = () if here else ("-p", "planproof.pytest_plugin")
    ran = pytester.runpytest_subprocess(*plugin, "--planproof")
    assert ran.ret == pytest.ExitCode.USAGE_ERROR
    ran.stderr.fnmatch_lines(
        ["ERROR: --planproof: evidence needs a git repository,*Run `git init`*"]
    )


def test_without_a_marker_it_says_so(project: Project) -> None:
    project.tests("def test_it():\n    pass\n")
    ran = project.prove()
    assert ran.ret == 0
    assert " ".join(lines(ran)) == (
        "No test that was collected is marked as the proof of an item; nothing was recorded"
    )


@pytest.mark.parametrize("width", [80, 120])
def test_no_line_is_wider_than_the_terminal(
    project: Project, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    long = (
        "Nobody is charged twice, whatever happens to the connection while an order is on its way"
    )
    project.write("docs/plans/orders.md", PLAN.replace("Nobody is charged twice", long))
    project.tests(ONE.format(f"assert 0, {'words ' * 40!r}") + ANOTHER.replace("-1", "-99"))
    ran = project.prove("-q")
    assert len(lines(ran)) > 8
    assert max(map(len, lines(ran))) < width
