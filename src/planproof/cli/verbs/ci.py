"""Run the gate in a forge's CI: annotations, summary, SARIF, one comment, and the ledger.

In GitHub Actions and GitLab's CI, where the environment says which change it is. The ledger is fetched first,
and pushed only for the default branch and only when this run recorded something. The comment on a pull request
is written with the token in PLANPROOF_TOKEN and brought up to date by later runs; for a fork, and without a
token, none is written. `planproof init --github` and `--gitlab` write what calls this.
"""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from planproof.app.errors import CannotDo
from planproof.cli.common import common, output, rendered, settings_of
from planproof.cli.terminal import flush, put, say, width

if TYPE_CHECKING:
    from planproof.app.config import Settings
    from planproof.app.forge import Run
    from planproof.app.gate import Outcome
    from planproof.gate.events import Event
    from planproof.report.model import Report


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `ci` takes."""
    parser.add_argument(
        "--base", metavar="REV", default="", help="compare with REV, not with what the event says"
    )
    parser.add_argument(
        "--baseline", metavar="FILE", default="", help="known judgements, as the base has them"
    )
    parser.add_argument(
        "--comment", choices=("auto", "always", "never"), default="auto",
        help="the comment on the pull request; auto: once there is something to say",
    )  # fmt: skip
    parser.add_argument(
        "--prove", action="store_true",
        help="first run the proofs that are not up to date, for the default branch alone",
    )  # fmt: skip
    parser.add_argument("--no-ledger", action="store_true", help="neither fetch nor push evidence")
    out = parser.add_argument_group("files to write")
    out.add_argument("--report", metavar="FILE", default="", help="the comment's text, as Markdown")
    out.add_argument("--sarif", metavar="FILE", default="", help="for code scanning")
    out.add_argument("--code-quality", metavar="FILE", default="", help="for GitLab")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Fetch, prove, judge, tell, push.

    Raises:
        CannotDo: in words of one line, since a line of a log may be a command to the runner.
    """
    from planproof.report.formats._terminal import plain

    try:
        return _run(args)
    except CannotDo as error:
        message, advice = (" ".join(plain(text).split()) for text in (error.message, error.help))
        raise CannotDo(message, advice and f"Help: {advice}") from None


def _run(args: argparse.Namespace) -> int:
    from planproof.app.forge import TOKENS, output_lines, run_of
    from planproof.app.gate import read_event

    output_lines(
        {"sarif": args.sarif, "report": args.report}
    )  # or they are refused before anything
    event = read_event("")
    here = run_of(os.environ, event, _default_branch())
    if not here.forge and event is None and not args.base:
        raise CannotDo(
            "this is no run in GitHub Actions or GitLab's CI",
            "Elsewhere `planproof gate --base origin/main` judges a change.",
        )
    for name in TOKENS:  # nothing that is started from here on has any use for it
        os.environ.pop(name, None)
    settings = settings_of(args)
    if not args.no_ledger:
        _fetch(settings, here)
    codes = []
    if args.prove and here.settled:
        codes.append(_prove(args))
    if event is None and not args.base:
        say("This run is about no change: nothing is judged.")
    else:
        codes.append(_judge(args, settings, here, event))
    if not args.no_ledger and here.settled:
        _push(settings)
    return max(codes, default=0)


def _default_branch() -> str:
    """As GitHub's event says, for whatever it is about."""
    import msgspec

    try:
        with open(os.environ.get("GITHUB_EVENT_PATH", ""), "rb") as file:
            data = msgspec.json.decode(file.read())
    except (OSError, msgspec.DecodeError):
        return ""
    repository = data.get("repository") if isinstance(data, dict) else None
    branch = repository.get("default_branch") if isinstance(repository, dict) else None
    return branch if isinstance(branch, str) else ""


def _fetch(settings: Settings, here: Run) -> None:
    """Evidence that others recorded. Without it less is proven, never more."""
    from planproof.app.ledger import moved

    try:
        moved(settings, "fetch", "", records_only=here.foreign)
    except CannotDo as error:
        _warn(
            here, f"The ledger is not fetched, so that only this clone's evidence counts: {error}"
        )


def _push(settings: Settings) -> None:
    from planproof.app.ledger import moved, news

    if news(settings):
        moved(settings, "push", "")
        say("The evidence that this run recorded is pushed.")


