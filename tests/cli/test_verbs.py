"""The other verbs: new, init, show, explain, rules, templates, config, completion."""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tomllib
from pathlib import Path

import jsonschema
import pytest

from planproof.report import show
from planproof.system.builtin import builtin_names, builtin_text
from tests.cli.conftest import Cli, Write

SEED = Path(__file__).parents[3] / "shared" / "seed" / "implementation-plan-template.md"


def test_version_and_help(cli: Cli) -> None:
    assert cli("--version").out.startswith("planproof ")
    ran = cli("--help")
    assert ran.code == 0
    for verb in ("check", "show", "new", "init", "explain", "rules", "templates", "config"):
        assert f"\n    {verb}" in ran.out
    assert cli().code == 2


def test_new_fills_in_what_is_known(cli: Cli, write: Write, project: Path) -> None:
    write("CODEOWNERS", "# all\n*  @ada @grace\ndocs/ @docs\n")
    ran = cli("new", "Idempotent order creation", "--owner", "@ada")
    assert ran.code == 0
    path = project / "docs/plans/idempotent-order-creation.md"
    text = path.read_text("utf-8")
    today = datetime.date.today().isoformat()
    assert text.startswith(
        f"---\ntemplate: implementation-plan@1\nstatus: draft\ndate: {today}\n---\n\n"
        "# Idempotent order creation – Implementation Plan\n\n## 1. Summary\n"
    )
    assert "| Owner | @ada | Delivery |" in text
    assert "| Reviewer | @grace | Technical review |" in text
    assert "| QA | (TBD) | Test plan / validation |" in text
    body = text.split("---\n\n", 1)[1].splitlines()
    template = builtin_text("implementation-plan").splitlines()
    changed = [(a, b) for a, b in zip(template, body, strict=True) if a != b]
    assert len(changed) == 3, "only the title, the owner and the reviewer differ from the template"


def test_new_takes_the_owner_from_git(cli: Cli, project: Path) -> None:
    subprocess.run(["git", "init", "-q"], check=True, cwd=project)
    subprocess.run(["git", "config", "user.name", "Ada | Lovelace"], check=True, cwd=project)
    cli("new", "x")
    assert "| Owner | Ada \\| Lovelace | Delivery |" in (project / "docs/plans/x.md").read_text(
        "utf-8"
    )


def test_new_never_overwrites(cli: Cli, project: Path) -> None:
    assert cli("new", "One plan").code == 0
    (project / "docs/plans/one-plan.md").write_text("mine")
    ran = cli("new", "One  plan")
    assert ran.code == 2
    assert "exists already" in ran.err
    assert (project / "docs/plans/one-plan.md").read_text() == "mine"


def test_new_needs_a_title_with_letters(cli: Cli) -> None:
    assert "no letters or digits" in cli("new", "!!!").err
    assert "needs a title" in cli("new").err


@pytest.mark.parametrize(("title", "stem"), [
    ("Übergrößen für Käse", "ubergroßen-fur-kase"),
    ("API v2: GET /orders", "api-v2-get-orders"),
    ("  Spaces   and -- dashes ", "spaces-and-dashes"),
    ("../../etc/passwd", "etc-passwd"),
])  # fmt: skip
def test_new_makes_a_plain_file_name(cli: Cli, project: Path, title: str, stem: str) -> None:
    assert cli("new", title).code == 0
    assert (project / "docs/plans" / f"{stem}.md").is_file()


@pytest.mark.parametrize("name", builtin_names())
def test_new_from_every_template_is_read_back_as_written_to_it(
    cli: Cli, project: Path, name: str
) -> None:
    cli("new", "A plan", "--template", name, "--folder", f"plans/{name}")
    plan = json.loads(cli("show", f"plans/{name}/a-plan.md", "--format", "json").out)
    assert plan["template"]["name"] == name
    assert plan["template"]["why"] == "front matter"
    assert plan["state"] == "draft"
    assert "A plan" in (project / f"plans/{name}/a-plan.md").read_text("utf-8")


def test_new_with_an_unknown_template(cli: Cli) -> None:
    ran = cli("new", "x", "--template", "kpe")
    assert ran.code == 2
    assert "there is no template `kpe`; did you mean `kep`?" in ran.err


