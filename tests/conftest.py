"""What all tests share."""

from __future__ import annotations

from hypothesis import settings

# How long an example takes depends on what else the machine does; benchmarks are where time is measured.
settings.register_profile("planproof", deadline=None)
settings.load_profile("planproof")
