"""Records as they are kept: what is read back is what was written, and nothing else is a record."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from planproof.evidence.decision import Decision, Held
from planproof.evidence.envelope import sealed, signed_bytes
from planproof.evidence.record import (
    File,
    NotEvidence,
    Record,
    Step,
    decode,
    digest_of,
    statement,
)

RECORD = Record(
    plan="orders",
    item="criterion-1",
    fingerprint="0011223344556677",
    wording="p95 <= 200 ms",
    decision=Decision.NOT_MET,
    reason="p95 231 ms, wanted <= 200 ms (k6.json)",
    started="2026-03-01T12:00:00.000000Z",
    finished="2026-03-01T12:01:00.000000Z",
    nonce="ab",
    held=(Held(decision=Decision.NOT_MET, reason="p95 231 ms", value=231.0, limit=200.0),),
    steps=(
        Step(
            verb="read",
            says="read `k6.json`",
            decision=Decision.UNKNOWN,
            reason="k6.json",
            files=(File("k6.json", "f" * 64, "k6", "p95"),),
        ),
    ),
    inputs={"src/api.py": "a" * 40},
)
SUBJECT: dict[str, Any] = {
    "commit": "c" * 40, "tree": "d" * 40, "path": "docs/plans/orders.md", "blob": "b" * 40,
}  # fmt: skip


def test_a_record_is_an_in_toto_statement() -> None:
    kept = statement(RECORD, **SUBJECT)
    made = json.loads(kept)
    assert made["_type"] == "https://in-toto.io/Statement/v1"
    assert made["predicateType"] == "urn:planproof:evidence:v1"
    assert made["subject"] == [
        {"name": "commit", "digest": {"gitCommit": "c" * 40}},
        {"name": "tree", "digest": {"gitTree": "d" * 40}},
        {"name": "docs/plans/orders.md", "digest": {"gitBlob": "b" * 40}},
    ]
    assert made["predicate"]["decision"] == "not met"
    assert "role" not in made["predicate"]  # what is not said is left out
    assert kept.endswith(b"}\n")


def test_it_is_read_back_as_it_was() -> None:
    kept = statement(RECORD, **SUBJECT)
    found = decode(kept)
    assert found.record == RECORD
    assert found.digest == hashlib.sha256(kept).hexdigest() == digest_of(kept)
    assert (found.commit, found.tree) == ("c" * 40, "d" * 40)
    assert (found.path, found.blob) == ("docs/plans/orders.md", "b" * 40)
    assert (found.payload, found.signatures) == (kept, ())


def test_a_signed_one_lies_in_an_envelope() -> None:
    payload = statement(RECORD, **SUBJECT)
    kept = sealed(payload, (("SHA256:key", b"\x00signature"),))
    found = decode(kept)
    assert (found.record, found.payload) == (RECORD, payload)
    assert found.digest == digest_of(kept) != digest_of(payload)
    (signature,) = found.signatures
    assert (signature.keyid, signature.data) == ("SHA256:key", b"\x00signature")


def test_what_is_signed_is_the_specification_s_encoding() -> None:
    # The example of the specification's protocol.md.
    assert (
        signed_bytes(b"hello world", "http://example.com/HelloWorld")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def with_(**changes: Any) -> bytes:
    made = json.loads(statement(RECORD, **SUBJECT))
    made.update(changes)
    return json.dumps(made).encode()


def predicate(**changes: Any) -> bytes:
    made = json.loads(statement(RECORD, **SUBJECT))
    made["predicate"].update(changes)
    return json.dumps(made).encode()


@pytest.mark.parametrize(
    "kept",
    [
        b"",
        b"{}",
        b"null",
        b"\xff\xfe",
        b"[" * 100_000,
        b'{"payloadType": "application/vnd.in-toto+json", "payload": "?", "signatures": []}',
        b'{"payloadType": "text/plain", "payload": "e30=", "signatures": []}',
        sealed(b"{}", ()),
        sealed(sealed(statement(RECORD, **SUBJECT), ()), ()),
        with_(_type="https://in-toto.io/Statement/v0.1"),
        with_(predicateType="https://slsa.dev/provenance/v1"),
        with_(subject=[]),
        with_(subject=[{"name": "commit", "digest": {"gitCommit": "c"}}] * 3),
        with_(subject=[{"name": "x", "digest": {"sha256": "c"}}] * 3),
        predicate(decision="perfect"),
        predicate(held=[{"decision": "met", "reason": "x", "value": "231"}]),
        predicate(inputs=["src"]),
        predicate(plan=None),
    ],
)
def test_what_is_no_record_says_why(kept: bytes) -> None:
    with pytest.raises(NotEvidence) as caught:
        decode(kept)
    assert caught.value.reason


@given(st.binary(max_size=300))
def test_any_bytes_are_a_record_or_none(kept: bytes) -> None:
    for one in (kept, sealed(kept, ()), base64.b64encode(kept)):
        with pytest.raises(NotEvidence):
            decode(one)


def test_a_file_s_name_that_is_no_utf8_is_recorded() -> None:
    record = msgspec.structs.replace(RECORD, dirty=("lat\udce9.py",))
    found = decode(statement(record, **{**SUBJECT, "path": "pl\udcffn.md"}))
    assert found.record.dirty == ("lat\\udce9.py",)
    assert found.path == "pl\\udcffn.md"


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


@given(TEXTS, TEXTS, st.dictionaries(TEXTS, TEXTS, max_size=3), st.lists(TEXTS, max_size=3))
def test_whatever_a_plan_says_is_read_back(
    wording: str, output: str, inputs: dict[str, str], dirty: list[str]
) -> None:
    step = msgspec.structs.replace(RECORD.steps[0], output=output)
    record = msgspec.structs.replace(
        RECORD, wording=wording, steps=(step,), inputs=inputs, dirty=tuple(dirty)
    )
    assert decode(statement(record, **SUBJECT)).record == record
