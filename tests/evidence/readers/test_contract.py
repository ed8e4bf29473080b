"""What holds for every reader and every file, however it was made: see `planproof.evidence.reader`."""

from __future__ import annotations

import math
import re
import time
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from planproof.evidence.content import Content, Unreadable
from planproof.evidence.model import Measurement, Results
from planproof.evidence.reader import Reader, read_results, readers
from planproof.plan.figures.units import canonical_unit
from tests.evidence.readers import hostile
from tests.evidence.readers.hostile import Sample

SAMPLES = hostile.samples()
JSON_SAMPLES = [sample for sample in SAMPLES if sample.documents]
XML_SAMPLES = [sample for sample in SAMPLES if sample.is_xml]
MOST_MEASUREMENTS = 25_000
MOST_WARNINGS = 1_000

each = pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: f"{s.reader}/{s.path.name}")
each_json = pytest.mark.parametrize(
    "sample", JSON_SAMPLES, ids=lambda s: f"{s.reader}/{s.path.name}"
)
each_xml = pytest.mark.parametrize("sample", XML_SAMPLES, ids=lambda s: f"{s.reader}/{s.path.name}")


def read(name: str, data: bytes) -> Results | str:
    """What planproof makes of a file, or why it cannot read it."""
    try:
        return read_results(name, data)
    except Unreadable as error:
        return error.reason


def outcome(reader: Reader, name: str, data: bytes) -> Results | None:
    """What the reader makes of a file; None if it does not know it or cannot read it.

    Anything else than `Results` or `Unreadable` fails the test.
    """
    content = Content(name, data)
    assert reader.recognises(content) in {True, False}
    try:
        results = reader.read(content)
    except Unreadable:
        return None
    sound(results, reader)
    return results


def sound(results: Results, reader: Reader) -> None:
    """Assert what the model promises of results."""
    assert results.format == reader.name
    msgspec.convert(msgspec.to_builtins(results), Results)  # every field has its type
    msgspec.json.encode(results)  # and every string can be written
    assert len(results.measurements) <= MOST_MEASUREMENTS
    assert len(results.warnings) <= MOST_WARNINGS
    for measurement in results.measurements:
        sound_measurement(measurement)


def sound_measurement(measurement: Measurement) -> None:
    """Assert what the model promises of one figure."""
    assert measurement.name
    assert math.isfinite(measurement.value), measurement
    assert all(map(math.isfinite, measurement.values)), measurement
    assert is_canonical(measurement.unit), measurement
    assert is_statistic(measurement.statistic), measurement
    assert measurement.samples is None or measurement.samples >= 0, measurement
    low, high = measurement.low, measurement.high
    if low is not None:
        assert math.isfinite(low), measurement
        assert low <= measurement.value, measurement
    if high is not None:
        assert math.isfinite(high), measurement
        assert measurement.value <= high, measurement


def is_canonical(unit: str) -> bool:
    """Whether it is a unit's canonical spelling, none, or a noun that is no other spelling of one."""
    known = canonical_unit(unit)
    if known is not None:
        return known.name == unit
    return unit == "" or re.fullmatch(r"[^\W\d_][\w .%-]{0,80}(/[\w .-]{1,40})?", unit) is not None


def is_statistic(statistic: str) -> bool:
    """Whether it is one of the words that `Measurement` lists."""
    if statistic in {"", "mean", "median", "min", "max", "stddev"}:
        return True
    found = re.fullmatch(r"p(\d+(?:\.\d+)?)", statistic)
    return found is not None and 0 <= float(found[1]) <= 100  # `p50` may be said for `median`


def test_every_reader_has_a_sample() -> None:
    assert set(readers()) == {sample.reader for sample in SAMPLES}


def test_every_sample_says_how_it_was_made() -> None:
    table = (hostile.SAMPLES / "README.md").read_text("utf-8")
    said = [
        place.strip().partition(" ")[0]
        for line in table.splitlines()
        if line.startswith("| ") and "|" in line[2:]
        for place in line.split("|")[1].split(",")
    ]
    for sample in SAMPLES:
        path = f"{sample.path.parent.name}/{sample.path.name}"
        assert any(fnmatch(path, pattern) for pattern in said), path


