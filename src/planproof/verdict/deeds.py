"""What a step does to what it names: makes it, takes it away, moves it, or only touches it.

A step is a sentence such as "Remove the flag `x` from `src/app.py`". The verb that begins its clause says
what happens to the names that follow it directly; a name behind a preposition (`from`, `in`, `for`) is
where it happens. Verbs elsewhere are nouns in disguise ("add a delete endpoint") and say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from planproof.markdown.tree import Code
from planproof.plan.model import Step
from planproof.text.patterns import rx

Deed = Literal["makes", "removes", "retires", "moves", "touches"]
"""`retires`: the step puts an end to the use of something that may stay: cleans up, turns off."""


MAKES: Deed = "makes"


class Named(NamedTuple):
    """Something that a step names in a code span.

    Attributes:
        deed: what the step does to it.
        clause: what the clause is about that it stands in: `removes` in "remove ... from `x`".
        before: the words between the name before it, or the beginning, and this one.
        after: the words between it and the next name, or the end.
        verb: what the clause begins with, in small letters; empty where it begins with a name.
    """

    code: Code
    deed: Deed
    clause: Deed
    before: str
    after: str
    verb: str = ""

    @property
    def text(self) -> str:
        """The name."""
        return self.code.text.strip()

    @property
    def creates(self) -> bool:
        """Whether the step says plainly that it makes it: "add `x`", and not "sketch `x`" or "a test for `x`"."""
        made = self.deed == "makes" and rx(_CREATES).match(self.verb) is not None
        return made and not rx(_ABOUT).search(self.before)

    @property
    def ends(self) -> bool:
        """Whether the step puts an end to it, if it is a flag: also "the code behind `x`", "remove it"."""
        if self.deed in ("removes", "retires"):
            return True
        if self.deed == "touches" and self.clause in ("removes", "retires"):
            return bool(rx(_ITS_CODE).search(self.before) or rx(_FLAG).match(self.after))
        return rx(_IT).search(self.after) is not None


_CREATES = r"(?:add|creat|implement|introduc|writ|built|build|mov|renam|extract|split)"
_ABOUT = r"(?i)\b(?:for|of|about|against|with|cover(?:s|ing|age)?)\W*$"
_BEGIN = r"^(?:[\W\d_]|(?:step|task|phase|part|week)s? \d+\b|[A-Z]+-?\d+\b)*"
_NEXT = r"(?:[,;:.!?(—–]\s*|\b(?:and|then|finally|also|now|later|fully|completely|but)\s+)+"
_REMOVE = (
    r"remov(?:es?|ed|ing|al of)|delet(?:es?|ed|ing|ion of)|drop(?:s|ped|ping)?|decommission\w*|sunset\w*"
    r"|retir(?:es?|ed|ing)|get(?:s|ting)? rid of|(?:strip|rip)(?:s|ped|ping)? out|rip(?:s|ped|ping)?"
    r"|tak(?:es?|ing) out|purg(?:es?|ed|ing)"
)
_RETIRE = (
    r"clean(?:s|ed|ing)?[ -]?up|stop(?:s|ped|ping)?|disabl(?:es?|ed|ing)|(?:turn|switch)(?:e?s|ed|ing)? off"
    r"|deprecat(?:es?|ed|ing)|revert(?:s|ed|ing)?|undo\w*|abandon\w*|strip(?:s|ped|ping)?"
    r"|(?:flag|toggle|gate)s? (?:removal|clean-?up)"
)
_MOVE = (
    r"mov(?:es?|ed|ing)|renam(?:es?|ed|ing)|relocat(?:es?|ed|ing)|migrat(?:es?|ed|ing)|replac(?:es?|ed|ing)"
    r"|split(?:s|ting)?|merg(?:es?|ed|ing)|convert(?:s|ed|ing)?|port(?:s|ed|ing)?|extract(?:s|ed|ing)?"
    r"|fold(?:s|ed|ing)?|inlin(?:es?|ed|ing)|swap(?:s|ped|ping)?|switch(?:es|ed|ing)?|transfer\w*"
    r"|cop(?:y|ies|ied)"
)
_MAKE = (
    r"add|creat|implement|introduc|writ|build|serv|read|emit|us|expos|extend|updat|wir|call|test|mak|put|keep|let"
    r"|document|defin|register|generat|publish|record|measur|enabl|turn|set|run|log|count|send|return|cover|list|describ"
)
_ACTS = rf"(?P<retires>{_RETIRE})|(?P<removes>{_REMOVE})|(?P<moves>{_MOVE})"
_FIRST = rf"(?i){_BEGIN}(?:(?:{_ACTS}|(?P<makes>[a-z]+))\b)"
_LATER = rf"(?i){_NEXT}(?:(?:{_ACTS})|(?P<makes>(?:{_MAKE})(?:e?s|e?d|ing|e)?))\b"
_AROUND = (
    r"(?i)\(|[;!?]|\.\s|\b(?:from|in|into|of|for|to|by|with|within|inside|at|on|under|behind|via|through|per|see|using|against"
    r"|where|which|that|like|as|than|after|before|because|since|if|when|until|unless|so)\b"
)
_TARGET = r"(?i)(?:\b(?:to|into|as|by|with)|→|->|=>)\W*(?:(?:the|a|an|new)\s+)*(?:\w+\s+){0,2}\W*$"
_NOT_IT = (
    r"(?i)(?:\b(?:instead of|rather than|without|not|no longer|unlike|like|such as|for example|for instance|as in|see|similar to"
    r"|based on|copied from|modelled on|modeled on|extend(?:s|ing)|import(?:s|ing)|if|whether|unless|exclud(?:e|es|ed|ing)|ignor(?:e|es|ed|ing)"
    r"|or|likely(?:\s+(?:in|at))?|probably(?:\s+(?:in|at))?|perhaps|maybe"
    r"|no(?:\s+(?:existing|other|such))?)(?:\s+(?:a|an|the|at|in|new|renamed|another|existing|sibling|module|file))*|\be\.g\.|\bcf\.|例如|比如|例えば|\bz\. ?B\.)\W*(?:(?:the|a|an)\s+)?\W*$"
)
_LEFT_OPEN = (
    r"(?i)^\W{0,3}(?:or\b|(?:does|do|did|must|should|shall)\s*(?:not|n't)\s+(?:yet\s+)?exist\b)|^\W{0,3}(?:(?:is|are|was|were|will be|stays?|remains?)\s+)?(?:an?\s+|left (?:as|for)\s+)?(?:follow-?ups?|optional"
    r"|deferred|postponed|skipped|out of scope|(?:not|no longer) (?:blocking|needed|required|necessary|yet|in scope)"
    r"|if (?:it |they |this )?(?:exists?|needed|present|necessary|applicable|implemented|any|desired|time))\b"
)
"""Words after a name that leave open whether it will be there."""

_OR = r"(?i)\bor\b[^.;`]{0,30}$"
_ARROW = r"\s*`?\s*(?:→|->|=>|⇒|➜|➔)\s*`?\s*"
_ENDPOINT = r"^\s*(?:GET|POST|PUT|PATCH|DELETE|HEAD|OPTIONS)\s+/"
_FILE = r"^\s*[\w.@+/-]+\.\w+\s*$"
_LIST = r"(?i)^[\s,&/*_`]*(?:and|or)?[\s,*_`]*(?:(?:the|its|old|legacy|unused|now)\s+)*$"
_PASSIVE = (
    r"(?i)^[^\w:]*(?:(?:flag|toggle|gate|file|module|endpoint|route)\s+)?"
    r"(?:(?:is|are|was|were|gets?|got|has been|have been)\s+)?(?:removed|deleted|dropped|gone|retired)\b(?!\s+(?:`|the\b|all\b|an?\b))"
)
_ITS_CODE = (
    r"(?i)\b(?:flags?|toggles?|gates?|switch|behind|uses? of|references? to|checks? (?:of|for))\W*$"
)
_FLAG = r"(?i)^\W*(?:feature )?(?:flag|toggle|gate|switch)\b"
_IT = r"(?i)\b(?:remove|delete|drop|retire|clean up)s?\s+(?:it|them|this|that|the (?:flag|toggle|gate))\b"


def named_in(step: Step, source: str) -> tuple[Named, ...]:
    """What a step names in code spans, in its order, each with what the step does to it."""
    return tuple(_named(step, source))


def _named(step: Step, source: str) -> Iterator[Named]:
    codes = sorted(
        (one for one in step.words.inlines if isinstance(one, Code)), key=lambda one: one.span.start
    )
    at = step.words.span.start
    clause, deed, verb = MAKES, MAKES, ""
    for index, code in enumerate(codes):
        stop = codes[index + 1].span.start if index + 1 < len(codes) else step.words.span.end
        before, after = source[at : code.span.start], source[code.span.end : stop]
        if index == 0 or not rx(_LIST).match(before):
            begun = _clause(before, first=index == 0)
            verb = begun.verb or verb
            clause, deed = _deed(clause, before, begun)
        this = deed
        if rx(_PASSIVE).match(after):
            this = "removes"
        elif deed == "makes" and (rx(_LEFT_OPEN).match(after) or rx(_OR).search(before)):
            this = "touches"  # one of several, or not at all
        elif deed == "makes" and index + 1 < len(codes) and rx(_ARROW).fullmatch(after):
            this = "moves" if _alike(code.text, codes[index + 1].text) else deed
        yield Named(code, this, clause, before, after, verb)
        at = code.span.end


def _alike(one: str, other: str) -> bool:
    """Whether two names are both paths, or both endpoints, so that an arrow leads from one to the other."""
    return any(rx(sort).match(one) and rx(sort).match(other) for sort in (_ENDPOINT, _FILE))


class _Begun(NamedTuple):
    """The last clause that begins in some words.

    Attributes:
        deed: what it is about; None where no clause begins there.
        rest: the words after its verb, or all.
        verb: its verb, in small letters, or empty.
    """

    deed: Deed | None
    rest: str
    verb: str


def _deed(clause: Deed, before: str, begun: _Begun) -> tuple[Deed, Deed]:
    """What the clause is about that a name stands in, and what happens to the name.

    Args:
        clause: what that of the name before it is about.
        before: the words between the two.
        begun: the clause that begins in them.
    """
    began, rest, _ = begun
    if began:
        clause = began
    if rx(_NOT_IT).search(before):
        return clause, "touches"
    if clause == "makes":
        return clause, "makes"
    if clause == "moves":
        return clause, "makes" if rx(_TARGET).search(rest) else "moves"
    if began:
        beside = rx(_AROUND).search(rest) or len(rest.split()) > 6  # words
        return clause, "touches" if beside else clause
    return clause, "touches"


def _clause(before: str, *, first: bool) -> _Begun:
    """The last clause that begins in some words; at the beginning of a step one always does."""
    begun = rx(_FIRST).match(before) if first else None
    for one in rx(_LATER).finditer(before):
        begun = one
    if begun is None:
        return _Begun("makes" if first else None, before, "")
    verb = begun.lastgroup or "makes"
    if begun[verb].isupper() and len(begun[verb]) > 1:  # `DELETE` is a method
        return _Begun("makes" if first else None, before, "")
    deeds: dict[str, Deed] = {
        "removes": "removes", "retires": "retires", "moves": "moves", "makes": "makes",
    }  # fmt: skip
    return _Begun(deeds[verb], before[begun.end() :], begun[verb].casefold())
