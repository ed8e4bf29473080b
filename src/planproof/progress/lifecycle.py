"""A plan's way from draft to done: what has to hold for a step on it, and how the plan says where it is.

The state is a word in front matter, or in a line "Status: ..." where the plan has that. It is changed by the
smallest edit: the word alone, and every other word, key, comment and quotation mark stays. What would then say
something untrue, such as "on 2026-01-01 by Ada" behind "accepted", is not guessed at: the edit is refused. A plan
that says nothing of its state gets front matter of one line.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import msgspec

from planproof.evidence.standing import wants_proof
from planproof.plan.ids import quoted
from planproof.plan.model import FrontValue, Item, Plan, Question, Stakeholder, State, Step
from planproof.plan.state import StatusLine, said, state_word, status_lines
from planproof.plan.wording import normalised
from planproof.progress.support import beside_a_tick
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

_WAY = (State.ACCEPTED, State.ACTIVE, State.DONE)
"""The states that a plan comes to only where something holds, in their order."""

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
_OTHER_FRONT = r"\ufeff?(?:\+\+\+|\{)[ \t]*[\r\n]"
"""How front matter begins that is TOML or JSON."""

_MORE_THAN_WORDS = "[{|>&*!"
"""How values of YAML begin that are more than words in one line."""

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*"
_OF_THEN = (
    r"(?i)\b(?:on|by|in|at|for|to|since|until|as of|pending|await\w*|waiting|needs?"
    rf"|\d{{4}}-\d\d?-\d\d?|\d\d?[./]\d\d?[./]\d{{2,4}}|\d\d? {_MONTH}|{_MONTH} \d+)\b"
)
"""Words behind the one for a state that are about that state: when, by whom, what it waits for."""


class Missing(msgspec.Struct, frozen=True, gc=False):
    """Something that is missing for the step.

    Attributes:
        kind: `state`, `question`, `finding`, `sign-off`, `step` or `claim`.
        item: the id of the item that it is about; empty for the plan.
        reason: in one sentence without a full stop.
        help: what to do.
    """

    kind: str
    item: str
    reason: str
    help: str


class CannotSay(ValueError):
    """The state cannot be written into the plan. The message says why, without a full stop."""


# -- what has to hold ------------------------------------------------------------------------------


def out_of_turn(plan: Plan, state: State) -> list[Missing]:
    """Whether the plan is where it can come from. One that says nothing of its state is as good as a draft."""
    known = says_its_state(plan)
    # Boxes say well enough that work is going on, but not that anybody agreed to it.
    now = plan.state if known or state is State.DONE else State.DRAFT
    if now in FROM[state] or (state is State.DONE and not known and now is State.DONE):
        return []
    says = f"it is {now.value}" if known else "it does not say that it was accepted"
    *others, last = (one.value for one in FROM[state])
    before = f"{', '.join(others)} or {last}" if others else last
    possible = now in FROM[State.ACCEPTED] and state in (State.ACTIVE, State.DONE)
    remedy = f"`planproof {VERBS[State.ACCEPTED]} {plan.id}` first." if possible else ""
    return [
        Missing(
            "state", "", f"{says}; only a plan that is {before} can become {state.value}", remedy
        )
    ]


def unknown_word(plan: Plan, own: Mapping[str, State]) -> list[Missing]:
    """Whether the plan says of its state what planproof does not understand, and therefore must not replace.

    Args:
        plan: the plan.
        own: the template's own words for states.
    """
    declared = plan.front.get("status")
    if declared is not None:
        words = "" if state_word(declared.value, own) else declared.value
    else:
        lines = list(status_lines(plan.document.source, plan.sections))
        known = any(state_word(one.text, own) for one in lines)
        words = "" if known else next((one.text for one in lines if one.sure), "")
    if not rx(r"\w").search(words):
        return []
    reason = f'its status says "{shortened(words, 60)}", which is no state that planproof knows'
    states = ", ".join(f"`{one.value}`" for one in State)
    return [Missing("state", "", reason, f"Write one of {states} there.")]


def open_questions(plan: Plan) -> list[Missing]:
    """The questions that nobody has answered."""
    return [
        Missing(
            "question",
            item.id,
            f'"{shortened(item.text, 80)}" is open',
            "Write `answer:` below it.",
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
                f"Do it, and `planproof tick {quoted(plan.id, item.id)}`.")
        for item in plan.items
        if isinstance(item, Step)
        and item.task is not None
        and not item.done
        and not item.optional
    ]  # fmt: skip
    lacking = (Verdict.BROKEN, Verdict.STALE, Verdict.UNPROVEN, Verdict.PENDING)
    for verdict in lacking:
        found += [
            Missing("claim", one.item, _unfulfilled(one), one.help)
            for one in judged
            if one.verdict == verdict and not one.accepted
        ]
    return found


def _unfulfilled(one: Judged) -> str:
    """That a claim does not hold, and why: `goal-1` is unproven: it names no proof."""
    what = f"`{one.item}`" if one.item else f'"{one.says}"'
    why = one.lacking or one.reason if one.kind == "proof" else beside_a_tick(one)
    return f"{what} is {one.verdict.value}: {why}"


def without_proof(plan: Plan) -> list[Item]:
    """The items that only a proof can tell of, and that name none: `finish` will ask for it."""
    return [item for item in plan.items if wants_proof(item) and item.field("proof") is None]


def passed(before: Plan | None, after: Plan) -> tuple[State, ...]:
    """The states whose conditions have to hold for what a plan says now of its state, and did not say before.

    A plan may well go several steps of its way in one change, so that those between count as well. Nothing is
    asked of one that goes back, from done to active, nor of one that is laid aside, be it by its folder: plans are
    moved to an archive with steps open.

    Args:
        before: the plan before the change; None where it is new.
        after: the plan after it.

    Returns:
        Of accepted and done those that it passes or reaches.
    """
    if not (says_its_state(after) and after.state in _WAY) or after.state_from == "folder":
        return ()
    known = before is not None and says_its_state(before)
    was = before.state if known and before is not None else State.DRAFT
    reached = _WAY.index(after.state)
    if was in _WAY and _WAY.index(was) >= reached:
        return ()
    # A team that writes no states can come to an end all the same; see `out_of_turn`.
    silent = before is not None and not known and after.state is State.DONE
    accepted = (State.ACCEPTED,) if was not in _WAY and not silent else ()
    return (*accepted, State.DONE) if after.state is State.DONE else accepted


def says_its_state(plan: Plan) -> bool:
    """Whether a plan says itself, or its folder, what its state is; else its boxes do."""
    return plan.says_state or plan.state_from == "folder"


# -- how the plan says it --------------------------------------------------------------------------


def told(plan: Plan, key: str, own: Mapping[str, State]) -> str:
    """What the plan says beside its state: the value of a key, else what stands behind the word for the state."""
    value = plan.front.get(key)
    if value is not None:
        return value.value
    declared = plan.front.get("status")
    text = declared.value if declared is not None else _line_of(plan, own)[1]
    found = said(text, own)
    return text[found.end :].strip(" \t.,;:*_`\"'") if found is not None else ""


def edits_for(
    plan: Plan, word: str, more: Mapping[str, str], own: Mapping[str, State]
) -> list[Edit]:
    """The edits by which a plan says another state.

    Args:
        plan: the plan.
        word: the word for the state; empty where the one that stands there is to stay.
        more: other keys to write, such as by which plan it is superseded; where the plan has a status line
            and no front matter they follow the word there.
        own: the template's own words for states.

    Raises:
        CannotSay: what is there cannot be edited without guessing.
    """
    if rx(_OTHER_FRONT).match(plan.document.source.text):
        raise CannotSay("its front matter is not YAML")
    if plan.front.problem:
        raise CannotSay(f"its front matter cannot be read: {plan.front.problem}")
    declared = plan.front.get("status")
    line = _line_of(plan, own)
    if declared is None and line.text:
        return [_in_line(plan, line, word, more, own)]
    values = {} if declared is not None else {"status": word}
    edits: list[Edit] = []
    if declared is not None and word:
        edits.append(_state_in_value(plan, declared, word, own))
    for key, value in more.items():
        there = plan.front.get(key)
        if there is not None:
            edits.append(_in_value(plan, there, value))
        else:
            values[key] = value
    return edits + (_new_keys(plan, values) if values else [])


def _line_of(plan: Plan, own: Mapping[str, State]) -> StatusLine:
    """The status line that names a state; an empty one where there is none."""
    lines = status_lines(plan.document.source, plan.sections)
    nothing = StatusLine(Span(0, 0), "", False)
    return next((one for one in lines if state_word(one.text, own)), nothing)


def _see_that_it_stays_true(rest: str, word: str) -> None:
    """Refuse another word before what was said of the state that was."""
    if rx(_OF_THEN).search(rest):
        behind = shortened(rest.strip(" ,;:*_`\"'"), 60)
        raise CannotSay(f'behind the state it says "{behind}", which "{word}" would make untrue')


def _state_in_value(plan: Plan, at: FrontValue, word: str, own: Mapping[str, State]) -> Edit:
    """The word for the state in front matter's `status:`, where other words may follow it."""
    raw = plan.document.source[at.value_span]
    found = said(at.value, own)
    if found is None or raw[0] in _MORE_THAN_WORDS:
        return _in_value(plan, at, word)
    _see_that_it_stays_true(at.value[found.end :], word)
    was = at.value[found.start : found.end]
    instead = _cased(was, word)
    start = at.value_span.start + found.start
    if raw == at.value and _scalar(instead) == instead:
        return Edit(Span(start, start + len(was)), was, instead)
    return _in_value(plan, at, f"{at.value[: found.start]}{instead}{at.value[found.end :]}")


