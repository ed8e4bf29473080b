"""Run a command; it is met when the command ends with exit status 0.

    run `make smoke`
    run `k6 run load.js --summary-export=k6.json`, read `k6.json` `http_reqs.rate`

The command is run as its parts, without a shell, in the project's folder, and only if the setting
`commands` allows it. By itself it says nothing of a figure: `read` the file that holds it.
"""

from __future__ import annotations

from planproof.evidence.decision import Decision
from planproof.evidence.verb import Outcome, Stated, Syntax, Tools

SYNTAX = Syntax(needs="a command", also=("execute", "exec", "command"), executes=True)


def carry_out(stated: Stated, tools: Tools) -> Outcome:
    """Run the command once."""
    ran = tools.run(stated.proof.argv)
    met = ran.exit == 0
    how = f"exit status {ran.exit}" if ran.exit >= 0 else f"ended by signal {-ran.exit}"
    return Outcome(
        decision=Decision.MET if met else Decision.NOT_MET,
        reason=f"`{stated.proof.texts[0]}`: {how}",
        help="" if met else "Run it by hand and mend what it complains of.",
        exit=ran.exit,
        seconds=ran.seconds,
        output=ran.output,
    )
