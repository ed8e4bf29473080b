"""What a run of `verify` has to say, with places made concrete. Formats render it and add nothing of their own."""

import msgspec

from planproof.report.model import Located, Place, Problem, Related, Report, RuleInfo
from planproof.report.words import counted

VERDICTS = ("holds", "broken", "pending", "unproven", "stale", "unknown")
"""The verdicts, in the order in which summaries name them."""


class RestPlace(msgspec.Struct, frozen=True, gc=False):
    """Something that a verdict rests on.

    Attributes:
        line: counts from 1; 0 for the whole file.
        says: what is there, in a few words.
        contradicts: whether it contradicts the plan.
        excerpt: the line's text, where the claim is broken.
    """

    path: str
    line: int
    says: str
    contradicts: bool = False
    excerpt: str = ""


class ClaimLine(msgspec.Struct, frozen=True, gc=False):
    """A claim with its verdict.

    Attributes:
        key: item, kind and subject: `variable-2/variable-default:ORDERS_PORT`.
        kind: of the claim.
        item: the id of the item that asserts it.
        section: the title of the section it stands in, with its number.
        says: the claim in one sentence.
        reason: why the verdict is what it is.
        help: what to do, where it is broken.
        excerpt: the plan's line.
        fingerprint: of plan, claim and subject; stays when lines shift.
        accepted: why it counts for nothing though it is broken.
        known: whether the baseline has it.
        was: the verdict at the revision it is compared with; empty where there is none to compare.
    """

    key: str
    kind: str
    item: str
    section: str
    verdict: str
    subject: str
    says: str
    reason: str
    help: str
    place: Place
    excerpt: str
    fingerprint: str
    rests: tuple[RestPlace, ...] = ()
    accepted: str = ""
    known: bool = False
    was: str = ""

    @property
    def counts(self) -> bool:
        """Whether it makes the run fail."""
        return self.verdict == "broken" and not self.accepted and not self.known


class PlanTruth(msgspec.Struct, frozen=True, gc=False):
    """A plan's claims, in the order of the text."""

    path: str
    id: str
    title: str
    template: str
    state: str
    claims: tuple[ClaimLine, ...]

    def count(self, verdict: str) -> int:
        """How many claims have a verdict."""
        return sum(1 for claim in self.claims if claim.verdict == verdict)


class Read(msgspec.Struct, frozen=True, gc=False):
    """What was read of the repository, and what was not.

    Attributes:
        languages: files read, by language.
        unread: files of code that no probe reads, by suffix.
        left_out: files that were not read, by reason.
        partly: files of which a part could not be read, with the line.
    """

    files: int = 0
    languages: dict[str, int] = {}
    unread: dict[str, int] = {}
    left_out: dict[str, int] = {}
    partly: tuple[tuple[str, int], ...] = ()


class Truth(msgspec.Struct, frozen=True, gc=False):
    """What a run of `verify` has to say.

    Attributes:
        root: the folder that paths count from, as an absolute path.
        at: the commit that was judged; empty for the work tree.
        since: the commit that verdicts are compared with; empty where none are.
        plans: the plans that were judged.
        set_aside: plans that were not judged, with the reason.
        passed_over: how many Markdown files were not taken for plans.
        kinds: the kinds of claims that were judged.
    """

    version: str
    root: str
    at: str
    since: str
    plans: tuple[PlanTruth, ...]
    set_aside: tuple[tuple[str, str], ...]
    passed_over: int
    problems: tuple[Problem, ...]
    read: Read
    kinds: tuple[RuleInfo, ...]

    @property
    def claims(self) -> list[tuple[PlanTruth, ClaimLine]]:
        """Every claim with its plan."""
        return [(plan, claim) for plan in self.plans for claim in plan.claims]

    def count(self, verdict: str) -> int:
        """How many claims have a verdict."""
        return sum(plan.count(verdict) for plan in self.plans)

    @property
    def tally(self) -> list[tuple[str, int]]:
        """How many claims have each verdict; broken ones that somebody accepted are counted as `accepted`."""
        accepted = sum(
            claim.verdict == "broken" and bool(claim.accepted) for _, claim in self.claims
        )
        found: list[tuple[str, int]] = []
        for word in VERDICTS:
            number = self.count(word)
            found.append((word, number - accepted if word == "broken" else number))
            if word == "broken" and accepted:
                found.append(("accepted", accepted))
        return found

    @property
    def judged(self) -> int:
        """How many claims could be held against anything."""
        return len(self.claims) - self.count("unknown")

    @property
    def failing(self) -> int:
        """How many broken claims are neither accepted nor in the baseline."""
        return sum(1 for _, claim in self.claims if claim.counts)


