"""Tests of Rust: functions with `#[test]`, `#[tokio::test]`, `#[rstest]` and the like.

The id is the path of the function within its file: `tests::answers_409`. Marks are the attributes
beside it: `ignore`, `should_panic`, `serial`.
"""

from collections.abc import Iterator

from planproof.facts.languages._base import Unit
from planproof.facts.model import Fact, Test
from planproof.facts.shapes import Call

NEEDS = (b"test]", b"test(", b"rstest", b"test_case", b"quickcheck]")

_TESTS = frozenset(
    ("test", "rstest", "test_case", "wasm_bindgen_test", "quickcheck", "test_matrix", "sqlx_test")
)
_PLAIN = frozenset(
    ("cfg", "cfg_attr", "allow", "doc", "case", "values", "expect", "inline", "timeout")
)


def read(unit: Unit) -> Iterator[Fact]:
    """Tests in the order of the file."""
    for one in unit.functions:
        if not any(call.function in _TESTS for call in one.decorators):
            continue
        marks = [_mark(unit, call) for call in one.decorators if _marks(call)]
        name = one.name.replace(".", "::")
        line = unit.line(one.node)
        yield Test(line=line, id=name, framework="rust", marks=tuple(dict.fromkeys(marks)))


def _marks(call: Call) -> bool:
    return call.function not in _TESTS and call.function not in _PLAIN


def _mark(unit: Unit, call: Call) -> str:
    """An attribute with its strings, which say what a test is for: `plan("AC-3")`."""
    words = [
        f'"{text}"' for one in call.arguments if not one.name and (text := unit.string(one.node))
    ]
    return f"{call.function}({', '.join(words)})" if words else call.function