def test_every_reader_says_what_it_was_written_from() -> None:
    for reader in readers().values():
        assert re.search(r"\d", reader.title), f"{reader.name}: no version in its first line"


@each
def test_a_sample_is_recognised_by_its_reader_and_no_other(sample: Sample) -> None:
    content = Content(sample.path.name, sample.data)
    assert [name for name, one in readers().items() if one.recognises(content)] == [sample.reader]


@each
def test_a_sample_is_read_or_says_why_not(sample: Sample) -> None:
    results = read(sample.path.name, sample.data)
    if isinstance(results, str):
        assert results
        assert not results.endswith(".")
        return
    sound(results, readers()[sample.reader])
    names = [measurement.name for measurement in results.measurements]
    assert len(names) == len(set(names))
    assert results.measurements or results.tests or results.warnings or results.void
    for says in (*results.warnings, *results.void):
        assert says
        assert not says.endswith(".")


def test_every_reader_reads_one_of_its_samples() -> None:
    found: set[str] = set()
    for sample in SAMPLES:
        results = outcome(readers()[sample.reader], sample.path.name, sample.data)
        if results and (results.measurements or results.tests):
            found.add(sample.reader)
    assert found == set(readers())


@each
def test_a_file_that_is_cut_off(sample: Sample) -> None:
    reader, data = readers()[sample.reader], sample.data
    whole = outcome(reader, sample.path.name, data)
    said = {one.name: one.value for one in whole.measurements} if whole else {}
    for end in hostile.cuts(len(data)):
        found = outcome(reader, sample.path.name, data[:end])
        between_lines = data[:end].endswith(b"\n") or data[end:].startswith((b"\n", b"\r\n"))
        if found and found.complete and not found.void and not between_lines:
            # Cut off within a line, it must not pass for a whole file that says something else.
            assert {one.name: one.value for one in found.measurements}.items() <= said.items()


@each
def test_a_file_in_another_encoding(sample: Sample) -> None:
    reader = readers()[sample.reader]
    text = sample.data.decode("utf-8")
    for encoding in ("utf-16", "utf-16-le", "utf-16-be", "utf-32"):
        outcome(reader, sample.path.name, text.encode(encoding))
        assert read(sample.path.name, text.encode(encoding))


@each
def test_a_byte_order_mark_changes_nothing(sample: Sample) -> None:
    reader = readers()[sample.reader]
    assert reader.recognises(Content(sample.path.name, b"\xef\xbb\xbf" + sample.data))
    plain = outcome(reader, sample.path.name, sample.data)
    assert outcome(reader, sample.path.name, b"\xef\xbb\xbf" + sample.data) == plain


@each
def test_line_ends_of_windows_change_no_figure(sample: Sample) -> None:
    reader = readers()[sample.reader]
    data = sample.data.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    assert reader.recognises(Content(sample.path.name, data))
    plain = outcome(reader, sample.path.name, sample.data)
    found = outcome(reader, sample.path.name, data)
    assert (found and found.measurements) == (plain and plain.measurements)
    assert (found and [(t.id, t.status) for t in found.tests]) == (
        plain and [(t.id, t.status) for t in plain.tests]
    )


