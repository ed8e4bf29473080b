"""What Locust's two formats share: buckets of response times and the names of figures (locust 2.47.0)."""

from __future__ import annotations

AGGREGATED = "Aggregated"
MOST_ENTRIES = 5_000
"""No more kinds of requests than this are read of a file."""

PERCENTILES = ("50", "66", "75", "80", "90", "95", "98", "99", "99.9", "99.99", "100")


def bounds(bucket: float) -> tuple[float, float]:
    """The response times, in ms, that Locust rounds to this bucket.

    Below 100 ms it rounds to 1 ms, below 1,000 to 10, below 10,000 to 100, and above to 1,000.
    """
    width = 1.0
    for limit in (100, 1000, 10000):
        if bucket < limit:
            return max(0.0, bucket - width / 2), bucket + width / 2
        if bucket == limit:  # times just below the limit are still rounded in finer steps
            return bucket - width / 2, bucket + width * 5
        width *= 10
    return bucket - width / 2, bucket + width / 2


def percentile(buckets: list[tuple[float, int]], requests: int, share: float) -> float | None:
    """A percentile as Locust works it out.

    Args:
        buckets: response time and how many had it, the slowest first.
        requests: how many requests there were, those without a response time too.
        share: of the requests, from 0 to 1.

    Returns:
        The bucket at which no more than `share` of all requests are left; None without buckets.
    """
    left, enough = requests, int(requests * share)
    for bucket, count in buckets:
        left -= count
        if left <= enough:
            return bucket
    return None


def title(method: str, name: str) -> str:
    """What figures of an entry begin with: `GET /orders`, or `Aggregated` for all requests."""
    return f"{method} {name}".strip()


def aliases(method: str, name: str, *figures: str) -> tuple[str, ...]:
    """The other spellings of a figure: each of its names after the entry with and without method."""
    found = []
    for entry in dict.fromkeys((title(method, name), name)):
        found += [f"{entry}.{figure}" for figure in figures]
    return (*found, *figures) if name == AGGREGATED and not method else tuple(found)