def _prove(args: argparse.Namespace) -> int:
    """Run what is not proven any more. What it prints steers no runner."""
    import secrets

    from planproof.cli.main import main

    word = secrets.token_hex(16)
    if os.environ.get("GITHUB_ACTIONS") == "true":
        put(f"::stop-commands::{word}\n")
    flush()
    config = ["--config", args.config] if args.config else []
    try:
        return main(["prove", "--only-stale", *config])
    finally:
        if os.environ.get("GITHUB_ACTIONS") == "true":
            put(f"\n::{word}::\n")


def _judge(args: argparse.Namespace, settings: Settings, here: Run, event: Event | None) -> int:
    from planproof.app.forge import LAST_COMMIT, from_where
    from planproof.app.gate import Request, gate
    from planproof.report import gate as report
    from planproof.system import changes, git

    root = settings.root
    named = event.base if event is not None else ""
    known = git.git(root, "cat-file", "-e", f"{named}^{{commit}}") is not None
    there = f"refs/remotes/origin/{event.target}" if event is not None and event.target else ""
    has = there and git.git(root, "rev-parse", "--verify", "--quiet", there) is not None
    base = args.base or from_where(event, known and bool(named), there if has else "")
    if base == LAST_COMMIT and changes.is_here(root, "HEAD") and not changes.parents(root, "HEAD"):
        say("This commit has none before it to compare it with: nothing is judged.")
        return 0
    try:
        found = gate(settings, Request(base=base, event=event, baseline=args.baseline))
    except CannotDo as error:
        whole = report.problem_report(error.message, error.help, root)
        told = f"{report.MARK}\n### ❌ planproof: the change could not be judged\n\n"
        _tell(args, settings, here, (whole, told + _quoted(error), "not-judged", True))
        if here.forge != "github":  # which has it as an annotation
            say(f"planproof: {error.message}" + (f"\n{error.help}" if error.help else ""))
        return 2
    whole = report.as_report(found.gate, root, found.kinds, found.first)
    result = "failed" if found.gate.failing else "passed"
    if here.forge != "github":
        put(report.as_text(found.gate, colour=False, width=width(sys.stdout)))
    told = report.as_markdown(found.gate)
    if not _tell(args, settings, here, (whole, told, result, _worth(found))):
        return 2
    return 1 if found.gate.failing else 0


def _quoted(error: CannotDo) -> str:
    text = f"{error.message}\n{error.help}".replace("```", "'''")
    return f"```text\n{text.strip()}\n```\n"


def _worth(found: Outcome) -> bool:
    gate = found.gate
    return any((gate.judgements, gate.ticks, gate.verdicts, gate.figures, gate.named))


def _tell(
    args: argparse.Namespace, settings: Settings, here: Run, told: tuple[Report, str, str, bool]
) -> bool:
    """To everybody who reads it: the log, the files, the run's summary, the pull request.

    Returns:
        Whether all the files that were asked for are written. One that is not keeps nothing from being told.
    """
    from planproof.app.forge import body_of, output_lines
    from planproof.app.from_top import folder_of
    from planproof.report.model import Look

    whole, markdown, result, worth = told
    body = body_of(markdown, folder_of(settings.root))
    if here.forge == "github":
        put(rendered(whole, "github", Look()))
    failed = []
    asked = (("sarif", args.sarif), ("gitlab", args.code_quality), ("report", args.report))
    for kind, path in asked:
        try:
            if path:
                output(body if kind == "report" else rendered(whole, kind, Look()), path)
        except CannotDo as error:
            failed.append((kind, error.message))
    _append(here.summary, f"{body}\n")
    without = [kind for kind, _ in failed]
    files = {kind: "" if kind in without else path for kind, path in asked if kind != "gitlab"}
    _append(here.outputs, output_lines({"result": result, **files}))
    _comment(args, here, body, worth=worth)
    for _, words in failed:
        _warn(here, words, "error")
    return not failed


def _comment(args: argparse.Namespace, here: Run, body: str, *, worth: bool) -> None:
    from planproof.app.forge import keep_comment

    if args.comment == "never":
        return
    if here.comments is None:
        say(f"No comment is written: {here.silent}.")
        return
    done = keep_comment(here.comments, body, worth=worth or args.comment == "always")
    if done.startswith("no comment"):
        _warn(here, f"{done[:1].upper()}{done[1:]}.")
    else:
        say(f"{done[:1].upper()}{done[1:]}.")


def _append(path: str, text: str) -> None:
    if not path:
        return
    try:
        with open(path, "a", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        say(f"{path} cannot be written: {error.strerror}")


def _warn(here: Run, words: str, severity: str = "warning") -> None:
    if here.forge == "github":
        escaped = words.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
        put(f"::{severity} title=planproof::{escaped}\n")
    else:
        say(words)
