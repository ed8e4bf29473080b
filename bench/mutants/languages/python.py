"""Python: the standard library, pydantic-settings, decouple, environs and click; FastAPI and Flask."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, pascal, snake

NAME = "python"
STYLES = 2
IDIOMS = {
    "environ": ("default", "required", "bare"),
    "getenv": ("default", "bare"),
    "alias": ("default", "required"),
    "constant": ("default", "required"),
    "wrapper": ("default",),
    "strict wrapper": ("required",),
    "pydantic": ("default", "required"),
    "decouple": ("default", "required"),
    "environs": ("default", "required"),
    "click": ("default",),
    "alias of a field": ("default", "required"),
    "dataclass": ("default", "bare"),
    "argparse": ("default",),
    "joined": ("default", "required"),
    "method": ("default", "required"),
    "number": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """A package below `src`, with tests beside it."""
    root = f"src/{service.things}"
    _settings(service, code, root)
    _constants(service, code, root)
    code.put(f"{root}/__init__.py", "")
    code.put(f"{root}/api.py", (_fastapi, _flask)[service.style](service), *_served(service))
    code.put(f"{root}/app.py", (_fastapi_app, _flask_app)[service.style](service))
    _measures(service, code, root)
    method, function, other = (snake(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"{root}/store.py", _store(service, owner, method, function, other))
    helper = "/".join(filter(None, (root, service.helper_folder, f"{snake(service.helper)}.py")))
    code.put(
        helper, f'"""Labels."""\n\n\ndef {snake(service.helper)}_of(count):\n    return count + 1\n'
    )
    tests = f"tests/test_{service.things}.py"
    names = _test_names(service)
    code.put(tests, _tests(service), *(Claim("test", f"{tests}::{one}") for one in names))
    migration = f"{root}/migrations/0002_holds.sql"
    code.put(f"{root}/migrations/0001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put(migration, service.table.sql)
    code.put("scripts/smoke.py", _smoke(service))
    code.put(
        "scripts/seed.py",
        f'import os\n\nCOUNT = os.environ.get("{service.thing.upper()}_SEEDS", "3")\n',
    )
    return Names(
        components=[f"{root}/settings.py", f"{service.things}.names", f"{root}/store.py"],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}.{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures=f"{root}/measures.py",
        routes=f"{root}/api.py",
        migration=migration,
        to_come=f"{root}/sweeper.py",
    )


def _settings(service: Service, code: Code, root: str) -> None:
    lines = [
        '"""What the service is told from outside."""',
        "",
        "import os",
        "from os import environ as outside",
        "",
        "import click",
        "from dataclasses import dataclass, field",
        "",
        "from decouple import config",
        "from environs import Env",
        "from pydantic import AliasChoices, Field",
        "from pydantic_settings import BaseSettings, SettingsConfigDict",
        "",
        f"from {service.things} import names",
        f"from {service.things}.lookup import Source, must_have, setting",
        "",
        "env = Env()",
        "source = Source()",
        f'PREFIX = "{service.thing.upper()}_"',
        *("# Nothing else is read." for _ in range(service.noise)),
        "",
    ]
    for one in service.variables:
        if one.comment:
            lines.append(f"# {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(f"{snake(one.name)} = {_READS[one.idiom](one)}")
    lines += _pydantic(service)
    lines += _click(service)
    lines += _more(service)
    code.put(f"{root}/settings.py", "\n".join(lines) + "\n")
    code.put(f"{root}/lookup.py", _LOOKUP)


_LOOKUP = '''"""Look settings up."""

import os


def setting(name, fallback=None):
    """A setting."""
    return os.environ.get(name, fallback)


def must_have(name):
    """A setting without which nothing works."""
    return os.environ[name]


class Source:
    """Where settings come from."""

    def given(self, name, otherwise=None):
        """A setting, or what is to be taken otherwise."""
        return os.environ.get(name, otherwise)

    def demanded(self, name):
        """A setting without which nothing works."""
        return os.environ[name]
'''


def _value(one: Variable) -> str:
    return one.default if one.number else f'"{one.default}"'


def _environ(one: Variable) -> str:
    if one.form == "required":
        return f'os.environ["{one.name}"]'
    return f'os.environ.get("{one.name}"' + (
        f', "{one.default}")' if one.form == "default" else ")"
    )


def _getenv(one: Variable) -> str:
    return f'os.getenv("{one.name}")' + (f' or "{one.default}"' if one.form == "default" else "")


def _alias(one: Variable) -> str:
    return (
        f'outside["{one.name}"]'
        if one.form == "required"
        else f'outside.get("{one.name}", "{one.default}")'
    )


def _constant(one: Variable) -> str:
    name = f"names.{_constant_name(one)}"
    return (
        f"os.environ[{name}]" if one.form == "required" else f'os.getenv({name}, "{one.default}")'
    )


def _constant_name(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _decouple(one: Variable) -> str:
    cast = ", cast=int" if one.number else ""
    return (
        f'config("{one.name}"'
        + (f", default={_value(one)}" if one.form == "default" else "")
        + f"{cast})"
    )


def _environs(one: Variable) -> str:
    given = f", {_value(one)}" if one.form == "default" else ""
    return f'env.{"int" if one.number else "str"}("{one.name}"{given})'


_READS: dict[str, Callable[[Variable], str]] = {
    "environ": _environ,
    "getenv": _getenv,
    "alias": _alias,
    "constant": _constant,
    "wrapper": lambda one: f'setting("{one.name}", "{one.default}")',
    "strict wrapper": lambda one: f'must_have("{one.name}")',
    "decouple": _decouple,
    "environs": _environs,
    "joined": lambda one: (
        f'os.environ[f"{{PREFIX}}{_rest(one)}"]'
        if one.form == "required"
        else f'os.environ.get(PREFIX + "{_rest(one)}", "{one.default}")'
    ),
    "method": lambda one: (
        f'source.demanded("{one.name}")'
        if one.form == "required"
        else f'source.given("{one.name}", otherwise="{one.default}")'
    ),
    "number": lambda one: f'str(os.environ.get("{one.name}") or {_value(one)})',
}


def _rest(one: Variable) -> str:
    return one.name.partition("_")[2]


def _more(service: Service) -> list[str]:
    lines: list[str] = []
    fields = service.reading("alias of a field")
    if fields:
        lines += ["", "", "class More(BaseSettings):"]
        for place, one in enumerate(fields):
            alias = f'"{one.name}"'
            if one.form == "default" and place % 2 == 0:  # which of two is missed, nobody can say
                alias = f'AliasChoices("{one.name}", "{one.name}_BEFORE")'
            given = f"default={_value(one)}, " if one.form == "default" else ""
            kind = "int" if one.number else "str"
            lines.append(f"    field_{place}: {kind} = Field({given}validation_alias={alias})")
    fields = service.reading("dataclass")
    if fields:
        lines += ["", "", "@dataclass", "class Given:"]
        lines += [
            f"    {snake(_rest(one))}: str = field(default_factory=lambda: {_environ(one)})"
            for one in fields
        ]
    options = service.reading("argparse")
    if options:
        lines += ["", "", "def options(parser):"]
        lines += [
            f'    parser.add_argument("--{camel(one.name).lower()}", default={_environ(one)})'
            for one in options
        ]
    return lines


def _pydantic(service: Service) -> list[str]:
    fields = service.reading("pydantic")
    if not fields:
        return []
    head = ["", "", "class Settings(BaseSettings):"]
    prefix = f"{service.thing}_"
    head.append(f'    model_config = SettingsConfigDict(env_prefix="{prefix.upper()}")')
    for one in fields:
        kind = "int" if one.number else "str"
        given = f" = {_value(one)}" if one.form == "default" else ""
        head.append(f"    {one.name.lower().removeprefix(prefix)}: {kind}{given}")
    return head


def _click(service: Service) -> list[str]:
    options = service.reading("click")
    if not options:
        return []
    lines = ["", "", "@click.command()"]
    for one in options:
        flag = f"--{camel(one.name).lower()}"
        lines.append(f'@click.option("{flag}", envvar="{one.name}", default={_value(one)})')
    return [*lines, "def main(**given):", "    print(given)"]


def _constants(service: Service, code: Code, root: str) -> None:
    lines = ['"""Names that several modules use."""', "", 'SERVICE = "acme"']
    lines += [f'{_constant_name(one)} = "{one.name}"' for one in service.reading("constant")]
    code.put(f"{root}/names.py", "\n".join(lines) + "\n")


def _served(service: Service) -> list[Claim]:
    return [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]


def _fastapi(service: Service) -> str:
    lines = ["from fastapi import APIRouter", "", "router = APIRouter()"]
    for one in service.coded:
        if one.nested:
            lines += ["", "", f'@router.{one.method.lower()}("{one.local}")']
            lines.append(f"async def {snake(one.name)}(id: str = ''):\n    return {{}}")
    return "\n".join(lines) + "\n"


def _fastapi_app(service: Service) -> str:
    prefix = f', prefix="{service.prefix}"' if service.prefix else ""
    lines = [
        "from fastapi import FastAPI",
        "",
        f"from {service.things} import api",
        "",
        "app = FastAPI()",
        f"app.include_router(api.router{prefix})",
    ]
    for one in service.coded:
        if not one.nested:
            lines += ["", "", f'@app.{one.method.lower()}("{one.local}")']
            lines.append(f"def {snake(one.name)}():\n    return {{}}")
    return "\n".join(lines) + "\n"


def _flask(service: Service) -> str:
    lines = ["from flask import Blueprint", "", 'holds = Blueprint("holds", __name__)']
    for one in service.coded:
        if one.nested:
            path = one.local.replace("{id}", "<id>")
            lines += ["", "", f'@holds.route("{path}", methods=["{one.method}"])']
            lines.append(f"def {snake(one.name)}(id=None):\n    return {{}}")
    return "\n".join(lines) + "\n"


def _flask_app(service: Service) -> str:
    prefix = f', url_prefix="{service.prefix}"' if service.prefix else ""
    lines = [
        "from flask import Flask",
        "",
        f"from {service.things}.api import holds",
        "",
        "app = Flask(__name__)",
        f"app.register_blueprint(holds{prefix})",
    ]
    for one in service.coded:
        if not one.nested:
            lines += ["", "", f'@app.{one.method.lower()}("{one.local}")']
            lines.append(f"def {snake(one.name)}():\n    return {{}}")
    return "\n".join(lines) + "\n"


def _measures(service: Service, code: Code, root: str) -> None:
    facts = [Claim("signal", one) for one in service.metrics]
    if service.style == 0:
        lines = ["from prometheus_client import Counter, Histogram", ""]
        for one in service.counted:
            kind = "Counter" if one.endswith("_total") else "Histogram"
            name = one.removesuffix("_total")
            lines.append(f'{name.upper()} = {kind}("{name}", "What it says")')
    else:
        lines = ["from opentelemetry import metrics", "", 'meter = metrics.get_meter("holds")']
        for one in service.counted:
            kind = "counter" if one.endswith("_total") else "histogram"
            name = one.removesuffix("_total")
            lines.append(f'{name.upper()} = meter.create_{kind}("{name.replace("_", ".", 1)}")')
    code.put(f"{root}/measures.py", "\n".join(lines) + "\n", *facts)


def _store(service: Service, owner: str, method: str, function: str, other: str) -> str:
    log = "import structlog\n\nlog = structlog.get_logger()" if service.style == 0 else (
        "import logging\n\nlog = logging.getLogger(__name__)"
    )  # fmt: skip
    flag = (
        f'    if client.get_boolean_value("{service.flag}", False):\n        return None\n'
        if service.style == 0
        else f'    if flags.is_enabled("{service.flag}"):\n        return None\n'
    )
    if not service.flag:
        flag = ""
    client = (
        "from openfeature import api\n\nclient = api.get_client()"
        if service.style == 0
        else f"from {service.things} import flags"
    )
    first, second = service.events
    return f'''"""What is kept."""

{log}
{client}


class {owner}:
    """The store. Nothing here is sent to anybody."""

    def {method}(self, key):
        """Do it once."""
        log.info("{first}")
        return {function}(key)


def {function}(key):
    """Without a key there is nothing to do."""
{flag}    return {other}(key)


def {other}(key):
    """The last part."""
    log.warning("{second}")
    return key
'''


def _test_names(service: Service) -> list[str]:
    plain = [f"test_{snake(one)}" for one in service.tests]
    return [*plain[:2], *(f"TestHolds::{one}" for one in plain[2:])]


def _tests(service: Service) -> str:
    lines = ["import pytest", ""]
    for variable in service.variables:
        if variable.tested:
            lines += [f"def test_{snake(variable.other)}_is_taken(monkeypatch):"]
            lines += [f'    monkeypatch.setenv("{variable.other}", "7")', ""]
    for name in _test_names(service):
        if "::" not in name:
            lines += [f"def {name}():", "    assert True", ""]
    lines += ["class TestHolds:"]
    for name in _test_names(service):
        if "::" in name:
            lines += [f"    def {name.partition('::')[2]}(self):", "        assert True", ""]
    return "\n".join(lines)


def _smoke(service: Service) -> str:
    """A client that asks for what is served, which serves nothing."""
    lines = ["import requests", "", "session = requests.Session()"]
    lines += [f'session.{one.method.lower()}("{service.served(one)}")' for one in service.routes]
    return "\n".join(lines) + "\n"
