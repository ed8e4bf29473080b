"""The entry point. Starts fast: a verb imports what it needs when it runs."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from planproof.app.errors import CannotDo
from planproof.cli import verbs
from planproof.cli.terminal import IN_ASCII, flush, say, write_no_more
from planproof.discovery import modules, names
from planproof.version import __version__

EPILOG = """\
exit codes:
  0  all well
  1  findings or broken claims
  2  could not do what was asked: usage, configuration, a file that cannot be read, no plan found

planproof never reformats a plan: there is no `fmt`. It edits by the smallest possible change, and
only where you ask for it.
"""


_LONGEST_VERB = 40
"""Characters of what may be meant for a verb."""


def parser() -> argparse.ArgumentParser:
    """The command line's grammar, put together from the verbs' files."""
    top = argparse.ArgumentParser(
        prog="planproof",
        description="Implementation plans that stay true.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument("--version", action="version", version=f"planproof {__version__}")
    subparsers = top.add_subparsers(title="verbs", metavar="VERB", dest="verb")
    for module in modules(verbs):
        doc = (module.__doc__ or "").strip()
        name = module.__name__.rpartition(".")[2].replace("_", "-")
        sub = subparsers.add_parser(
            name,
            help=doc.partition("\n")[0].rstrip("."),
            description=doc,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        module.arguments(sub)
        sub.set_defaults(run=module.run)
    return top


def main(argv: Sequence[str] | None = None) -> int:
    """Run planproof and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=IN_ASCII)
    if sys.stdout is None:
        say("planproof: standard output is closed")
        return 2
    given = list(sys.argv[1:] if argv is None else argv)
    if given and not given[0].startswith("-") and given[0] not in _verbs():
        return _no_verb(given[0])
    top = parser()
    args = top.parse_args(given)
    if not args.verb:
        top.print_help()
        return 2
    try:
        code: int = args.run(args)
        flush()
    except CannotDo as error:
        say(f"planproof: {error.message}" + (f"\n{error.help}" if error.help else ""))
        return 2
    except KeyboardInterrupt:
        say("planproof: interrupted; nothing is half-written")
        return 130
    except BrokenPipeError:  # the reader has seen enough, as `head` does
        write_no_more()
        return 0
    except Exception as error:  # noqa: BLE001  # the outermost face: whatever it is, say it and stop
        return _fault(error)
    return code


def _verbs() -> list[str]:
    return [name.replace("_", "-") for name in names(verbs)]


def _no_verb(given: str) -> int:
    from planproof.plan.wording import nearest, one_line

    close = nearest(given, _verbs()) if len(given) < _LONGEST_VERB else None
    hint = f"; did you mean `{close}`?" if close else ""
    say(
        f"planproof: there is no verb `{one_line(given)[:_LONGEST_VERB]}`{hint}\n`planproof --help` lists the verbs."
    )
    return 2


def _fault(error: Exception) -> int:
    from planproof.system.files import CannotRead

    if isinstance(error, CannotRead):  # such as a repository that git does not trust
        say(f"planproof: {error.reason}\n{error.remedy}")
        return 2
    if os.environ.get("PLANPROOF_TRACEBACK"):
        raise error
    say(
        f"planproof: this is a fault in planproof itself: {type(error).__name__}: {error}\n"
        "Run again with PLANPROOF_TRACEBACK=1 to see where, and report it with the file that causes it."
    )
    return 2


if __name__ == "__main__":
    sys.exit(main())
