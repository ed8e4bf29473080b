"""GitHub's workflows: `env` of workflow, jobs and steps, and the names of secrets and variables.

`${{ secrets.X }}` and `${{ vars.X }}` are no variables of a process, but settings of the repository that
the workflow passes on; they are told as such, without a value, once for each name. `GITHUB_TOKEN` is
GitHub's own. A value with an expression in it is known only when the workflow runs.
"""

from __future__ import annotations

from collections.abc import Iterator

from planproof.facts.model import EnvSet, Fact
from planproof.facts.trees import Mapping, Node, Scalar, documents, walk
from planproof.text.patterns import rx

FILES = (
    ".github/workflows/*.yml",
    ".github/workflows/*.yaml",
    ".gitea/workflows/*.yml",
    ".gitea/workflows/*.yaml",
    ".forgejo/workflows/*.yml",
    ".forgejo/workflows/*.yaml",
    "action.yml",
    "action.yaml",
)

NEEDS = (b"env", b"secrets", b"vars")

_EXPRESSION = r"\$\{\{((?:[^{}]|\}(?!\})|\{(?!\{))*)\}\}"
_SETTING = r"(?<![\w.])(secrets|vars)\.([A-Za-z_]\w*)"


def read(path: str, data: bytes) -> Iterator[Fact]:
    """What a workflow, or an action made of steps, sets and passes on."""
    for root in documents(path, data):
        if not isinstance(root, Mapping):
            continue
        yield from _sets(root.get("env"), "workflow")
        for key, job in root.mapping("jobs").items():
            if isinstance(job, Mapping):
                yield from _job(key.text, job)
        for step in root.mapping("runs").sequence("steps"):
            if isinstance(step, Mapping):
                yield from _sets(step.get("env"), "action")
        if root.get("jobs") is not None:
            yield from _settings(root)


def _job(name: str, job: Mapping) -> Iterator[Fact]:
    yield from _sets(job.get("env"), f"job {name}")
    yield from _sets(job.mapping("container").get("env"), f"job {name}")
    for step in job.sequence("steps"):
        if isinstance(step, Mapping):
            yield from _sets(step.get("env"), f"job {name}")
    for key, service in job.mapping("services").items():
        if isinstance(service, Mapping):
            yield from _sets(service.get("env"), f"service {key.text} of job {name}")


def _sets(node: Node | None, where: str) -> Iterator[Fact]:
    if not isinstance(node, Mapping):
        return
    for key, value in node.items():
        if isinstance(value, Scalar):
            text = None if "${{" in value.text else value.text
            yield EnvSet(line=key.line, name=key.text, value=text, where=where)


def _settings(root: Mapping) -> Iterator[Fact]:
    seen: set[tuple[str, str]] = set()
    for node in walk(root):
        if not isinstance(node, Scalar) or "." not in node.text:
            continue
        for text in _expressions(node.text):
            for found in rx(_SETTING).finditer(text):
                sort, name = found.groups()
                if (sort, name) in seen or name.upper().startswith("GITHUB_"):
                    continue
                seen.add((sort, name))
                where = "secrets" if sort == "secrets" else "variables"
                yield EnvSet(line=node.line, name=name, where=f"{where} of the repository")


def _expressions(text: str) -> list[str]:
    """What stands in braces."""
    return [found.group(1) for found in rx(_EXPRESSION).finditer(text)]
