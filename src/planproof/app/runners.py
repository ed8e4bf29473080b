"""How tests are run here: what to suggest for the settings `test-command` and `reports`."""

from __future__ import annotations

from pathlib import Path

_JEST = ('test-command = "npx jest --ci --reporters=jest-junit"', 'reports = ["junit.xml"]')
_VITEST = ('test-command = "npx vitest run --reporter=junit --outputFile={report}"',)
_NODE = ('test-command = "node --test --test-reporter=junit --test-reporter-destination={report}"',)
_PYTEST = ('test-command = "pytest --junit-xml={report} {tests}"',)
_BY_FILE = (
    ("go.mod", ("test-command = \"sh -c 'go test -json ./... > {report}'\"",)),
    (
        "pom.xml",
        ('test-command = "mvn --batch-mode test"', 'reports = ["**/target/surefire-reports/*.xml"]'),
    ),
    (
        "build.gradle",
        ('test-command = "./gradlew test"', 'reports = ["**/build/test-results/**/*.xml"]'),
    ),
    (
        "build.gradle.kts",
        ('test-command = "./gradlew test"', 'reports = ["**/build/test-results/**/*.xml"]'),
    ),
)  # fmt: skip
_PYTHON = ("pyproject.toml", "pytest.ini", "setup.cfg", "setup.py", "tox.ini", "conftest.py")


def suggested_test_settings(root: str, name: str = "") -> tuple[str, ...]:
    """Lines of TOML for the settings file that have tests run, by the files in the project's folder.

    Args:
        root: the project's folder.
        name: a test's name in a plan; one of pytest's is known by its form.
    """
    folder = Path(root)
    if ".py::" not in name:
        for file, lines in _BY_FILE:
            if (folder / file).is_file():
                return lines
        try:
            package = (folder / "package.json").read_text("utf-8", "replace")
        except OSError:
            package = ""
        if package and not any((folder / file).is_file() for file in _PYTHON):
            return _VITEST if '"vitest"' in package else _JEST if '"jest"' in package else _NODE
    return _PYTEST
