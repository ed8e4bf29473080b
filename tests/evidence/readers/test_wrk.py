from __future__ import annotations

import pytest

from planproof.evidence.content import Unreadable
from planproof.evidence.model import Role
from tests.evidence.readers.reading import named, names, read, read_text, sample

# Written in the form of wrk's own documentation, with errors.
BUSY = """Running 30s test @ http://127.0.0.1:8080/index.html
  12 threads and 400 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency   635.91us    0.89ms  12.92ms   93.69%
    Req/Sec    56.20k     8.07k   62.00k    86.54%
  22464657 requests in 1.50m, 17.76GB read
  Socket errors: connect 3, read 0, write 0, timeout 7
Requests/sec: 748868.53
Transfer/sec:    606.33MB
"""

WRK2 = """Running 30s test @ http://127.0.0.1:8080/index.html
  2 threads and 100 connections
  Thread calibration: mean lat.: 9747 usec, rate sampling interval: 21 msec
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     6.46ms    1.93ms  12.34ms   67.66%
    Req/Sec     1.05k     1.12k    2.50k    64.84%
  Latency Distribution (HdrHistogram - Recorded Latency)
 50.000%    6.67ms
 99.000%    9.99ms
 99.900%   10.93ms

  60018 requests in 30.00s, 19.81MB read
Requests/sec:   2000.15
Transfer/sec:    676.14KB
"""


def test_latencies_of_a_real_run() -> None:
    results = read("wrk/latency.txt")
    p99 = named(results, "Latency.99%")
    assert (p99.value, p99.unit, p99.statistic, p99.samples) == (68.02, "ms", "p99", 237)
    assert named(results, "Latency.Avg").value == 50.12
    rate = named(results, "Requests/sec")
    assert (rate.value, rate.unit, rate.role) == (78.9, "req/s", Role.LOAD)
    assert (named(results, "duration").value, named(results, "duration").unit) == (3, "s")
    assert results.complete


def test_absent_lines_about_errors_mean_none() -> None:
    results = read("wrk/latency.txt")
    assert named(results, "Non-2xx or 3xx responses").value == 0
    assert named(results, "Socket errors.timeout").value == 0


def test_errors_are_counted_and_said() -> None:
    results = read("wrk/errors.txt")
    assert named(results, "Non-2xx or 3xx responses").value == 162
    assert any(warning.startswith("162 of 162 answers") for warning in results.warnings)
    busy = read_text(BUSY)
    assert named(busy, "Socket errors.connect").value == 3
    assert named(busy, "Socket errors.timeout").value == 7
    assert "there were 10 socket errors" in busy.warnings


def test_units_of_time_and_bytes() -> None:
    results = read_text(BUSY)
    mean = named(results, "Latency.Avg")
    assert (mean.value, mean.unit) == (635.91, "µs")
    assert (named(results, "duration").value, named(results, "duration").unit) == (1.5, "min")
    # 606.33 MB are MiB to wrk: 606.33 * 1024 * 1024.
    assert named(results, "Transfer/sec").value == pytest.approx(635_783_086.08)
    assert named(results, "Transfer/sec").unit == "B/s"


def test_requests_per_second_of_one_thread_are_not_taken_for_the_total() -> None:
    assert not any(name.startswith("Req/Sec") for name in names(read_text(BUSY)))


def test_wrk2_has_more_percentiles_and_no_coordinated_omission() -> None:
    results = read_text(WRK2)
    assert named(results, "Latency.99.9%").value == 10.93
    assert named(results, "Latency.99%").statistic == "p99"
    assert not any("too low" in warning for warning in results.warnings)
    assert any("too low" in warning for warning in read_text(BUSY).warnings)


def test_no_answers_are_no_latencies() -> None:
    none = sample("wrk/latency.txt").replace("237 requests", "0 requests")
    results = read_text(none)
    assert not any(name.startswith("Latency") for name in names(results))
    assert "Non-2xx or 3xx responses" not in names(results)
    assert results.warnings


@pytest.mark.parametrize("end", ["Requests/sec", "Transfer/sec", "  237 requests"])
def test_a_run_that_was_cut_off_is_incomplete(end: str) -> None:
    text = sample("wrk/latency.txt")
    results = read_text(text[: text.index(end)])
    assert not results.complete
    assert "Non-2xx or 3xx responses" not in names(results) or end == "Transfer/sec"


def test_several_runs_in_one_file_are_refused() -> None:
    with pytest.raises(Unreadable, match="several runs"):
        read_text(BUSY + WRK2)
