"""What is read of a commit: filters lose nothing, what is kept is true, what is not read is counted."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import settings as bounds
from hypothesis import strategies as st

from planproof.app import gather as module
from planproof.app.gather import Gathered, How, Kept, Sieve, gather, learn, referred
from planproof.facts.content import Content, Needs
from planproof.facts.inventory import Inventory
from planproof.facts.model import Definition, Fact, FlagUse, Mention, Value

Blobs = dict[str, bytes | None]


class Tree:
    """Files in memory; one without content cannot be read."""

    def __init__(self, files: Blobs) -> None:
        self.files = files
        self.entries = {path: blob(path, data) for path, data in files.items()}
        self.read: list[str] = []

    def read_many(self, wanted: Iterable[tuple[str, str]]) -> Iterator[tuple[str, bytes | None]]:
        for path, _ in wanted:
            self.read.append(path)
            yield path, self.files[path]


def blob(path: str, data: bytes | None) -> str:
    given = path.encode() if data is None else data
    return hashlib.sha1(given, usedforsecurity=False).hexdigest()


def gathered(files: Blobs, *words: str, kept: Kept | None = None, jobs: int = 1) -> Gathered:
    return gather(Tree(files), words, How(kept or Kept("/", use=False), jobs))


def reads(found: Gathered) -> list[tuple[str, int, str]]:
    return [(one.path, one.line, one.name) for one in found.inventory.reads]


CODE = b'import os\n\nPORT = os.environ.get("A_PORT", "8080")\n'

# -- content ------------------------------------------------------------------------------------

PIECES = st.sampled_from(
    [
        b"os",
        b"environ",
        b"OS",
        b"_",
        b".",
        b"\n",
        b" ",
        b"9",
        b"a-b",
        b"\xc3\xa4",
        b"\0",
        b"::",
        b"x",
    ]
)
BYTES = st.lists(PIECES, max_size=12).map(b"".join) | st.binary(max_size=30)


def words_of(data: bytes) -> set[bytes]:
    found, word = set(), b""
    for code in (*data, 32):
        character = bytes((code,))
        if code < 128 and (character.isalnum() or character == b"_"):
            word += character.lower()
        elif word:
            found.add(word)
            word = b""
    return found


def is_word(byte: bytes) -> bool:
    return bool(byte) and bool(words_of(byte))


def stands(data: bytes, word: bytes) -> bool:
    lower = data.lower()
    for at in range(len(lower) - len(word) + 1):
        before, after = lower[max(0, at - 1) : at], lower[at + len(word) : at + len(word) + 1]
        if (
            lower[at : at + len(word)] == word
            and not (is_word(before) and is_word(word[:1]))
            and not (is_word(after) and is_word(word[-1:]))
        ):
            return True
    return False


@bounds(max_examples=400, deadline=None)
@given(BYTES, st.lists(BYTES, max_size=6))
@example(b"xenviron os", [b"environ", b"os.", b"::", b"", b" os"])
def test_what_a_content_has_is_what_a_search_finds(data: bytes, needs: list[bytes]) -> None:
    content = Content(data)
    assert content.words == words_of(data)
    assert content.having(Needs(needs)) == {need for need in needs if need in data}


@bounds(max_examples=400, deadline=None)
@given(BYTES, BYTES.filter(bool).map(bytes.lower))
@example(b"A_PORTS", b"a_port")
@example(b"db.host2 db.host", b"db.host")
@example(b"client-quota client-quotas", b"client-quotas")
def test_a_name_stands_where_no_letter_digit_or_underscore_is_beside_it(
    data: bytes, word: bytes
) -> None:
    assert Content(data).names(word) == stands(data, word)


# -- the sieve ----------------------------------------------------------------------------------

SOURCES = [
    CODE,
    b"import os\n\ndef setting(name, default=None):\n    return os.environ.get(name, default)\n",
    b'from config import setting\n\nPORT = setting("A_PORT", DEFAULT_PORT)\nX = setting("B_HOST")\n',
    b"import os\n\nimport names\n\nhost = os.environ[names.host_name]\n",
    b'host_name = "B_HOST"\nDEFAULT_PORT = 8080\nFLAG = "fast-orders"\nOTHER = 1\n\ndef unasked():\n    pass\n',
    (
        b"import names\nfrom waffle import flag_is_active, switch_is_active\n\n"
        b'if switch_is_active("fast-orders") or flag_is_active(request, names.FLAG):\n    B_HOST = 1\n'
    ),
    b"class Store:\n    def transaction(self):\n        pass\n\nclass Other:\n    def transaction2(self): pass\n",
    b'def test_port():\n    assert setting("A_PORT")\n',
    b"",
]
WORDS = st.sets(st.sampled_from(["A_PORT", "B_HOST", "fast-orders", "transaction", "test_port"]))
TREES = st.dictionaries(
    st.sampled_from(["src/a.py", "src/b.py", "src/names.py", "src/config.py", "tests/test_a.py"]),
    st.sampled_from(SOURCES),
)


def everything_asked(inventory: Inventory, words: Iterable[str]) -> list[object]:
    """What claims get to see when they ask for the names."""
    lower = {word.lower() for word in words}
    return [
        inventory.reads,
        [read for word in words for read in inventory.reads_of(word)],
        inventory.signals,
        inventory.flags,
        inventory.tests,
        {text: found for text, found in inventory.mentions.items() if text.lower() in lower},
        {name: found for name, found in inventory.definitions.items() if name.lower() in lower},
        [
            bool(inventory.definitions.get(fact.callee.rpartition(".")[2]))
            for text, found in inventory.mentions.items()
            if text.lower() in lower
            for _, fact in found
        ],
    ]


@bounds(max_examples=80, deadline=None)
@given(TREES, WORDS)
@example({"src/a.py": SOURCES[5], "src/names.py": SOURCES[4]}, {"B_HOST", "fast-orders"})
@example(
    dict(zip(("src/a.py", "src/b.py", "src/names.py"), SOURCES[1:5:2], strict=False)), {"B_HOST"}
)
def test_the_sieve_keeps_whatever_can_be_asked(files: Blobs, words: set[str]) -> None:
    kept = Kept("/", use=False)
    sieved = gathered(files, *words, kept=kept).inventory
    every = Sieve(None)
    entries = kept.book.entries
    numbers = kept.numbers(())
    asked = {word.lower() for word in words | sieved.references}
    hits = {numbers[word] for word in asked}
    sought = {
        path: entry.sought
        for path, key in module._keys(Tree(files).entries)[0].items()
        if (entry := entries[key]).sought and not hits.isdisjoint(entry.hits)
    }
    every.take(sought.values())
    whole = Inventory(sieved.stated, {path: every.of(one) for path, one in sought.items()})
    assert everything_asked(sieved, words) == everything_asked(whole, words)


def test_the_sieve_lets_go_of_what_nobody_asks() -> None:
    files: Blobs = {"src/names.py": SOURCES[4]}
    found = gathered(files, "B_HOST").inventory
    assert "unasked" not in found.definitions
    assert "OTHER" not in found.definitions


def test_a_constant_that_only_a_flag_names_is_found() -> None:
    found = gathered({"src/a.py": SOURCES[5], "src/names.py": SOURCES[4]}, "fast-orders")
    assert [path for path, _ in found.inventory.flags["fast-orders"]] == ["src/a.py", "src/a.py"]


def test_a_constant_in_small_letters_is_found() -> None:
    found = gathered({"src/b.py": SOURCES[3], "src/names.py": SOURCES[4]}, "B_HOST")
    assert reads(found) == [("src/b.py", 5, "B_HOST")]


def test_what_facts_refer_to() -> None:
    facts: list[Fact] = [
        FlagUse(line=1, name=Value("reference", "names.FLAG")),
        Mention(
            line=2,
            text="A",
            arguments=(Value("literal", "A"), Value("reference", "DEFAULT")),
            keywords=(("default", Value("reference", "a.b.OTHER")),),
        ),
        Definition(line=3, what="constant", name="X", value=Value("reference", "Y")),
    ]
    assert referred(facts) == {"FLAG", "DEFAULT", "OTHER"}


# -- what is kept -------------------------------------------------------------------------------


def test_names_beyond_the_most_begin_anew_and_nothing_is_lost(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "MOST_WORDS", 3)
    kept = Kept("/", use=False)
    files: Blobs = {"src/a.py": CODE, "src/names.py": SOURCES[4]}
    for words in (("A_PORT", "X1", "X2", "X3", "X4"), ("B_HOST",), ("A_PORT", "B_HOST"), ("X9",)):
        expected = gathered(files, *words)
        again = gathered(files, *words, kept=kept)
        assert again.mentions == expected.mentions
        assert reads(again) == reads(expected)
    assert len(kept.book.words) <= 5
    # Asking for what is known, however much that is, forgets nothing.
    many = [f"W{number}" for number in range(9)]
    learn(Tree(files), [("src/a.py", "k", "b")], many, How(kept, 1))
    before = kept.numbers(many)
    entries = dict(kept.book.entries)
    assert kept.numbers(many) == before
    assert kept.book.entries == entries


def test_entries_beyond_the_most_go_unless_this_run_used_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    first = Kept(str(tmp_path))
    gathered({f"src/{n}.py": b"x = %d\n" % n for n in range(20)}, "A_PORT", kept=first)
    first.store()
    assert len(Kept(str(tmp_path)).book.entries) == 20
    monkeypatch.setattr(module, "MOST_KEPT", 5)
    second = Kept(str(tmp_path))
    gathered({"src/1.py": b"x = 1\n", "src/a.py": CODE}, "A_PORT", kept=second)
    second.store()
    assert len(Kept(str(tmp_path)).book.entries) == 2


def test_what_cannot_be_read_is_counted_and_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    kept = Kept(str(tmp_path))
    unread = Tree({"src/a.py": None})
    found = gather(unread, ["A_PORT"], How(kept, 1))
    assert found.coverage.left_out == {"unreadable": 1}
    assert found.coverage.languages == {}
    kept.store()
    readable = Tree({"src/a.py": CODE})
    readable.entries = unread.entries
    again = gather(readable, ["A_PORT"], How(Kept(str(tmp_path)), 1))
    assert reads(again) == [("src/a.py", 3, "A_PORT")]


def test_a_second_run_reads_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    kept = Kept(str(tmp_path))
    files: Blobs = {"src/a.py": CODE, "README.md": b"A_PORT", "src/names.py": SOURCES[4]}
    first = gather(Tree(files), ["A_PORT"], How(kept, 1))
    kept.store()
    tree = Tree(files)
    second = gather(tree, ["A_PORT"], How(Kept(str(tmp_path)), 1))
    assert tree.read == []
    assert (reads(second), second.mentions) == (reads(first), first.mentions)


def test_one_content_is_read_for_each_sort_of_file() -> None:
    text = b"A_PORT=1\n"
    found = gathered({".env.example": text, "deploy/.env": text, "notes.conf": text}, "A_PORT")
    places = sorted(path for path, _ in found.inventory.sets["A_PORT"])
    assert places == [".env.example", "deploy/.env"]
    assert found.mentions == {"a_port": (".env.example", "deploy/.env", "notes.conf")}
    code = b"const port = process.env.A_PORT;\n"
    two = gathered({"a.js": code, "b.py": code, "c.ts": code}, "A_PORT")
    assert {path for path, _, _ in reads(two)} == {"a.js", "c.ts"}


def test_a_path_that_is_not_utf8_can_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PLANPROOF_CACHE_DIR", str(tmp_path / "cache"))
    compose = b"services:\n  api:\n    environment:\n      A_PORT: 1\n"
    files: Blobs = {
        "docker-compose.\udce9.yml": compose,
        "app/api/\udce9/route.ts": b"export async function GET() {}\n",
        "src/\udce9.py": CODE,
    }
    kept = Kept(str(tmp_path))
    first = gathered(files, "A_PORT", kept=kept)
    kept.store()
    second = gathered(files, "A_PORT", kept=Kept(str(tmp_path)))
    for found in (first, second, gathered(files, "A_PORT", jobs=2)):
        assert list(found.inventory.sets) == ["A_PORT"]
        assert reads(found) == [("src/\udce9.py", 3, "A_PORT")]


def test_two_processes_find_what_one_does() -> None:
    files: Blobs = {f"src/{n}.py": SOURCES[n % len(SOURCES)] + b"# %d\n" % n for n in range(60)}
    files["src/gone.py"] = None
    files["src/bad.py"] = b"def f(:\n" + CODE
    words = ["A_PORT", "B_HOST", "fast-orders", "transaction"]
    one, two = gathered(files, *words), gathered(files, *words, jobs=2)
    assert everything_asked(one.inventory, words) == everything_asked(two.inventory, words)
    assert (one.mentions, one.coverage) == (two.mentions, two.coverage)


# -- what is not read ---------------------------------------------------------------------------


def test_whatever_is_not_read_is_counted() -> None:
    found = gathered(
        {
            "src/a.py": CODE,
            "src/bad.py": b"import os\ndef f(:\n" + CODE,
            "src/binary.py": b"\0" + CODE,
            "src/huge.py": CODE * 50_000,
            "src/squeezed.js": b"var a=process.env.A_PORT;" * 2_000,
            "src/made.go": b'// Code generated by x. DO NOT EDIT.\npackage a\nvar b = os.Getenv("A_PORT")\n',
            "src/api.pb.go": b'package a\nvar b = os.Getenv("A_PORT")\n',
            "node_modules/x/index.js": b"process.env.A_PORT",
            "src/app.swift": b"let a = 1\n",
            "logo.png": b"\0",
        },
        "A_PORT",
    )
    assert [path for path, _, _ in reads(found)] == ["src/a.py", "src/bad.py"]
    assert found.coverage.left_out == {
        "vendored": 1,
        "generated": 2,
        "binary": 1,
        "large": 1,
        "minified": 1,
    }
    assert found.coverage.languages == {"python": 2}
    assert found.coverage.unread == {"swift": 1}
    assert found.coverage.partly == (("src/bad.py", 2),)


def test_a_nul_far_down_does_no_harm() -> None:
    files: Blobs = {"src/a.py": CODE + b"# " + b"x" * 9_000 + b"\n\0\n"}
    assert ("src/a.py", 3, "A_PORT") in reads(gathered(files, "A_PORT"))


def test_a_large_minified_file_is_quick() -> None:
    squeezed = b'function a(b){return process.env.A_PORT||"x"}' * 110_000
    begun = time.perf_counter()
    found = gathered({"src/app.js": squeezed}, "A_PORT")
    assert time.perf_counter() - begun < 1
    assert found.coverage.left_out == {"large": 1}
