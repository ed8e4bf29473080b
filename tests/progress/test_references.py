"""Pull requests by the messages of forges."""

from __future__ import annotations

import pytest

from planproof.progress.references import reference_of


@pytest.mark.parametrize(
    ("message", "reference"),
    [
        ("Read the key (#128)", "#128"),
        ("Merge pull request #128 from acme/key\n\nRead the key", "#128"),
        ("Merge branch 'key' into 'main'\n\nRead the key\n\nSee merge request acme/orders!12", "!12"),
        ("Merged in key (pull request #7)", "#7"),
        ("Merged PR 55: Read the key", "#55"),
        ('Revert "Read the key (#12)" (#14)', "#14"),
        ("Read the key, see #128", ""),
        ("Read the key", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_a_message_names_its_own_pull_request(message: str, reference: str) -> None:
    assert reference_of(message) == reference
