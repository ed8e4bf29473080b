"""A plan's way from draft to done: what has to hold for a step on it, and how the plan says where it is.

The state is a word in front matter, or in a line "Status: ..." where the plan has that. It is changed by the
smallest edit; every other key, comment and quotation mark stays. A plan that says nothing of its state gets
front matter of one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from planproof.plan.model import FrontValue, Plan, Question, Stakeholder, State, Step, Words
from planproof.plan.state import WORDS, state_word, status_lines
from planproof.plan.wording import normalised
from planproof.progress.support import remedy
from planproof.text.edit import Edit
from planproof.text.patterns import rx
from planproof.text.source import BOM, Span
from planproof.verdict.model import Judged, Verdict
from planproof.verdict.tense import called, shortened

FROM: Mapping[State, tuple[State, ...]] = {
    State.ACCEPTED: (State.DRAFT, State.REVIEW),
    State.ACTIVE: (State.ACCEPTED,),
    State.DONE: (State.ACTIVE, State.ACCEPTED),
    State.SUPERSEDED: (State.DRAFT, State.REVIEW, State.ACCEPTED, State.ACTIVE, State.DONE),
    State.WITHDRAWN: (State.DRAFT, State.REVIEW, State.ACCEPTED, State.ACTIVE),
}
"""From which states a plan comes to which."""

VERBS = {
    State.ACCEPTED: "accept",
    State.ACTIVE: "start",
    State.DONE: "finish",
    State.SUPERSEDED: "supersede",
    State.WITHDRAWN: "withdraw",
}
SIGN_OFFS = "sign-offs"
"""The key of front matter that names the roles which have to sign before the plan is accepted."""

BY = "superseded-by"
BECAUSE = "withdrawn-because"

_ASKS = r"(?i)\b(?:sign-?off|signs? off|approv(?:es?|al|er))\b"
_WORD = r"[^\W_]+(?:['’][^\W_]+)?"


class Missing(msgspec.Struct, frozen=True, gc=False):
    """Something that is missing for the step.

    Attributes:
        kind: `state`, `question`, `sign-off`, `step` or `claim`.
        item: the id of the item that it is about; empty for the plan.
        reason: in one sentence without a full stop.
        help: what to do.
    """

    kind: str
    item: str
    reason: str
    help: str = ""


class CannotSay(ValueError):
    """The state cannot be written into the plan. The message says why, without a full stop."""


# -- what has to hold ------------------------------------------------------------------------------


def out_of_turn(plan: Plan, state: State) -> list[Missing]:
    """Whether the plan is where it can come from. One that says nothing of its state is as good as a draft."""
    known = plan.state_from in ("front matter", "status line", "folder")
    # Boxes say well enough that work is going on, but not that anybody agreed to it.
    now = plan.state if known or state is State.DONE else State.DRAFT
    if now in FROM[state] or (state is State.DONE and not known and now is State.DONE):
        return []
    says = f"it is {now.value}" if known else "it does not say that it was accepted"
    *others, last = (one.value for one in FROM[state])
    before = f"{', '.join(others)} or {last}" if others else last
    verb = VERBS.get(FROM[state][0], "") if state in (State.ACTIVE, State.DONE) else ""
    remedy = f"`planproof {verb} {plan.id}` first." if verb and not now.closed else ""
    return [
        Missing(
            "state", "", f"{says}; only a plan that is {before} can become {state.value}", remedy
        )
    ]


def open_questions(plan: Plan) -> list[Missing]:
    """The questions that nobody has answered."""
    return [
        Missing(
            "question", item.id, f'open: "{shortened(item.text, 80)}"', "Write `answer:` below it."
        )
        for item in plan.items
        if isinstance(item, Question) and item.open
    ]


def asked_sign_offs(plan: Plan, configured: Iterable[str]) -> tuple[str, ...]:
    """The roles whose sign-off the plan needs to be accepted.

    Those of the setting `sign-offs`, those that front matter names, and the stakeholders whose
    responsibility says that they sign off or approve.
    """
    value = plan.front.get(SIGN_OFFS)
    named = rx(r"[^\[\],\n\"'-][^\[\],\n\"']*").findall(value.value) if value is not None else []
    rows = [
        item.role.text
        for item in plan.items
        if isinstance(item, Stakeholder) and rx(_ASKS).search(item.responsibility.text)
    ]
    found: dict[str, str] = {}
    for role in (*configured, *named, *rows):
        if role.strip():
            found.setdefault(normalised(role), role.strip())
    return tuple(found.values())


def undone(plan: Plan, judged: Sequence[Judged]) -> list[Missing]:
    """What a plan that is done still lacks: open steps, and claims that are broken, pending, unproven or stale.

    Args:
        plan: the plan.
        judged: its claims, judged as of a plan that is done.
    """
    found = [
        Missing("step", item.id, f'{called(item)} is open: "{shortened(item.text, 60)}"',
                f"Do it, and `planproof tick {plan.id}#{item.id}`.")
        for item in plan.items
        if isinstance(item, Step)
        and item.task is not None
        and not item.done
        and not rx(r"(?i)\boptional\b").search(item.text)
    ]  # fmt: skip
    lacking = (Verdict.BROKEN, Verdict.STALE, Verdict.UNPROVEN, Verdict.PENDING)
    for verdict in lacking:
        found += [
            Missing(
                "claim", one.item, f"{verdict.value}: {one.says}: {one.reason}", remedy(plan, one)
            )
            for one in judged
            if one.verdict == verdict and not one.accepted
        ]
    return found


# -- how the plan says it --------------------------------------------------------------------------


def edits_for(
    plan: Plan, word: str, more: Mapping[str, str], own: Mapping[str, State]
) -> list[Edit]:
    """The edits by which a plan says another state.

    Args:
        plan: the plan.
        word: the word for the state.
        more: other keys to write, such as by which plan it is superseded; where the plan has a status line
            and no front matter they follow the word there.
        own: the template's own words for states.

    Raises:
        CannotSay: what is there cannot be edited without guessing.
    """
    if plan.front.problem:
        raise CannotSay(f"its front matter cannot be read: {plan.front.problem}")
    declared = plan.front.get("status")
    line = next((one for one in status_lines(plan.sections) if state_word(one.text, own)), None)
    if declared is None and line is not None:
        return [*_in_line(plan, line, word, more, own)]
    values = {} if declared is not None else {"status": word}
    edits: list[Edit] = []
    if declared is not None:
        was = plan.document.source[declared.value_span].strip("\"'")
        edits.append(_in_value(plan, declared, _cased(was, word)))
    for key, value in more.items():
        there = plan.front.get(key)
        if there is not None:
            edits.append(_in_value(plan, there, value))
        else:
            values[key] = value
    return edits + (_new_keys(plan, values) if values else [])


def _in_value(plan: Plan, at: FrontValue, word: str) -> Edit:
    """A front matter's value, with the quotation marks that it has."""
    source = plan.document.source
    raw = source[at.value_span]
    if not raw:
        end = plan.document.source.text.find(":", at.key_span.end) + 1
        return Edit(Span(end, end), "", f" {_scalar(word)}")
    if "\n" in raw or raw[0] in "[{|>&*!":
        raise CannotSay(f"`{at.key}:` holds more than a word")
    if raw[0] in "\"'" and raw[-1] == raw[0] and len(raw) > 1:
        quote = raw[0]
        inner = word.replace("'", "''") if quote == "'" else _escaped(word)
        return Edit(at.value_span, raw, f"{quote}{inner}{quote}")
    return Edit(at.value_span, raw, _scalar(word))


