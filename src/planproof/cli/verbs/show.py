"""Print a plan as planproof reads it: its sections, items, ids, fields and state."""

from __future__ import annotations

import argparse

from planproof.cli.common import common, look_of, settings_of
from planproof.cli.terminal import put, put_source


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `show` takes."""
    parser.add_argument("plan", metavar="PLAN", help="a file, or the id of a plan of this project")
    parser.add_argument(
        "--section", metavar="ROLE", default="", help="only the sections of this role"
    )
    parser.add_argument("--format", choices=("tree", "json", "markdown"), default="tree")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """Print the plan."""
    from planproof.app.errors import CannotDo
    from planproof.app.plans import load_plan
    from planproof.plan.roles import section_kinds
    from planproof.plan.wording import nearest
    from planproof.report import show

    role = args.section.replace("-", "_")
    if role and role not in section_kinds():
        close = nearest(role, section_kinds())
        hint = f"; did you mean `{close}`?" if close else ""
        raise CannotDo(
            f"there is no role `{args.section}`{hint}", f"Roles: {', '.join(section_kinds())}."
        )
    plan = load_plan(settings_of(args, [args.plan] if "/" in args.plan else []), args.plan)
    if role and not plan.of_role(role):
        raise CannotDo(f"{plan.document.source.name} has no section of the role `{role}`")
    if args.format == "json":
        put(show.as_json(plan, role))
    elif args.format == "markdown":
        put_source(show.as_markdown(plan, role))
    else:
        look = look_of(args)
        put(show.as_tree(plan, look, role))
    return 0