def _in_value(plan: Plan, at: FrontValue, word: str) -> Edit:
    """A front matter's value, with the quotation marks that it has."""
    source = plan.document.source
    raw = source[at.value_span]
    if not raw:
        end = plan.document.source.text.find(":", at.key_span.end) + 1
        return Edit(Span(end, end), "", f" {_scalar(word)}")
    if "\n" in raw or raw[0] in _MORE_THAN_WORDS:
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
    plan: Plan, line: StatusLine, word: str, more: Mapping[str, str], own: Mapping[str, State]
) -> Edit:
    """The word for the state in a status line, and behind it what else is to be said."""
    found = said(line.text, own)
    if found is None:
        raise CannotSay("the word for its state was not found in its status line")
    if word:
        _see_that_it_stays_true(line.text[found.end :], word)
    at = line.span.start + found.start
    if any(one.image and one.span.start <= at < one.span.end for one in plan.document.links):
        raise CannotSay("an image says its state")
    tail = "".join(f", {_spoken(key, value)}" for key, value in more.items())
    if any(one.span.start <= at < one.span.end for one in plan.document.tables):
        tail = tail.replace("|", "\\|")
    was = line.text[found.start : found.end]
    return Edit(Span(at, at + len(was)), was, f"{_cased(was, word) if word else was}{tail}")


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
