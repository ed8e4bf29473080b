from __future__ import annotations

import pytest

from planproof.evidence.content import Content, Unreadable


def test_halves_of_surrogate_pairs_are_replaced_and_pairs_are_kept() -> None:
    content = Content("a.json", rb'{"a": "\ud800x", "b": "\ud83d\ude00"}')
    assert content.json == {"a": "?x", "b": "\N{GRINNING FACE}"}
    assert Content("a.jsonl", b'{"a":"\\udc00"}\n{"b":1}').json_lines == [{"a": "?"}, {"b": 1}]


def test_a_line_ends_where_json_lines_end() -> None:
    content = Content("a.jsonl", '{"a":"x\u2028y"}\r\n{"b":2}\n'.encode())
    assert content.json_lines == [{"a": "x\u2028y"}, {"b": 2}]


def test_depth_is_no_crash() -> None:
    with pytest.raises(Unreadable, match="nested too deeply"):
        _ = Content("a.json", b"[" * 100_000).json
    with pytest.raises(Unreadable, match="nested too deeply"):
        _ = Content("a.xml", b"<a>" * 1000).xml


def test_entities_are_refused() -> None:
    with pytest.raises(Unreadable, match="entities"):
        _ = Content("a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>').xml
