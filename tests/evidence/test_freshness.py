"""What evidence rests on, and that it is stale exactly when one of these changes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.freshness import WHOLE, Inputs
from tests.evidence.plans import item, plan

FILES = {
    "src/api.py": "a1",
    "src/orders/store.py": "b1",
    "src/orders/lock.py": "c1",
    "load.js": "d1",
    "tests/test_api.py": "e1",
    "README.md": "f1",
    "docs/plans/example.md": "g1",
    "docs/plans/other.md": "h1",
    "bench/k6.json": "i1",
    "lib/util.py": "j1",
    "lib/__pycache__/util.pyc": "k1",
}
RUN = "Fast\n  * proof: run `k6 run load.js --out=bench/k6.json`, read `bench/k6.json` `p95`"


def names(proof: str, *components: str, files: dict[str, str] | None = None) -> set[str]:
    made = plan(proof, components=components or ("src/api.py",))
    return set(Inputs(made, FILES if files is None else files).of(item(made)))


def test_it_rests_on_components_on_files_that_the_proof_names_and_on_inputs() -> None:
    assert names(RUN) == {"src/api.py", "load.js"}
    assert names(f"{RUN}\n  * inputs: `src/orders/`, `lib/*.py`") == {
        "src/api.py",
        "load.js",
        "src/orders",
        "lib/*.py",
    }
    assert names("It works\n  * proof: test `tests/test_api.py::test_b[1]`") == {
        "src/api.py",
        "tests/test_api.py",
    }


def test_what_its_command_writes_is_a_result_wherever_it_is_named() -> None:
    made = plan(f"{RUN}\n  * inputs: `./bench/k6.json`, `bench/`", components=("bench",))
    before = Inputs(made, FILES).of(item(made))
    assert "bench/k6.json" not in before
    after = Inputs(made, {**FILES, "bench/k6.json": "i2"})
    assert after.changed(item(made), before) == ()


def test_a_file_that_is_only_read_is_an_input() -> None:
    assert names("Under 5 ms\n  * proof: read `bench/k6.json` `p95`") == {
        "src/api.py",
        "bench/k6.json",
    }


@pytest.mark.parametrize("spelt", ["./load.js", "src/../load.js", "load.js:12", "load.js#L3-L9"])
def test_a_file_is_the_same_however_it_is_spelt(spelt: str) -> None:
    assert names(f"Fast\n  * proof: run `true`\n  * inputs: `{spelt}`") == {"src/api.py", "load.js"}


@pytest.mark.parametrize(
    ("name", "files"),
    [
        ("src/api.py", {"src/api.py"}),
        ("src/orders", {"src/orders/store.py", "src/orders/lock.py"}),
        ("src/orders/", {"src/orders/store.py", "src/orders/lock.py"}),
        ("src/**/*.py", {"src/api.py", "src/orders/store.py", "src/orders/lock.py"}),
        ("orders.store", {"src/orders/store.py"}),
        ("orders::store", {"src/orders/store.py"}),
        ("src.orders", {"src/orders/store.py", "src/orders/lock.py"}),
        ("src/api.py::Answer", {"src/api.py"}),
        ("lib", {"lib/util.py"}),
        ("nothing.py", set()),
        ("../beside", set()),
        ("/etc/passwd", set()),
    ],
)
def test_what_a_name_stands_for(name: str, files: set[str]) -> None:
    made = plan("Fast\n  * proof: run `true`", components=(name,))
    now = Inputs(made, FILES)
    (of_component,) = [one for one in now.of(item(made)) if one != WHOLE]
    assert set(now.files(of_component)) == files


def test_where_nothing_is_named_it_is_all_but_markdown() -> None:
    made = plan("Fast\n  * proof: run `true`", components=("(none)",))
    then = Inputs(made, FILES).of(item(made))
    assert set(then) == {WHOLE}
    for path in FILES:
        changed = Inputs(made, {**FILES, path: "new"}).changed(item(made), then)
        alone = path.endswith(".md") or "__pycache__" in path
        assert changed == (() if alone else (WHOLE,)), path


def test_what_is_not_there_yet_keeps_nothing_fresh() -> None:
    made = plan("Fast\n  * proof: run `true`\n  * inputs: `nowhere/`", components=("src/new.py",))
    then = Inputs(made, FILES).of(item(made))
    assert then["src/new.py"] == then["nowhere"] == ""
    assert Inputs(made, {**FILES, "lib/util.py": "j2"}).changed(item(made), then) == (WHOLE,)
    there = Inputs(made, {**FILES, "src/new.py": "n1"})
    assert there.changed(item(made), then) == ("src/new.py",)


def test_inputs_that_name_nothing_are_told() -> None:
    made = plan("Fast\n  * proof: run `true`\n  * inputs: `nowhere/`, `src/`, `*.rs`, `load.js`")
    assert Inputs(made, FILES).lacking(item(made)) == ("nowhere", "*.rs")
    assert Inputs(made, FILES).lacking(item(plan("Fast"))) == ()


def test_a_renamed_and_a_removed_file_are_a_change_of_their_folder() -> None:
    made = plan("Fast\n  * proof: run `true`", components=("src/orders",))
    then = Inputs(made, FILES).of(item(made))
    moved = {("src/orders/shop.py" if k.endswith("store.py") else k): v for k, v in FILES.items()}
    gone = {k: v for k, v in FILES.items() if not k.endswith("store.py")}
    for files in (moved, gone, {k: v for k, v in FILES.items() if "orders" not in k}):
        assert Inputs(made, files).changed(item(made), then) == ("src/orders",)


def test_a_component_more_or_another_in_its_place_is_a_change() -> None:
    then = Inputs(plan(RUN), FILES).of(item(plan(RUN)))
    more = plan(RUN, components=("src/api.py", "lib/util.py"))
    assert Inputs(more, FILES).changed(item(more), then) == ("lib/util.py",)


def test_an_input_that_is_no_longer_named_is_looked_at_still() -> None:
    made = plan(RUN, components=("src/api.py", "lib/util.py"))
    then = Inputs(made, FILES).of(item(made))
    less = plan(RUN)
    assert Inputs(less, FILES).changed(item(less), then) == ()
    edited = {**FILES, "lib/util.py": "j2"}
    assert Inputs(less, edited).changed(item(less), then) == ("lib/util.py",)


def test_a_record_with_endless_inputs_is_stale_at_once() -> None:
    made = plan(RUN)
    then = {f"m{n}.x": "" for n in range(100_000)}
    assert len(Inputs(made, FILES).changed(item(made), then)) == 100_000


PATHS = st.sampled_from(
    [*FILES, "src/new.py", "src/orders/new.py", "lib/new.js", "tests/test_new.py", "k6.json"]
)
EDITS = st.lists(st.tuples(PATHS, st.sampled_from(["", "x1", "x2"])), max_size=6)
NAMED = {
    "src/api.py": lambda path: path == "src/api.py",
    "src/orders": lambda path: path.startswith("src/orders/"),
    "src/**/*.py": lambda path: path.startswith("src/") and path.endswith(".py"),
    "orders.store": lambda path: path == "src/orders/store.py",
    "lib/*.py": lambda path: path == "lib/util.py",
}


@given(st.lists(st.sampled_from(sorted(NAMED)), min_size=1, max_size=3, unique=True), EDITS)
def test_evidence_is_stale_exactly_when_an_input_changed_and_names_it(
    components: list[str], edits: list[tuple[str, str]]
) -> None:
    made = plan(f"{RUN}\n  * inputs: `tests/`", components=tuple(components))
    rules = {name: NAMED[name] for name in components} | {
        "load.js": lambda path: path == "load.js",
        "tests": lambda path: path.startswith("tests/"),
    }
    files = dict(FILES)
    for path, content in edits:
        files[path] = content
        if not content:
            del files[path]
    differing = {path for path in {*FILES, *files} if FILES.get(path) != files.get(path)}
    expected = {name for name, holds in rules.items() if any(map(holds, differing))}
    then = Inputs(made, FILES).of(item(made))
    assert set(Inputs(made, files).changed(item(made), then)) == expected


@given(EDITS)
def test_one_look_after_another_comes_to_the_same_as_a_new_one(
    edits: list[tuple[str, str]],
) -> None:
    made = plan(f"{RUN}\n  * inputs: `src/**`, `orders.lock`, `.`", RUN)
    files = {**FILES, **{path: content for path, content in edits if content}}
    used = Inputs(made, files)
    used.changed(item(made, "criterion-2"), {"src/orders": "?", "lib": "?"})
    assert used.of(item(made)) == Inputs(made, dict(reversed(files.items()))).of(item(made))
