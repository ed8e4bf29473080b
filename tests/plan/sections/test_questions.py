"""Open questions: what is a question, and whether it is open."""

from __future__ import annotations

import pytest

from planproof.plan.model import Question
from tests.support import read


def questions(body: str) -> list[tuple[str, str]]:
    plan = read(f"# Orders\n\n## Open Questions\n\n{body}")
    return [(one.text, one.state) for one in plan.items if isinstance(one, Question)]


@pytest.mark.parametrize(
    ("bullet", "answer"),
    [
        ("* How long?\n  * answer: a day\n", "a day"),
        ("* How long? Resolved: a day\n", "a day"),
        ("* How long — **Decided:** a day\n", "a day"),
        ("* How long?\n\n  **Decision**: a day\n", "a day"),
        ("* How long? A: a day\n", "a day"),
        (
            "* How long? A day, as the payment provider keeps it.\n",
            "A day, as the payment provider keeps it.",
        ),
        ("* ~~How long?~~\n", "How long?"),
    ],
)
def test_an_answer_stands_with_its_question(bullet: str, answer: str) -> None:
    plan = read(f"## Open Questions\n\n{bullet}")
    (question,) = plan.items
    assert isinstance(question, Question)
    assert (question.state, question.answer) == ("answered", answer)


@pytest.mark.parametrize(
    "bullet",
    [
        "* How long?\n",
        "* How long? Perhaps a day, perhaps a week.\n",
        "* How long? (Support wants a week, legal a day.)\n",
        "* How long?\n  * Recommendation: a day\n",
        "* [ ] How long?\n",
        "* Open decision: how long a key is kept\n",
        "* Does a refused order fail closed) or open?\n",
    ],
)
def test_a_guess_is_no_answer(bullet: str) -> None:
    assert [state for _, state in questions(bullet)] == ["open"]


@pytest.mark.parametrize(
    "body",
    [
        "* How long?\n  * answer:\n",
        "* How long?\n  * answer:   \n",
        "* How long?\n  * answer:\n  * owner: ada\n",
        "* How long?\n  * answer: <!-- by Friday -->\n",
        "* How long? **Answer:**\n",
        "* How long? Resolved:\n",
        "**Q1: How long?**\n\nAnswer:\n",
        "**Q: How long?**\nA:\n",
        "### How long?\n\n**Answer:**\n",
        "### How long?\n\nDecision:\n\n<!-- to be written -->\n",
    ],
)
def test_an_empty_answer_is_none(body: str) -> None:
    assert [state for _, state in questions(body)] == ["open"]


@pytest.mark.parametrize(
    "body",
    [
        "* How long?\n  * answer:\n    * a day\n",
        "* How long?\n  * answer:\n  * Answer: a day\n",
        "* How long? (resolved)\n",
        "### How long?\n\nAnswer:\n\n* a day\n",
    ],
)
def test_an_answer_may_stand_below(body: str) -> None:
    assert [state for _, state in questions(body)] == ["answered"]


def test_a_ticked_question_is_answered() -> None:
    assert questions("* [x] How long?\n") == [("How long?", "answered")]


def test_the_options_of_a_question_are_no_questions() -> None:
    body = "1. **Storage**: should we:\n   * keep keys in memory?\n   * keep them in a table?\n"
    assert questions(body) == [("Storage: should we:", "open")]


def test_a_title_over_questions_is_none() -> None:
    body = "* **Storage:**\n  * In memory?\n  * In a table?\n* How long?\n"
    assert [text for text, _ in questions(body)] == ["In memory?", "In a table?", "How long?"]


def test_a_sub_heading_asks_or_gathers() -> None:
    body = """
### How long is a key kept?

* a day
* a week

### Deferred questions

* Who rotates the keys?

### Resolved during planning

* Which status is returned
"""
    assert questions(body) == [
        ("How long is a key kept?", "open"),
        ("Who rotates the keys?", "open"),
        ("Which status is returned", "answered"),
    ]


def test_strong_paragraphs_ask_and_what_follows_belongs_to_them() -> None:
    body = """
**Q1: How long is a key kept, says `TTL`?**

* Legal: a day

**Q: Which status?**
A: 409
"""
    assert questions(body) == [
        ("Q1: How long is a key kept, says TTL?", "open"),
        ("Q: Which status?", "answered"),
    ]


def test_rows_are_questions() -> None:
    body = "| Question | Decision |\n|---|---|\n| How long? | a day |\n| Which status? | |\n"
    assert questions(body) == [("How long?", "answered"), ("Which status?", "open")]


def test_none_is_no_question() -> None:
    assert questions("* None so far.\n") == []


def test_a_numbered_title_over_options_is_the_question() -> None:
    body = "1. **Health checks:**\n   - On every commit?\n   - Weekly?\n2. How long?\n"
    assert [text for text, _ in questions(body)] == ["Health checks:", "How long?"]


def test_a_numbered_title_over_questions_is_none() -> None:
    body = "1. **Limits:**\n   - What is the limit?\n   - Should it differ by type?\n"
    assert [text for text, _ in questions(body)] == [
        "What is the limit?",
        "Should it differ by type?",
    ]
