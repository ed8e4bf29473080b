"""What every probe for files by name keeps to: nothing raises, nothing takes long."""

from __future__ import annotations

import random
from time import perf_counter

import pytest

from planproof.facts.json_tree import read_json
from planproof.facts.probe import Probe, probes
from planproof.facts.trees import Mapping, Scalar, Sequence, walk
from planproof.facts.yaml_tree import read_yaml
from planproof.text.globs import lies_in
from tests.facts.test_cases import Case, cases

FILES = [case for case in cases() if case.title.startswith("file_")]


def asked(path: str) -> list[Probe]:
    """The probes that look at a file."""
    return [probe for probe in probes("file") if lies_in(path, probe.files)]


@pytest.mark.parametrize("case", FILES, ids=lambda case: case.title)
def test_broken_content_raises_nothing(case: Case) -> None:
    path, code = case.path, case.code.encode()
    chance = random.Random(len(code))  # noqa: S311  # the same each time
    variants = [code[:end] for end in range(0, len(code), 11)]
    for _ in range(40):
        at = chance.randrange(len(code) + 1)
        piece = chance.choice(
            [b"{", b"}", b"[", b"(", b'"', b"'", b"\\", b"\n", b"$", b"\xff", b":", b";", b"*a"]
        )
        variants.append(code[:at] + piece + code[at + chance.randrange(3) :])
    for probe in asked(path):
        for variant in variants:
            assert probe.read is not None
            list(probe.read(path, variant))


LONG = {
    "docker-compose.yml": ("services:\n  a:\n    environment:\n      X: '", "${A:-", "'"),
    "openapi.yaml": ("openapi: 3.0.0\npaths: ", "[", ""),
    "openapi.json": ('{"openapi": "3.0.0", "paths": ', '{"a":', ""),
    "a.proto": ("", "message A {\n", ""),
    "b.proto": ("message A {\n", "[{", ""),
    "schema.graphql": ("type A ", "{ a(", ""),
    "schema.sql": ("CREATE TABLE a (b int ", "(\n", ""),
    "names.sql": ("", "CREATE TABLE [a\\", ""),
    "more.sql": ("", "CREATE TABLE $a$ (", ""),
    ".env": ("", 'A="\\', ""),
    "Dockerfile": ("", "ENV A=$A \\\n", ""),
    "a.service": ("Environment=", '"a\\', ""),
    ".github/workflows/a.yml": ('jobs: {a: "secrets.', "${{", '"}'),
    "chart/templates/a.yaml": ("env:\n{{\n", "- name: A\n  value: [[\n", ""),
    "CODEOWNERS": ("", "[a\\", ""),
}


@pytest.mark.parametrize("path", LONG)
def test_nesting_costs_no_more_than_length(path: str) -> None:
    start, middle, end = LONG[path]
    content = (start + middle * (100_000 // len(middle)) + end).encode()
    begin = perf_counter()
    for probe in asked(path):
        assert probe.read is not None
        list(probe.read(path, content))
    assert perf_counter() - begin < 20, "quadratic"


class TestYaml:
    def test_aliases_lead_to_the_same_node(self) -> None:
        (root,) = read_yaml("a: &x {b: 1}\nc: *x\nd: *nobody")
        assert isinstance(root, Mapping)
        assert root.get("a") is root.get("c")
        assert root.get("d") == Scalar("", 3, "null")

    def test_merges(self) -> None:
        (root,) = read_yaml("a: &a {x: 1, y: 1}\nb: &b {y: 2, z: 2}\nc:\n  x: 3\n  <<: [*a, *b]\n")
        assert isinstance(root, Mapping)
        found = {
            key.text: value.text
            for key, value in root.mapping("c").items()
            if isinstance(value, Scalar)
        }
        assert found == {"x": "3", "y": "1", "z": "2"}

    def test_a_cycle_is_walked_once(self) -> None:
        (root,) = read_yaml("a: &a\n  b: *a\n  <<: *a\n")
        assert len(list(walk(root))) == 2
        assert isinstance(root, Mapping)
        assert [key.text for key, _ in root.mapping("a").items()] == ["b"]

    def test_shared_parts_do_not_multiply(self) -> None:
        lines = [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 60)]
        (root,) = read_yaml("a0: &a0 [x, x]\n" + "\n".join(lines))
        assert len(list(walk(root))) < 70

    def test_what_is_whole_before_a_broken_document_counts(self) -> None:
        assert len(read_yaml("a: 1\n---\nb: [\n---\nc: 1")) == 1

    def test_kinds(self) -> None:
        (root,) = read_yaml("[1, 1.5e3, 0x1f, true, ~, '1', yes, 2024-01-01, ]")
        assert isinstance(root, Sequence)
        kinds = [one.kind for one in root.items if isinstance(one, Scalar)]
        assert kinds == [
            "number",
            "number",
            "number",
            "boolean",
            "null",
            "string",
            "string",
            "string",
        ]

    def test_too_deep(self) -> None:
        assert read_yaml("[" * 100_000) == ()


class TestJson:
    def test_lines_and_escapes(self) -> None:
        (root,) = read_json('{\n"a": "x\\n\\u00e9",\n\t"b": [1,\n -2.5e3, null]}').roots
        assert isinstance(root, Mapping)
        assert root.text("a") == "x\n\u00e9"
        assert [one.line for one in root.sequence("b") if isinstance(one, Scalar)] == [3, 4, 4]

    @pytest.mark.parametrize("text", ["", "{", '{"a": 1', "[1}", "]", "nonsense", '"a"'])
    def test_nothing_whole(self, text: str) -> None:
        assert read_json(text).roots == ()

    def test_commas_at_the_end(self) -> None:
        found = read_json('{"a": [1, 2,],}')
        assert found.partial is False
        assert len(found.roots) == 1
