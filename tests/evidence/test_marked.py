"""Markers that are found in the text of test files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.marked import markers

FILE = "tests/test_orders.py"


def told(text: str) -> list[tuple[str, int, int, str]]:
    """The markers of a file: the test below it, its lines and what it names."""
    found = markers(FILE, text.encode())
    return [(one.id.removeprefix(FILE), one.line, one.end, " ".join(one.items)) for one in found]


def test_a_function() -> None:
    text = "import pytest\n@pytest.mark.slow\n@pytest.mark.planproof('a#b', 'a#c')\ndef test_it():\n    pass\n"
    assert told(text) == [("::test_it", 2, 5, "a#b a#c")]


def test_several_markers_of_one_test() -> None:
    text = "@mark.planproof('a#b')\n@mark.planproof('a#c')\nasync def test_it():\n    pass\n"
    assert told(text) == [("::test_it", 1, 4, "a#b"), ("::test_it", 1, 4, "a#c")]


def test_a_class_and_its_methods() -> None:
    text = (
        "@mark.planproof('a#b')\n"
        "class TestKeys:\n"
        "    @mark.planproof('a#c')\n"
        "    def test_it(self):\n"
        "        pass\n"
    )
    assert told(text) == [("::TestKeys", 1, 5, "a#b"), ("::TestKeys::test_it", 3, 5, "a#c")]


def test_a_case() -> None:
    text = (
        "@mark.parametrize('n', [1, param(2, marks=mark.planproof('a#b'))])\n"
        "def test_it(n):\n"
        "    pass\n"
    )
    assert told(text) == [("::test_it", 1, 3, "a#b")]


def test_a_file_counts_for_its_classes_too() -> None:
    text = (
        "pytestmark = [mark.slow, mark.planproof('a#b')]\n"
        "class TestKeys:\n"
        "    def test_it(self):\n"
        "        pass\n"
        "class Helper:\n"
        "    def test_it(self):\n"
        "        pass\n"
        "class Charges(unittest.TestCase):\n"
        "    def test_it(self):\n"
        "        pass\n"
        "class TestNothing:\n"
        "    pass\n"
    )
    assert told(text) == [
        ("", 1, 12, "a#b"),
        ("::TestKeys", 2, 4, "a#b"),
        ("::Charges", 8, 10, "a#b"),
    ]


def test_what_a_class_says_of_itself() -> None:
    text = "class TestKeys:\n    pytestmark = mark.planproof('a#b')\n    def test_it(self):\n        pass\n"
    assert told(text) == [("::TestKeys", 1, 4, "a#b")]


def test_tests_that_are_defined_on_a_condition() -> None:
    text = "if posix:\n    @mark.planproof('a#b')\n    def test_it():\n        pass\n"
    assert told(text) == [("::test_it", 2, 4, "a#b")]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# x.planproof(",
        "text = \"@pytest.mark.planproof('a#b')\"",
        "@mark.planproof\ndef test_it(): pass",
        "@mark.planproof(7)\ndef test_it(): pass",
        "@planproof('a#b'\ndef test_it(): pass",
        "x.planproof('\0')",
        "marks = mark.planproof('a#b')",
        "x = '\\d .planproof('",
        "(" * 5000 + ".planproof(",
    ],
)
def test_what_is_no_marker(text: str) -> None:
    assert told(text) == []


@given(st.binary(max_size=200))
def test_no_bytes_are_too_strange(noise: bytes) -> None:
    assert isinstance(markers(FILE, b"# .planproof(\n" + noise), list)
