"""Who may sign for a role, by the plan's stakeholders and the setting."""

from __future__ import annotations

import pytest

from planproof.evidence.signers import (
    identities,
    may_sign,
    named_in,
    people_of,
    roles_of,
)
from planproof.plan.model import Plan
from tests.support import read

TEXT = """# Orders

## Stakeholders

| Role | Person / Team | Responsibility |
| --- | --- | --- |
| Owner | @ada | Delivery |
| Reviewer | Grace Hopper, linus@example.com | Review |
| QA / Security | @acme/qa | Tests |
| Support | (TBD) | Runbook |
"""


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read(TEXT)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("@ada", ("@ada",)),
        ("Ada Lovelace", ("Ada Lovelace",)),
        ("@ada, @grace and @acme/qa", ("@ada", "@grace", "@acme/qa")),
        ("Ada Lovelace <ada@example.com>", ("ada@example.com", "Ada Lovelace")),
        ("Ada Lovelace (@ada) & Grace Hopper", ("@ada", "Ada Lovelace", "Grace Hopper")),
        ("TBD", ()),
        ("(TBD)", ()),
        ("-", ()),
        ("", ()),
    ],
)
def test_whom_a_cell_names(cell: str, names: tuple[str, ...]) -> None:
    assert named_in(cell) == names


@pytest.mark.parametrize(
    ("role", "who", "ok"),
    [
        ("Owner", {"@ada"}, True),
        ("owner", {"@Ada"}, True),
        ("Owner", {"ada"}, False),
        ("Owner", {"ada@example.com"}, False),
        ("Owner", {"@grace"}, False),
        ("Reviewer", {"grace  hopper"}, True),
        ("Reviewer", {"linus@example.com"}, True),
        ("Reviewer", {"Grace"}, False),
        ("Reviewer", {"linus@example.com.evil.org"}, False),
        ("QA", {"@acme/qa"}, True),
        ("security", {"@acme/qa"}, True),
        ("Support", {"@ada"}, False),
        ("Owner", {"*"}, False),
        ("Owner", set(), False),
    ],
)
def test_by_the_plan_alone(plan: Plan, role: str, who: set[str], ok: bool) -> None:
    permission = may_sign(plan, role, who, {})
    assert permission.ok is ok
    assert permission.reason
    assert bool(permission.help) is not ok


def test_by_the_setting(plan: Plan) -> None:
    signers = {
        "Support": ["carol@example.com"],
        "@acme/qa": ["grace@example.com", "@dave"],
        "@ada": ["ada@example.com"],
        "@DAVE": ["dave@example.com", "@acme/qa"],  # a circle
    }
    assert may_sign(plan, "support", {"carol@example.com"}, signers).ok
    assert may_sign(plan, "QA", {"dave@example.com"}, signers).ok
    assert may_sign(plan, "Owner", {"ada@example.com"}, signers).ok
    assert not may_sign(plan, "Owner", {"grace@example.com"}, signers).ok
    assert people_of(plan, "QA", signers) == (
        "@acme/qa", "grace@example.com", "@dave", "dave@example.com",
    )  # fmt: skip


def test_a_role_of_the_setting_alone(plan: Plan) -> None:
    signers = {"Legal": ["lea@example.com"]}
    assert may_sign(plan, "legal", {"lea@example.com"}, signers).ok
    assert roles_of(plan, signers) == (
        "Owner", "Reviewer", "QA / Security", "QA", "Security", "Support", "Legal",
    )  # fmt: skip


def test_a_role_that_nobody_has(plan: Plan) -> None:
    permission = may_sign(plan, "Reviewr", {"@ada"}, {"Legal": ["lea@example.com"]})
    assert not permission.ok
    assert permission.reason == (
        "the plan has no stakeholder with the role `Reviewr`; did you mean `Reviewer`?"
    )
    assert "`Legal`" in permission.help


def test_a_team_is_no_role(plan: Plan) -> None:
    assert not may_sign(plan, "@acme/qa", {"x@example.com"}, {"@acme/qa": ["x@example.com"]}).ok


def test_patterns_count_for_keys_alone(plan: Plan) -> None:
    signers = {"@ada": ["ada@example.com"]}
    assert not may_sign(plan, "Owner", {"*@example.com"}, signers).ok
    assert may_sign(plan, "Owner", {"*@example.com"}, signers, patterns=True).ok
    assert not may_sign(plan, "Owner", ("*@example.com", "!ada@*"), signers, patterns=True).ok


def test_who_may_not_is_told_who_may(plan: Plan) -> None:
    permission = may_sign(plan, "Owner", identities("Eve <eve@example.com>"), {})
    assert permission.reason == "Eve, eve@example.com may not sign for Owner: that is @ada"
    assert permission.help == (
        "If they stand for one of these, say so in the settings: "
        'signers = { "@ada" = ["eve@example.com"] }'
    )


@pytest.mark.parametrize(
    ("by", "names"),
    [
        ("Ada L <ada@example.com>", {"Ada L", "@AdaL", "ada@example.com", "@ada"}),
        (
            "ada <7+ada@users.noreply.example.com>",
            {"ada", "@ada", "7+ada@users.noreply.example.com"},
        ),
        ("Ada", {"Ada", "@Ada"}),
        ("* <*@example.com>", set()),
        ("", set()),
    ],
)
def test_what_git_knows_somebody_as(by: str, names: set[str]) -> None:
    assert identities(by) == names
