"""Where records lie."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.system.ledger_form import (
    Entry,
    fault,
    folder,
    is_of_form,
    named,
    place,
    safe,
    tombstone_digests,
    tombstones,
)

ABC = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"  # FIPS 180-2, of "abc"


def test_a_records_path() -> None:
    path = place("idempotent-orders", "criterion-2", b"abc")
    assert path == f"records/idempotent-orders/criterion-2/ba/{ABC[2:]}.json"
    assert named(path) == ABC
    assert is_of_form(Entry(path, "100644", "0" * 40))


def test_names_are_made_safe() -> None:
    assert safe("AC-3.b_x") == "AC-3.b_x"
    assert safe(".") == "%2E"
    assert safe("..") == "%2E."
    assert safe(".git") == "%2Egit"
    assert safe("a/b") == "a%2Fb"
    assert safe("50 %") == "50%20%25"
    assert safe("é") == "%C3%A9"
    assert safe("\udce9") == "%E9"
    assert safe("x" * 120) == "x" * 120
    assert safe("x" * 121).startswith("x" * 54 + "%%")
    assert len(safe("x" * 121)) == 120


NAMES = st.text(min_size=1, max_size=130) | st.text("./%x", min_size=1, max_size=130)


@given(NAMES, NAMES)
def test_different_ids_have_different_names_and_all_are_of_the_form(one: str, other: str) -> None:
    assert (safe(one) == safe(other)) == (one == other)
    assert named(place(one, other, b"abc")) == ABC


def test_nothing_is_recorded_of_nothing() -> None:
    for plan, item in (("", "x"), ("x", "")):
        with pytest.raises(ValueError, match="belongs to a plan and an item"):
            place(plan, item, b"abc")
    with pytest.raises(ValueError, match="without its plan"):
        folder("", "x")


@pytest.mark.parametrize(
    "path",
    [
        f"records/p/i/ba/{ABC[2:]}",
        f"records/p/i/ba/{ABC[2:]}.json\n",
        f"records/p/i/ba/{ABC[2:].upper()}.json",
        f"records/p/../ba/{ABC[2:]}.json",
        f"records/.git/i/ba/{ABC[2:]}.json",
        f"records/p/i/j/ba/{ABC[2:]}.json",
        f"records/p/i/{ABC}.json",
        f"records/p/ü/ba/{ABC[2:]}.json",
        f"records/p/{'i' * 201}/ba/{ABC[2:]}.json",
        f"/records/p/i/ba/{ABC[2:]}.json",
        "records",
        "",
    ],
)
def test_what_is_no_records_path(path: str) -> None:
    assert named(path) == ""
    assert fault(Entry(path, "100644", ""), b"abc") == "it is not where records lie"


def test_what_is_wrong_with_a_file() -> None:
    path = place("p", "i", b"abc")
    large = b"x" * (2**20 + 1)
    assert fault(Entry(path, "100644", ""), b"abc") == ""
    assert fault(Entry(path, "120000", ""), b"abc") == "it is not a regular file"
    assert fault(Entry(path, "100755", ""), b"abc") == "it is not a regular file"
    assert fault(Entry(path, "100644", ""), None) == "its content cannot be had"
    assert fault(Entry(path, "100644", ""), b"abd") == "its name is not the digest of its content"
    assert fault(Entry(place("p", "i", large), "100644", ""), large) == "it has more than 1 MiB"
    assert fault(Entry(place("p", "i", large[1:]), "100644", ""), large[1:]) == ""


def test_tombstones_are_sorted_and_bounded() -> None:
    [(path, content)] = tombstones(["b" * 64, "a" * 64, "b" * 64])
    assert content == b"a" * 64 + b"\n" + b"b" * 64 + b"\n"
    assert fault(Entry(path, "100644", ""), content) == ""
    many = [f"{number:064x}" for number in range(25_000)]
    found = tombstones(many)
    assert [len(content) // 65 for _, content in found] == [10_000, 10_000, 5_000]
    assert [one for _, content in found for one in tombstone_digests(content) or ()] == many


@pytest.mark.parametrize(
    "content",
    [b"", b"\n", b"a" * 64, b"a" * 63 + b"\n", (b"a" * 64 + b"\n") * 2, b"\xff" * 64 + b"\n"],
)
def test_what_is_no_tombstone(content: bytes) -> None:
    assert tombstone_digests(content) is None
