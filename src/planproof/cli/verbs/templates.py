"""List the templates, print or check one, or add one of your own.

  planproof templates              list them
  planproof templates show NAME    print one
  planproof templates check NAME   say what of one (or of a file) has no meaning
  planproof templates add FILE     copy FILE into .planproof/templates, checked

Any Markdown file is a template: its headings are the sections of its plans.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from planproof.app.errors import CannotDo
from planproof.cli.common import common, settings_of
from planproof.cli.terminal import put, put_source


def arguments(parser: argparse.ArgumentParser) -> None:
    """What `templates` takes."""
    parser.add_argument(
        "action", nargs="?", choices=("list", "show", "check", "add"), default="list"
    )
    parser.add_argument("which", nargs="?", metavar="NAME|FILE", default="")
    common(parser)


def run(args: argparse.Namespace) -> int:
    """List, show or add."""
    from planproof.app.templates import add_template, find_template, templates_in_use
    from planproof.template.unread import unread

    settings = settings_of(args)
    root = Path(settings.root)
    if args.action != "list" and not args.which:
        raise CannotDo(f"`templates {args.action}` needs a name or a file")
    if args.action == "show":
        put_source(find_template(root, settings.config, args.which).source)
        return 0
    if args.action == "add":
        path, template = add_template(root, Path(args.which))
        put(f"{path.relative_to(root)}: added; a plan names it with `template: {template.name}`\n")
        put("".join(f"  {line}\n" for line in unread(template)))
        return 0
    if args.action == "check":
        template = find_template(root, settings.config, args.which)
        lines = unread(template) or ["each of its headings has a role"]
        put(f"{template.name}\n" + "".join(f"  {line}\n" for line in lines))
        return 0
    found = templates_in_use(root, settings.config)
    longest = max(len(one.name) for one in found)
    for one in found:
        required = sum(section.required for section in one.sections)
        count = f"{len(one.sections)} section{'' if len(one.sections) == 1 else 's'}, {required} required"
        put(f"{one.name:<{longest}}  {one.title} ({count})\n")
        if one.files:
            put(f"{' ' * longest}  in {', '.join(one.files)}\n")
    return 0