def test_init_writes_settings_and_the_folder_once(cli: Cli, project: Path) -> None:
    (project / "planproof.toml").unlink()
    assert "planproof.toml: written" in cli("init").out
    assert tomllib.loads((project / "planproof.toml").read_text()) == {"plans": ["docs/plans"]}
    assert (project / "docs/plans").is_dir()
    (project / "planproof.toml").write_text("# mine\n")
    assert "left as it is" in cli("init").out
    assert (project / "planproof.toml").read_text() == "# mine\n"


def test_init_extends_pyproject_and_finds_the_plans_there_are(
    cli: Cli, write: Write, project: Path
) -> None:
    (project / "planproof.toml").unlink()
    write("pyproject.toml", '[project]\nname = "x"')
    write("rfcs/one.md", "# One\n")
    ran = cli("init")
    written = (project / "pyproject.toml").read_text()
    assert written.startswith(
        '[project]\nname = "x"\n\n[tool.planproof]\n'
        '# Where plans lie: folders, files or globs.\nplans = ["rfcs"]\n\n# What `planproof prove`'
    )
    assert tomllib.loads(written)["tool"] == {"planproof": {"plans": ["rfcs"]}}
    assert "1 Markdown files there count as plans" in ran.out
    assert 'plans           = ["rfcs"]  (pyproject.toml:' in cli("config").out