def closing(truth: Truth) -> str:
    """What was judged and what came of it, in a few sentences, with denominators."""
    claims, plans = counted(len(truth.claims), "claim"), counted(len(truth.plans), "plan")
    tally = truth.tally
    verdicts = ", ".join(f"{number:,} {_AS_COUNTED.get(word, word)}" for word, number in tally)
    at = f" at {truth.at[:10]}" if truth.at else ""
    sentences = [f"Judged {claims} in {plans}{at}: {verdicts}."]
    if not truth.judged:
        sentences = [f"Nothing was judged: {claims} in {plans}{at}."]
    known = dict(tally)["broken"] - truth.failing
    if known:
        are = "is" if known == 1 else "are"
        sentences.append(f"{known:,} of the broken {are} in the baseline.")
    if truth.set_aside:
        aside = counted(len(truth.set_aside), "plan is", "plans are")
        sentences.append(f"{aside} superseded, withdrawn or archived, and not judged.")
    if truth.problems:
        sentences.append(f"{counted(len(truth.problems), 'file')} could not be read.")
    return " ".join(sentences)


_AS_COUNTED = {"holds": "hold"}


def as_report(truth: Truth) -> Report:
    """The broken claims as findings, for the formats that know nothing else.

    A finding stands at the line of the code where that is what contradicts the plan, else at the
    plan's.
    """
    findings, accepted, known = [], [], 0
    for plan, claim in truth.claims:
        if claim.verdict == "broken":
            if claim.accepted:
                accepted.append(_finding(plan, claim))
            elif claim.known:
                known += 1
            else:
                findings.append(_finding(plan, claim))
    return Report(
        version=truth.version,
        root=truth.root,
        plans=(),
        findings=tuple(findings),
        suppressed=tuple(accepted),
        baselined=known,
        problems=truth.problems,
        passed_over=(),
        rules=truth.kinds,
        closing=closing(truth),
    )


def _finding(plan: PlanTruth, claim: ClaimLine) -> Located:
    code = next((rest for rest in claim.rests if rest.contradicts and rest.line), None)
    path, place, excerpt = plan.path, claim.place, claim.excerpt
    message = f"The plan says that {claim.says}; {claim.reason}"
    related = tuple(
        Related(rest.path, rest.line, rest.says or "this has to do with it")
        for rest in claim.rests
        if rest.line and rest is not code
    )
    if code is not None:
        related = (
            Related(plan.path, claim.place.line, f"the plan says that {claim.says}"),
            *related,
        )
        path, excerpt, place = code.path, code.excerpt, _whole_line(code)
        message = f"{plan.path}:{claim.place.line} says that {claim.says}; {claim.reason}"
    return Located(
        rule=f"verify/{claim.kind}",
        severity="error",
        path=path,
        place=place,
        message=message,
        help=claim.help,
        excerpt=excerpt,
        fingerprint=claim.fingerprint,
        accepted=claim.accepted,
        related=related,
    )


def _whole_line(code: RestPlace) -> Place:
    """The words of a line of code, from the first to the last."""
    words = code.excerpt.strip() or " "
    start = len(code.excerpt) - len(code.excerpt.lstrip()) + 1
    wide = sum(character > "\uffff" for character in words)  # two UTF-16 code units each
    end = start + len(words)
    return Place(code.line, start, code.line, end, start, end + wide)


def as_plan_findings(truth: Truth) -> list[Located]:
    """The broken claims that nobody accepted, each at its plan, as a baseline records them."""
    return [
        Located(
            rule=f"verify/{claim.kind}",
            severity="error",
            path=plan.path,
            place=claim.place,
            message=claim.says,
            help=claim.help,
            excerpt=claim.excerpt,
            fingerprint=claim.fingerprint,
        )
        for plan, claim in truth.claims
        if claim.verdict == "broken" and not claim.accepted
    ]
