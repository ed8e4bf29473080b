"""Draw the README's pictures: what `planproof check` and `verify` really print, as SVG.

python docs/picture.py
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).parent.parent
PLAN = "docs/plans/rate-limits.md"
LINES = 42
WIDTH = 96
FORMAT = """\
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" aria-label="planproof">
<style>
.{unique_id}-matrix {{ font-family: ui-monospace, Menlo, Consolas, "DejaVu Sans Mono", monospace; font-size: {char_height}px;
  line-height: {line_height}px; white-space: pre; }}
{styles}
</style>
<defs>{lines}</defs>
<rect fill="#1b1f24" x="0" y="0" width="{width}" height="{height}" rx="8"/>
<g transform="translate(12, 8)" xml:space="preserve">{backgrounds}<g class="{unique_id}-matrix">{matrix}</g></g>
</svg>
"""


def main() -> int:
    """Run planproof on the example and draw the first lines and the closing ones."""
    draw("check", ["check", PLAN])
    draw("verify", ["verify", PLAN, "-q"], begins="broken[schema]")
    return 0


def draw(name: str, command: list[str], begins: str = "") -> None:
    """Draw what a command prints, from the first line on that has some words."""
    ran = subprocess.run(  # noqa: S603  # our own command
        [sys.executable, "-m", "planproof", *command, "--color", "always"],
        cwd=ROOT / "examples" / "orders",
        env={**os.environ, "COLUMNS": str(WIDTH)},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    lines = ran.stdout.splitlines()
    first = next((at for at, line in enumerate(lines) if begins in line), 0)
    before = ["..."] if first else []
    shown = [f"$ planproof {' '.join(command)}", "", *before, *lines[first : first + LINES], "..."]
    if not first:
        shown += ["", *lines[-2:]]
    console = Console(width=WIDTH, record=True, file=open(os.devnull, "w"))  # noqa: SIM115
    console.print(Text.from_ansi("\n".join(shown)))
    target = ROOT / "docs" / "images" / f"{name}.svg"
    target.parent.mkdir(exist_ok=True)
    svg = console.export_svg(title="", code_format=FORMAT, unique_id="planproof")
    target.write_text(svg, "utf-8")


if __name__ == "__main__":
    sys.exit(main())
