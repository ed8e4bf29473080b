"""The plan of a service, and the files that every service has whatever its language."""

from __future__ import annotations

from bench.mutants.service import Code, Names, Service, pascal

PLAN = "docs/plans/holds.md"
RUNBOOK = "docs/runbook.md"
DECISION = "docs/decisions/0001-keep-holds.md"
RUNBOOK_LINK = "../runbook.md#turn-it-off"
DECISION_LINK = "../decisions/0001-keep-holds.md#what-was-decided"
OWNERS = ".github/CODEOWNERS"

LAST_STEPS = ("Remove", "Tell everybody")


def plan_text(service: Service, names: Names) -> str:
    """A plan of which everything is true: its work is done but for taking the flag away."""
    parts = [f"# {pascal(service.thing)} holds – Implementation Plan"]
    for title, body in _sections(service, names).items():
        parts += [f"##{'' if title[0] == '#' else ' '}{title}", body]
    return "\n\n".join(part for part in parts if part) + "\n"


def _sections(service: Service, names: Names) -> dict[str, str]:
    owner, team = service.owners
    return {
        "1. Summary": f"A {service.thing} can be held for a while. Who holds it is told by the service.",
        "2. Goals": "The figures are those of section 12 of the year's programme, and are kept there.",
        "3. Non‑Goals": "* Not changing who may see what is held",
        "4. Context / Background": "Why this is wanted is told in [the decision]"
        "(../decisions/0001-keep-holds.md#what-was-decided).",
        "5. Stakeholders": "| Role | Person / Team | Responsibility |\n|---|---|---|\n"
        f"| Owner | {owner} | Delivery |\n| QA | {team} | Tests |",
        "6. Architecture / Design Overview": "One service with one database.",
        "7. Detailed Plan": "",
        "# 7.1 Components / Modules Affected": _components(names),
        "# 7.2 Data Model / Contracts": _contracts(service, names),
        "# 7.3 Algorithm / Flow": _flow(names),
        "# 7.4 Configuration & Env Vars": _configuration(service),
        "8. Migration / Rollout Strategy": _rollout(service),
        "9. Risks & Mitigations": "| Risk | Impact | Mitigation |\n|---|---|---|\n"
        "| The table grows without end | Low | Rows are deleted once a day |",
        "10. Testing Strategy": _testing(names),
        "11. Observability": _observability(service) if names.measures else "Nothing is measured.",
        "15. Incremental Implementation Checklist": _checklist(service),
        "17. Appendix": "* [Runbook](../runbook.md#turn-it-off)\n"
        f"* [Migration](../../{names.migration})",
    }


def _components(names: Names) -> str:
    there = (f"* `{one}`" for one in (*names.components, names.helper_named))
    new = f"* `{names.migration}` (new) (step 1)\n* `{names.to_come}` (new) (step 7)"
    return "\n".join((*there, new))


def _contracts(service: Service, names: Names) -> str:
    served = [f"* `{one.method} {service.served(one)}`" for one in service.routes]
    endpoints = "The service answers:\n\n" + "\n".join(served) + "\n\n" if names.routes else ""
    return f"{endpoints}Holds have a table of their own:\n\n```sql\n{service.table.sql}```"


def _flow(names: Names) -> str:
    return ", ".join(f"`{one}`" for one in names.functions) + " do the work, in this order."


def _configuration(service: Service) -> str:
    rows = ["| Variable | Purpose | Default | Required |", "|---|---|---|---|"]
    for one in service.variables:
        default = f"`{one.default}`" if one.form == "default" else "-"
        required = "Yes" if one.form == "required" else "No"
        rows.append(f"| `{one.name}` | Says what to use | {default} | {required} |")
    return "\n".join(rows)


def _rollout(service: Service) -> str:
    if not service.flag:
        return "1. One machine for a day\n2. All machines\n\nBackout: start the version before."
    return (
        f"The change is behind the flag `{service.flag}`.\n\n1. One machine for a day\n2. All machines\n\n"
        "Backout: turn the flag off."
    )


def _testing(names: Names) -> str:
    return "\n".join(f"* Unit: `{path}::{name}`" for path, name in names.tests)


def _observability(service: Service) -> str:
    lines = [f"* Metric `{one}`" for one in service.metrics]
    lines += [f"* Log event `{one}`" for one in service.events]
    return "\n".join(lines)


def _checklist(service: Service) -> str:
    flag = f" behind the flag `{service.flag}`" if service.flag else ""
    remove = f"{LAST_STEPS[0]} the flag `{service.flag}`" if service.flag else "Clear up"
    return "\n".join(
        (
            "* [x] 1. Add the table and the types of section 7.2 (#41)",
            "* [x] 2. Read the variables of section 7.4",
            "  * after: step-1",
            f"* [x] 3. Write the functions of section 7.3{flag} (#57)",
            "  * after: step-2",
            "* [x] 4. Write the tests of section 10",
            "  * after: step-3",
            "* [x] 5. Emit the metrics and log events of section 11",
            "  * after: step-3",
            f"* [ ] 6. {remove}",
            "  * after: step-5",
            f"* [ ] 7. {LAST_STEPS[1]}",
        )
    )


def put_common(service: Service, code: Code) -> None:
    """Documents, owners, manifests: what says the same names and proves nothing."""
    shown = "\n".join(f"* `{one.other}`: `{one.default}`" for one in service.variables)
    code.put("README.md", f"# {pascal(service.things)}\n\n## Settings\n\n{shown}\n")
    calls = "\n".join(f"* `{one.method} {service.served(one)}`" for one in service.routes)
    signals = ", ".join(f"`{one}`" for one in (*service.metrics, *service.events))
    code.put(
        RUNBOOK,
        f"# Runbook\n\n{calls}\n\nSee {signals}.\n\n## Turn it off\n\nTurn `{service.flag}` off.\n",
    )
    code.put(DECISION, "# Keep holds\n\n## What was decided\n\nHolds are kept in a table.\n")
    code.put(OWNERS, f"* {service.owners[0]}\n/docs/ {service.owners[1]} @grace\n")
    manifest = [one for one in service.variables if one.manifest]
    if manifest:
        lines = "".join(f'      {one.other}: "{one.default}"\n' for one in manifest)
        code.put(
            "compose.yaml",
            f"services:\n  {service.thing}:\n    image: acme/{service.thing}\n    environment:\n{lines}",
        )
