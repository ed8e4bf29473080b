"""Since when a claim has its verdict: for people, and as a versioned type for programs."""

from typing import Annotated, Any, Literal

import msgspec

from planproof.report.formats._terminal import Painter, plain
from planproof.report.words import counted, json_text


class BlameV1(msgspec.Struct, frozen=True, gc=False):
    """The result of `planproof blame --format json`."""

    schema: Literal["planproof/blame/1"]
    plan: str
    claim: Annotated[str, msgspec.Meta(description="Item, kind and subject.")]
    says: str
    verdict: str
    reason: str
    was: Annotated[
        str,
        msgspec.Meta(
            description="The verdict before: `absent` where the plan did not make the claim; empty where"
            " the history goes back no further."
        ),
    ]
    commit: Annotated[str, msgspec.Meta(description="Empty where the change is not committed.")]
    author: str
    email: str
    date: Annotated[str, msgspec.Meta(description="ISO 8601.")]
    subject: str
    hunks: tuple[str, ...]
    looked_at: Annotated[int, msgspec.Meta(ge=0, description="Commits that were looked at.")]
    cut_off: Annotated[
        bool, msgspec.Meta(description="Whether this is a shallow clone whose history ended there.")
    ] = False

    @classmethod
    def of(cls, found: Any) -> "BlameV1":
        """What was found, as it goes out: a `Blamed` of `app/blame.py`, which lies above this."""
        commit = found.commit
        return cls(
            schema="planproof/blame/1",
            plan=found.plan,
            claim=found.claim.key,
            says=found.claim.says,
            verdict=found.claim.verdict,
            reason=found.claim.reason,
            was=found.was,
            commit=commit.id if commit else "",
            author=commit.author if commit else "",
            email=commit.email if commit else "",
            date=commit.date if commit else "",
            subject=commit.subject if commit else "",
            hunks=found.hunks,
            looked_at=found.looked_at,
            cut_off=found.cut_off,
        )


def as_json(found: BlameV1) -> str:
    """As JSON."""
    return json_text(found)


def as_text(found: BlameV1, *, colour: bool) -> str:
    """For people: the claim, the commit, what it changed."""
    paint = Painter(colour=colour)
    tone = "error" if found.verdict == "broken" else "good" if found.verdict == "holds" else "info"
    lines = [
        f"{paint(tone, found.verdict)}  {paint('bold', plain(found.says))}",
        f"  {plain(found.plan)}: {plain(found.reason)}",
        "",
    ]
    looked = counted(found.looked_at, "commit")
    if not found.commit:
        was = "does not make this claim" if found.was == "absent" else f"has it as {found.was}"
        lines.append(f"Not committed yet: the last commit {was}.")
        return "\n".join(lines) + "\n"
    if found.was == "" and found.cut_off:
        lines.append(
            f"It has been so as far back as this shallow clone goes ({looked}); `git fetch --unshallow` gets the"
            " rest. The first here is"
        )
    elif found.was == "":
        lines.append(f"It has been so as far back as the history goes ({looked}). The first is")
    elif found.was == "absent":
        lines.append(f"It has been so since the plan makes this claim ({looked} looked at):")
    else:
        was = "held" if found.was == "holds" else f"was {found.was}"
        lines.append(f"It {was} until this commit ({looked} looked at):")
    lines += [
        f"{paint('line', 'commit')} {found.commit}",
        f"  {plain(found.author)} <{plain(found.email)}>, {found.date}",
        f"  {plain(found.subject)}",
        "",
    ]
    for line in found.hunks:
        tone = {"+": "good", "-": "error", "@": "line"}.get(line[:1], "")
        text = plain(line)
        if line.startswith("--- "):
            lines.append(paint("bold", f"  {plain(line[4:])}"))
        else:
            lines.append(f"  {paint(tone, text) if tone else text}")
    return "\n".join(lines) + "\n"
