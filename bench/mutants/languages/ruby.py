"""Ruby: ENV, and wrappers; Sinatra and Rails."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, pascal, snake

NAME = "ruby"
STYLES = 2
IDIOMS = {
    "index": ("default", "bare"),
    "fetch": ("default", "required"),
    "block": ("default",),
    "constant": ("default", "required"),
    "wrapper": ("default",),
    "number": ("default",),
    "fetch nil": ("bare",),
    "method": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """A gem-like tree, or a Rails application."""
    _settings(service, code)
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    if service.style == 0:
        routes = f"lib/web/{service.things}.rb"
        code.put(routes, _sinatra(service, True), *served)
        code.put("lib/web/health.rb", _sinatra(service, False))
        mounts = (
            f'map "{service.prefix}" do\n  run {pascal(service.things)}\nend\n'
            if service.prefix
            else ""
        )
        code.put("config.ru", f"{mounts}run Health\n")
    else:
        routes = "config/routes.rb"
        health = [
            Claim("endpoint", f"{one.method} {one.local}")
            for one in service.routes
            if not one.nested
        ]
        code.put(routes, _rails(service), *served, *health)
    code.put(
        "lib/measures.rb", _measures(service), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (snake(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"lib/{service.thing}_store.rb", _store(service, owner, method, function, other))
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"lib/util/{folder}{snake(service.helper)}.rb"
    code.put(helper, f"def {snake(service.helper)}_of(count)\n  count + 1\nend\n")
    rspec = service.style == 0
    tests = f"spec/{service.things}_spec.rb" if rspec else f"test/{service.things}_test.rb"
    names = [
        f"{service.things} > {one}" if rspec else f"{pascal(service.things)}Test#test_{snake(one)}"
        for one in service.tests
    ]
    text = (_rspec if rspec else _minitest)(service)
    code.put(tests, text, *(Claim("test", f"{tests}::{one}") for one in names))
    code.put("db/001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("db/002_holds.sql", service.table.sql)
    return Names(
        components=["config/settings.rb", f"lib/{service.thing}_store.rb", routes],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}#{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures="lib/measures.rb",
        routes=routes,
        migration="db/002_holds.sql",
        to_come="lib/sweeper.rb",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code) -> None:
    lines = ["# What the service is told from outside.", "module Settings"]
    lines += ["  # Nothing else is read." for _ in range(service.noise)]
    for one in service.variables:
        if one.comment:
            lines.append(f"  # {one.other} was agreed on with operations.")
        lines.append(f"  {one.name.partition('_')[2]} = {_READS[one.idiom](one)}")
    code.put("config/settings.rb", "\n".join([*lines, "end"]) + "\n")
    constants = "".join(
        f'  {_constant(one)} = "{one.name}"\n' for one in service.reading("constant")
    )
    code.put("config/names.rb", f"module Names\n{constants}end\n")
    code.put(
        "lib/lookup.rb",
        "def setting(name, fallback)\n  ENV.fetch(name, fallback)\nend\n\n"
        "module Lookup\n  def self.given(name, otherwise: nil)\n    ENV.fetch(name, otherwise)\n  end\nend\n",
    )


def _fetch(one: Variable, name: str) -> str:
    return f"ENV.fetch({name})" if one.form == "required" else f'ENV.fetch({name}, "{one.default}")'


_READS: dict[str, Callable[[Variable], str]] = {
    "index": lambda one: (
        f'ENV["{one.name}"]' + (f' || "{one.default}"' if one.form == "default" else "")
    ),
    "fetch": lambda one: _fetch(one, f'"{one.name}"'),
    "block": lambda one: f"ENV.fetch('{one.name}') {{ '{one.default}' }}",
    "constant": lambda one: _fetch(one, f"Names::{_constant(one)}"),
    "number": lambda one: (
        f'Integer(ENV.fetch("{one.name}", {one.default}))'
        if one.number
        else f'ENV.fetch("{one.name}", "{one.default}").to_sym'
    ),
    "fetch nil": lambda one: f'ENV.fetch("{one.name}", nil)',
    "method": lambda one: f'Lookup.given("{one.name}", otherwise: "{one.default}")',
    "wrapper": lambda one: f'setting("{one.name}", "{one.default}")',
}


def _sinatra(service: Service, nested: bool) -> str:
    name = pascal(service.things) if nested else "Health"
    lines = ['require "sinatra/base"', "", f"class {name} < Sinatra::Base"]
    for one in service.coded:
        if one.nested is nested:
            lines += [
                f'  {one.method.lower()} "{one.local.replace("{id}", ":id")}" do',
                '    "{}"',
                "  end",
                "",
            ]
    return "\n".join([*lines, "end"]) + "\n"


def _rails(service: Service) -> str:
    lines = ["Rails.application.routes.draw do"]
    indent = "  "
    if service.prefix:
        lines.append(f'  scope "{service.prefix}" do')
        indent = "    "
    for one in service.coded:
        if one.nested:
            path = one.local.replace("{id}", ":id")
            lines.append(
                f'{indent}{one.method.lower()} "{path}", to: "{service.things}#{snake(one.name)}"'
            )
    if service.prefix:
        lines.append("  end")
    lines += [
        f'  {one.method.lower()} "{one.local}", to: "health#{snake(one.name)}"'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "end"]) + "\n"


def _measures(service: Service) -> str:
    lines = ['require "prometheus/client"', "", "registry = Prometheus::Client.registry"]
    for one in service.counted:
        kind = "counter" if one.endswith("_total") else "histogram"
        lines.append(f'{one.upper()} = registry.{kind}(:{one}, docstring: "What it says")')
    return "\n".join(lines) + "\n"


def _store(service: Service, owner: str, method: str, function: str, other: str) -> str:
    first, second = service.events
    flag = ""
    if service.flag:
        ask = (
            f'Flipper.enabled?(:"{service.flag}")'
            if service.style
            else f'flags.enabled?("{service.flag}")'
        )
        flag = f"    return key unless {ask}\n"
    return f"""# What is kept.
class {owner}
  def {method}(key)
{flag}    logger.info("{first}")
    {function}(key)
  end

  # Without a key there is nothing to do.
  def {function}(key)
    {other}(key)
  end

  def self.{other}(key)
    logger.warn("{second}")
    key
  end
end
"""


def _rspec(service: Service) -> str:
    lines = [f'RSpec.describe "{service.things}" do']
    for variable in service.variables:
        if variable.tested:
            lines += [
                f'  it "takes {variable.other}" do',
                f'    ENV["{variable.other}"] = "7"',
                "  end",
            ]
    for one in service.tests:
        lines += [f'  it "{one}" do', "    expect(1).to eq(1)", "  end"]
    return "\n".join([*lines, "end"]) + "\n"


def _minitest(service: Service) -> str:
    lines = [
        'require "minitest/autorun"',
        "",
        f"class {pascal(service.things)}Test < Minitest::Test",
    ]
    for variable in service.variables:
        if variable.tested:
            lines += [
                f"  def test_takes_{snake(variable.other)}",
                f'    ENV["{variable.other}"] = "7"',
                "  end",
            ]
    for one in service.tests:
        lines += [f"  def test_{snake(one)}", "    assert true", "  end"]
    return "\n".join([*lines, "end"]) + "\n"
