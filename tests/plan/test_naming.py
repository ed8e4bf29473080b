"""Which step of a plan a name means."""

from __future__ import annotations

import pytest

from planproof.plan.naming import names_of
from tests.support import read

PLAN = """\
# Orders

## Implementation Checklist

1. [ ] Add the table
   * [ ] 1.1 Its index
2. [ ] **AC-3** Use it
3. [ ] Measure it
4. [ ] TASK-7: Tell of it
5. [ ] **T010** Clean up

## Rollout Checklist

* [ ] 2. Begin
* [ ] **T010** Clean up again
* [ ] 08. Go on
"""


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("step-1", "Add the table"),
        ("STEP-1", "Add the table"),
        ("step-1.1", "1.1 Its index"),
        ("AC-3", "AC-3 Use it"),
        ("ac-3", "AC-3 Use it"),
        ("step-4", "TASK-7: Tell of it"),  # a label hides no number
        ("step-2", "2. Begin"),  # that is its id
        ("step-7", "TASK-7: Tell of it"),  # so is "TASK-7" read
        ("t010", "T010 Clean up"),  # the first
        ("step-03", "Measure it"),
        ("step-8", "08. Go on"),
        ("step-08", "08. Go on"),
    ],
)
def test_a_step_has_its_id_its_label_and_its_number(name: str, words: str) -> None:
    assert names_of(read(PLAN))[name].text == words


@pytest.mark.parametrize(
    "name", ["", "1", "step-9", "step-0", "step-", "b#step-1", "Add the table"]
)
def test_what_names_no_step(name: str) -> None:
    assert name not in names_of(read(PLAN))


def test_the_first_step_of_a_number_has_it_and_all_can_be_had() -> None:
    plan = "# A\n\n## Checklist\n\n* [ ] 1. One\n\n### Later\n\n* [ ] 1. Two\n"
    names = names_of(read(plan))
    assert names["step-1"].text == "1. One"
    assert names["step-1-2"].text == "1. Two"
    assert [step.text for step in names.printed("1")] == ["1. One", "1. Two"]