def _new_keys(plan: Plan, values: Mapping[str, str]) -> list[Edit]:
    source = plan.document.source
    newline = source.newline
    lines = "".join(f"{key}: {_scalar(value)}{newline}" for key, value in values.items())
    front = plan.document.front
    if front is None:
        at = len(BOM) if source.text.startswith(BOM) else 0
        return [Edit(Span(at, at), "", f"---{newline}{lines}---{newline}{newline}")]
    content = source[front.content]
    if content.lstrip().startswith("{"):
        raise CannotSay("its front matter is written in braces")
    end = front.content.end
    lead = "" if not content or content.endswith(("\n", "\r")) else newline
    if lead:  # the line end before the closing line is not part of the content
        lines = f"{newline}{lines.rstrip()}"
    return [Edit(Span(end, end), "", lines)]


def _in_line(
    plan: Plan, line: Words, word: str, more: Mapping[str, str], own: Mapping[str, State]
) -> list[Edit]:
    """The word for the state in a status line, and behind it what else is to be said."""
    source = plan.document.source
    raw = source[line.span]
    head = rx(r"(?i)\W{0,4}status\W{1,6}").match(raw) or rx(r"(?i).*?\bstatus\b\W{1,6}").match(raw)
    start = head.end() if head is not None else 0
    words = list(rx(_WORD).finditer(raw, start))
    for count in (3, 2, 1):
        if len(words) >= count:
            end = words[count - 1].end()
            said = raw[words[0].start() : end]
            if normalised(said) in own or normalised(said) in WORDS:
                at = line.span.start + words[0].start()
                tail = "".join(f", {_spoken(key, value)}" for key, value in more.items())
                return [Edit(Span(at, at + len(said)), said, f"{_cased(said, word)}{tail}")]
    raise CannotSay("the word for its state was not found in its status line")


def _spoken(key: str, value: str) -> str:
    return f"by {value}" if key == BY else value


def _cased(like: str, word: str) -> str:
    """A word in the case that another one has: `Draft`, `DRAFT`, `draft`."""
    letters = [one for one in like if one.isalpha()]
    if len(letters) > 1 and all(one.isupper() for one in letters):
        return word.upper()
    if letters and letters[0].isupper() and word[:1].islower():
        return word[:1].upper() + word[1:]
    return word


def _scalar(text: str) -> str:
    """A YAML scalar: plain where that says the same, else in quotation marks."""
    plain = rx(r"[A-Za-z](?:[\w./ ()-]*[\w.)-])?").fullmatch(text) is not None
    if plain and text.casefold() not in (
        "yes",
        "no",
        "true",
        "false",
        "on",
        "off",
        "null",
        "y",
        "n",
    ):
        return text
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')