def test_show_as_json_follows_the_schema(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", builtin_text("implementation-plan"))
    ran = cli("show", "orders", "--format", "json")
    found = json.loads(ran.out)
    jsonschema.validate(found, show.schema())
    assert found["schema"] == "planproof/plan/1"
    roles = [one["role"] for one in found["sections"] if one["role"]]
    assert len(set(roles)) == 21, "17 sections, four more under 7"
    items = {one["id"]: one for section in found["sections"] for one in section["items"]}
    assert items["step-3"]["text"] == "3. Implement core logic"
    text = builtin_text("implementation-plan")
    place = items["variable-1"]["at"]
    assert text[place["start"] : place["end"]] == "| EXAMPLE_FLAG | Enables X | false | No |"


def test_show_one_section_as_a_tree(cli: Cli, write: Write) -> None:
    write(
        "docs/plans/orders.md",
        "# Orders\n\n## Risks\n\n* Fire\n\n## Goals\n\n* Fewer than 3 errors a day\n",
    )
    ran = cli("show", "orders", "--section", "goals")
    assert "goal-1" in ran.out
    assert "Fire" not in ran.out
    assert "Fire" in cli("show", "orders", "--format", "markdown").out


def test_show_what_is_not_there(cli: Cli, write: Write) -> None:
    write("docs/plans/orders.md", "# Orders\n")
    assert "there is no plan `order`; did you mean `orders`?" in cli("show", "order").err
    assert (
        "there is no role `riks`; did you mean `risks`?"
        in cli("show", "orders", "--section", "riks").err
    )
    assert "has no section of the role `risks`" in cli("show", "orders", "--section", "risks").err


def test_explain(cli: Cli) -> None:
    assert cli("explain", "risks/unmitigated").out.startswith("# risks/unmitigated\n\nA high risk")
    assert "Items: risk." in cli("explain", "Risks").out
    assert cli("explain", "fingerprint").out.startswith("fingerprint: A hash")
    assert "risks/unmitigated" in cli("explain", "unmitigated").out
    sentence = cli("explain", "p95 latency under 200 ms at 500 req/s").out
    assert "measurable" in sentence
    assert "< 200 ms" in sentence
    assert "at 500 req/s" in sentence
    assert "did you mean `risks/unmitigated`?" in cli("explain", "risks/unmitigatd").err


def test_rules_are_listed(cli: Cli) -> None:
    ran = cli("rules", "--format", "json")
    found = json.loads(ran.out)
    assert len(found) >= 60
    listed = cli("rules", "risks").out
    assert listed.startswith("risks/\n")
    assert "  unmitigated               warning > error  A high risk has no mitigation." in listed
    assert "did you mean `risks`?" in cli("rules", "rsks").err


def test_a_verb_that_is_written_wrong(cli: Cli) -> None:
    ran = cli("verfy", "--format", "json")
    assert (ran.code, ran.out) == (2, "")
    assert ran.err == (
        "planproof: there is no verb `verfy`; did you mean `verify`?\n`planproof --help` lists the verbs.\n"
    )
    assert "did you mean" not in cli("dance").err


def test_templates_list_show_and_add(cli: Cli, write: Write, project: Path) -> None:
    assert "implementation-plan" in cli("templates").out
    assert cli("templates", "show", "implementation-plan").out == builtin_text(
        "implementation-plan"
    )
    source = write("our-rfc.md", "# <Title>\n\n## Why\n\nReasons.\n\n## How\n\n* Steps\n")
    assert ".planproof/templates/our-rfc.md: added" in cli("templates", "add", str(source)).out
    assert (project / ".planproof/templates/our-rfc.md").read_bytes() == source.read_bytes()
    assert "exists already" in cli("templates", "add", str(source)).err
    assert "our-rfc" in cli("templates").out
    cli("new", "x", "--template", "our-rfc")
    assert (
        (project / "docs/plans/x.md")
        .read_text()
        .endswith("# x\n\n## Why\n\nReasons.\n\n## How\n\n* Steps\n")
    )


def test_templates_add_says_what_of_a_template_has_no_meaning(cli: Cli, write: Write) -> None:
    lines = [
        "---", "planproof:", "  template: feature", "  roles: {Danger: risks}", "---", "# <Name>", "",
        "## How it feels", "", "Words.", "", "## Danger", "", "| Risk | How bad | Proof |", "|---|---|---|", "",
        "### Of money", "", "## Who cares", "", "## Tasks", "", "- [x] 1. Begin", "- [ ] 2. End", "",
    ]  # fmt: skip
    ran = cli("templates", "add", str(write("feature2.md", "\n".join(lines))))
    assert ran.code == 0
    assert ran.out == (
        ".planproof/templates/feature2.md: added; a plan names it with `template: feature`\n"
        "  2 of 5 headings have no role: How it feels, Who cares; say which with `planproof: roles:` in its front matter\n"
        '  nothing is read of the column `How bad` of "Danger"; a table of its role, risks, has risk, impact,'
        " likelihood, mitigation\n"
        "  a box is ticked, as in a plan rather than in a template; `new` copies that\n"
    )
    assert "no role: How it feels" in cli("templates", "check", "feature").out
    assert cli("templates", "check", "implementation-plan").out == (
        "implementation-plan\n  each of its headings has a role\n"
    )


def test_a_template_without_headings_is_refused(cli: Cli, write: Write) -> None:
    ran = cli("templates", "add", str(write("bad.md", "Only words.\n")))
    assert ran.code == 2
    assert "a template needs headings" in ran.err


def test_the_default_template_is_the_seed_byte_for_byte() -> None:
    if not SEED.is_file():
        pytest.skip("the seed template does not lie beside the project")
    assert builtin_text("implementation-plan").encode() == SEED.read_bytes()


def test_config_says_who_said_what(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "planproof.toml").write_text('# ours\nignore = ["language"]\nfail-on = "error"\n')
    monkeypatch.setenv("PLANPROOF_FAIL_ON", "info")
    out = cli("config").out
    assert 'fail-on         = "info"  ($PLANPROOF_FAIL_ON)' in out
    assert 'ignore          = ["language"]  (planproof.toml:2)' in out
    assert "jobs            = 0  (default)" in out


def test_wrong_settings_are_named_all_at_once(
    cli: Cli, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "planproof.toml").write_text('igore = ["language"]\nfail-on = "never"\n')
    monkeypatch.setenv("PLANPROOF_JOB", "2")
    ran = cli("check")
    assert ran.code == 2
    assert "planproof.toml:1: there is no setting `igore`; did you mean `ignore`?" in ran.err
    assert "planproof.toml:2: `fail-on`:" in ran.err
    assert "$PLANPROOF_JOB: there is no such setting; did you mean $PLANPROOF_JOBS?" in ran.err


def test_a_settings_file_that_is_not_toml(cli: Cli, project: Path) -> None:
    (project / "planproof.toml").write_text("plans = [\n")
    ran = cli("check")
    assert ran.code == 2
    assert "planproof.toml cannot be read" in ran.err


def test_completion(cli: Cli) -> None:
    assert "planproof" in cli("completion", "bash").out
    assert "#compdef planproof" in cli("completion", "zsh").out


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("unbuffered", ["", "1"])
def test_output_that_cannot_be_written_is_no_fault_of_planproof(unbuffered: str) -> None:
    with open("/dev/full", "wb") as full:
        ran = subprocess.run(
            [sys.executable, "-m", "planproof", "rules", "--format", "json"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
        )
    assert ran.returncode == 2
    said = "planproof: standard output cannot be written: No space left on device\nWrite it elsewhere.\n"
    assert ran.stderr == said