@pytest.mark.parametrize("data", [b"", b" ", b"\n" * 100, b"\t\r\n \x0c", b"\xef\xbb\xbf", b"\0"])
def test_nothing_at_all(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read_results("results.json", data)
    for reader in readers().values():
        assert not reader.recognises(Content("results.json", data))
        outcome(reader, "results.json", data)


@pytest.mark.parametrize("data", [b"{}", b"[]", b"[{}]", b"<a/>", b'{"a":1}', b"[[]]", b"hello\n"])
def test_next_to_nothing(data: bytes) -> None:
    for reader in readers().values():
        assert not reader.recognises(Content("results.json", data)), reader.name
        outcome(reader, "results.json", data)


@each_json
def test_values_of_another_type(sample: Sample) -> None:
    reader = readers()[sample.reader]
    for data in hostile.wrong_types(sample, 150):
        outcome(reader, sample.path.name, data)


@each
def test_words_and_numbers_that_are_others(sample: Sample) -> None:
    reader = readers()[sample.reader]
    for data in hostile.wrong_words(sample, 50):
        outcome(reader, sample.path.name, data)


@pytest.mark.parametrize("depth", [150, 900, 100_000])
@each_json
def test_a_value_that_is_buried(sample: Sample, depth: int) -> None:
    reader = readers()[sample.reader]
    for data in hostile.buried(sample, depth):
        outcome(reader, sample.path.name, data)


@pytest.mark.parametrize("one", [b"[", b'{"a":', b"<a>", b"[{", b'{"a":[', b"<a b='c'>"])
def test_depth_without_end(one: bytes) -> None:
    for data in (one * 100_000, one * 100_000 + b"1"):
        with pytest.raises(Unreadable):
            read_results("results", data)
        for reader in readers().values():
            outcome(reader, "results", data)


@each_xml
def test_xml_that_is_nested_without_end(sample: Sample) -> None:
    text = sample.data.decode()
    start = text.rindex("</")
    tag = re.findall(r"<([\w.-]+)", text)[-1]
    for depth in (190, 100_000):
        data = text[:start] + f"<{tag}>" * depth + f"</{tag}>" * depth + text[start:]
        outcome(readers()[sample.reader], sample.path.name, data.encode())


@each_xml
def test_entities_are_refused(sample: Sample, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("the-secret-of-this-test")
    for place in (str(secret), "/etc/passwd"):
        for data in hostile.bombs(sample, place):
            started = time.process_time()
            found = repr(read(sample.path.name, data))
            assert time.process_time() - started < 2
            assert "the-secret" not in found
            assert "root:" not in found
            assert "haha" not in found
            assert "aaaaaaaa" not in found


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_bytes_that_flipped(data: st.DataObject) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    changed = bytearray(sample.data[:6000])
    places = st.integers(0, len(changed) - 1)
    for place, byte in data.draw(st.dictionaries(places, st.integers(0, 255), max_size=12)).items():
        changed[place] = byte
    outcome(readers()[sample.reader], sample.path.name, bytes(changed))


@given(st.binary(max_size=300), st.sampled_from([b"", b"{", b"[", b"<", b"# TYPE a gauge\n"]))
@settings(max_examples=100, deadline=None)
def test_bytes_of_no_format(data: bytes, start: bytes) -> None:
    assert read("results", start + data)


def _seconds(reader: Reader, name: str, data: bytes) -> float:
    started = time.process_time()
    content = Content(name, data)
    assert reader.recognises(content)
    with suppress(Unreadable):
        reader.read(content)
    return time.process_time() - started


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("name", sorted(readers()))
def test_time_grows_with_the_file_and_no_faster(name: str, part: int) -> None:
    """Ten times the data may take thirty times as long, and not a hundred, as a square would."""
    reader = readers()[name]
    sample = max((one for one in SAMPLES if one.reader == name), key=lambda one: len(one.data))
    if part and not sample.documents:
        return
    few, many = (hostile.repeated(sample, size, part) for size in (40_000, 400_000))
    small = _seconds(reader, sample.path.name, few)
    large = _seconds(reader, sample.path.name, many)
    assert large < 30 * max(small, 0.01)


@pytest.mark.parametrize(
    "line",
    [
        b"a" * 1000,
        b" " * 1000,
        b"1,2,3\n",
        b"SF:a\nDA:1,1\n",
        b"{}\n",
        b'{"a":"\\u0041"}\n',
        b"(" * 1000,
        b"<!--" + b"-" * 1000,
    ],
)
def test_an_enormous_file(line: bytes) -> None:
    data = line * (50_000_000 // len(line))
    if line.startswith(
        b"{"
    ):  # each line is a value: that many take their time, in line with their number
        data = data[: 3_000_000 // len(line) * len(line)]
    content = Content("results", data)
    started = time.process_time()
    for reader in readers().values():
        reader.recognises(content)
    assert time.process_time() - started < 10
