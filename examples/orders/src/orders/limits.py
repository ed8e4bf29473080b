"""How many orders a client may send: a bucket of tokens that fills at a steady rate."""

from __future__ import annotations

import os
import threading
import time

from orders.config import whole_number


class Limiter:
    """One bucket for each client, kept in this process."""

    def __init__(self, per_minute: int, burst: int, exempt: str = "") -> None:
        """Let each client send `burst` orders at once, and `per_minute` over time.

        Those whose addresses are in `exempt`, separated by commas, may send as many as they like.
        """
        self._per_second, self._burst = per_minute / 60, burst
        self._exempt = {address.strip() for address in exempt.split(",")}
        self._buckets: dict[str, tuple[float, float]] = {}
        self._lock = threading.Lock()

    def seconds_to_wait(self, client: str) -> float:
        """Take a token for `client`: 0 if there was one, else when there will be."""
        if client in self._exempt:
            return 0.0
        now = time.monotonic()
        with self._lock:
            tokens, since = self._buckets.get(client, (self._burst, now))
            tokens = min(self._burst, tokens + (now - since) * self._per_second)
            self._buckets[client] = (tokens - (tokens >= 1), now)
        return max(0.0, (1 - tokens) / self._per_second)


def from_environment() -> Limiter:
    """The limiter that the environment asks for."""
    per_minute = os.environ.get("RATE_LIMIT_PER_MINUTE", "600")
    burst = os.environ.get("RATE_LIMIT_BURST", "50")
    exempt = os.environ.get("RATE_LIMIT_EXEMPT", "")
    return Limiter(
        whole_number("RATE_LIMIT_PER_MINUTE", per_minute, at_least=1),
        whole_number("RATE_LIMIT_BURST", burst, at_least=1),
        exempt,
    )
