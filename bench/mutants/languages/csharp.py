"""C#: environment variables, configuration and options; minimal APIs and controllers."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, pascal

NAME = "csharp"
STYLES = 2
IDIOMS = {
    "environment": ("default", "bare"),
    "throws": ("required",),
    "constant": ("default",),
    "wrapper": ("default",),
    "index": ("default", "bare"),
    "value": ("default",),
    "parsed": ("default",),
    "coalesced": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """A project and one with its tests."""
    space = f"Acme.{pascal(service.things)}"
    _settings(service, code, space)
    nested = [one for one in service.routes if one.nested]
    served = [Claim("endpoint", f"{one.method} {service.served(one)}") for one in nested]
    if service.style == 0:
        routes = f"src/{pascal(service.thing)}Endpoints.cs"
        code.put(routes, _minimal(service, space), *served)
        code.put("src/Program.cs", _minimal_app(service, space))
    else:
        routes = f"src/Controllers/{pascal(service.things)}Controller.cs"
        code.put(
            routes,
            _controller(service, space, f"{pascal(service.things)}Controller", True),
            *served,
        )
        code.put(
            "src/Controllers/HealthController.cs",
            _controller(service, space, "HealthController", False),
        )
    code.put(
        "src/Measures.cs",
        _measures(service, space),
        *(Claim("signal", one) for one in service.metrics),
    )
    method, function, other = (pascal(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"src/{owner}.cs", _store(service, space, owner, method, function, other))
    folder = "/".join(pascal(one) for one in service.helper_folder.split("/") if one)
    helper = "/".join(filter(None, ("src/Util", folder, f"{pascal(service.helper)}.cs")))
    code.put(
        helper, f"namespace {space}.Util;\n\npublic static class {pascal(service.helper)}\n{{\n}}\n"
    )
    tests = f"tests/{owner}Tests.cs"
    names = [f"{owner}Tests.{pascal(one)}" for one in service.tests]
    code.put(
        tests, _tests(service, space, owner), *(Claim("test", f"{tests}::{one}") for one in names)
    )
    code.put("migrations/001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("migrations/002_holds.sql", service.table.sql)
    return Names(
        components=["src/Settings.cs", f"src/{owner}.cs", routes],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}.{method}()", f"{function}()", f"{owner}.{other}()"],
        tests=[(tests, one) for one in names],
        measures="src/Measures.cs",
        routes=routes,
        migration="migrations/002_holds.sql",
        to_come="src/Sweeper.cs",
    )


def _constant(one: Variable) -> str:
    return f"{pascal(one.name.partition('_')[2])}Variable"


def _settings(service: Service, code: Code, space: str) -> None:
    lines = [
        "using System;",
        "using Microsoft.Extensions.Configuration;",
        "",
        f"namespace {space};",
        "",
    ]
    lines += ["// Nothing else is read." for _ in range(service.noise)]
    lines += [
        "public class Settings",
        "{",
        "    public Settings(IConfiguration configuration)",
        "    {",
    ]
    for one in service.variables:
        if one.comment:
            lines.append(f"        // {one.other} was agreed on with operations.")
        lines.append(f"        var {camel(one.name)} = {_READS[one.idiom](one)};")
    code.put("src/Settings.cs", "\n".join([*lines, "    }", "}"]) + "\n")
    constants = "".join(
        f'    public const string {_constant(one)} = "{one.name}";\n'
        for one in service.reading("constant")
    )
    code.put(
        "src/Names.cs", f"namespace {space};\n\npublic static class Names\n{{\n{constants}}}\n"
    )
    code.put(
        "src/Lookup.cs",
        f"using System;\n\nnamespace {space};\n\npublic static class Lookup\n{{\n"
        "    public static string Setting(string name, string fallback)\n    {\n"
        "        return Environment.GetEnvironmentVariable(name) ?? fallback;\n    }\n}\n",
    )


def _or(read: str, one: Variable) -> str:
    return f'{read} ?? "{one.default}"' if one.form == "default" else read


_READS: dict[str, Callable[[Variable], str]] = {
    "environment": lambda one: _or(f'Environment.GetEnvironmentVariable("{one.name}")', one),
    "throws": lambda one: (
        f'Environment.GetEnvironmentVariable("{one.name}") ?? throw new InvalidOperationException("unset")'
    ),
    "constant": lambda one: (
        f'Environment.GetEnvironmentVariable(Names.{_constant(one)}) ?? "{one.default}"'
    ),
    "wrapper": lambda one: f'Lookup.Setting("{one.name}", "{one.default}")',
    "index": lambda one: _or(f'configuration["{one.name}"]', one),
    "parsed": lambda one: (
        f'(Environment.GetEnvironmentVariable("{one.name}") ?? "{one.default}").Trim()'
    ),
    "coalesced": lambda one: (
        f'string.IsNullOrEmpty(Environment.GetEnvironmentVariable("{one.name}")) ? "{one.default}" : '
        f'Environment.GetEnvironmentVariable("{one.name}")'
    ),
    "value": lambda one: (
        f'configuration.GetValue<int>("{one.name}", {one.default})'
        if one.number
        else f'configuration.GetValue("{one.name}", "{one.default}")'
    ),
}


def _minimal(service: Service, space: str) -> str:
    name = f"{pascal(service.thing)}Endpoints"
    lines = [
        "using Microsoft.AspNetCore.Builder;",
        "using Microsoft.AspNetCore.Routing;",
        "",
        f"namespace {space};",
        "",
    ]
    lines += [
        f"public static class {name}",
        "{",
        f"    public static void Map{pascal(service.things)}(this IEndpointRouteBuilder app)",
        "    {",
    ]
    lines.append(f'        var group = app.MapGroup("{service.prefix}");')
    for one in service.coded:
        if one.nested:
            if one.method == "PATCH":
                lines.append(f'        group.MapPatch("{one.local}", () => "{{}}");')
            else:
                lines.append(
                    f'        group.Map{one.method.capitalize()}("{one.local}", () => "{{}}");'
                )
    return "\n".join([*lines, "    }", "}"]) + "\n"


def _minimal_app(service: Service, space: str) -> str:
    lines = [
        "using Microsoft.AspNetCore.Builder;",
        f"using {space};",
        "",
        "var builder = WebApplication.CreateBuilder(args);",
    ]
    lines += ["var app = builder.Build();", f"app.Map{pascal(service.things)}();"]
    lines += [
        f'app.Map{one.method.capitalize()}("{one.local}", () => "{{}}");'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "app.Run();"]) + "\n"


def _controller(service: Service, space: str, name: str, nested: bool) -> str:
    lines = [
        "using Microsoft.AspNetCore.Mvc;",
        "",
        f"namespace {space}.Controllers;",
        "",
        "[ApiController]",
    ]
    lines += [
        f'[Route("{(service.prefix if nested else "").strip("/")}")]',
        f"public class {name} : ControllerBase",
        "{",
    ]
    for one in service.coded:
        if one.nested is nested:
            lines += [f'    [Http{one.method.capitalize()}("{one.local.strip("/")}")]']
            lines += [f"    public IActionResult {pascal(one.name)}() => Ok();", ""]
    return "\n".join([*lines, "}"]) + "\n"


def _measures(service: Service, space: str) -> str:
    if service.style == 0:
        lines = [
            "using Prometheus;",
            "",
            f"namespace {space};",
            "",
            "public static class Measures",
            "{",
        ]
        for one in service.counted:
            kind = "Counter" if one.endswith("_total") else "Histogram"
            lines.append(
                f'    public static readonly {kind} {pascal(one)} = Metrics.Create{kind}("{one}", "What");'
            )
    else:
        lines = [
            "using System.Diagnostics.Metrics;",
            "",
            f"namespace {space};",
            "",
            "public static class Measures",
            "{",
        ]
        lines.append('    private static readonly Meter Meter = new("Holds");')
        for one in service.counted:
            kind = "Counter<long>" if one.endswith("_total") else "Histogram<double>"
            name = one.removesuffix("_total").replace("_", ".", 1)
            lines.append(
                f'    public static readonly {kind} {pascal(one)} = Meter.Create{kind}("{name}");'
            )
    return "\n".join([*lines, "}"]) + "\n"


def _store(service: Service, space: str, owner: str, method: str, function: str, other: str) -> str:
    first, second = service.events
    flag = ""
    if service.flag:
        ask = (
            f'await _features.IsEnabledAsync("{service.flag}")'
            if service.style
            else f'_flags.IsEnabled("{service.flag}")'
        )
        flag = f"        if (!{ask}) return key;\n"
    return f"""using System.Threading.Tasks;
using Microsoft.Extensions.Logging;
using Microsoft.FeatureManagement;

namespace {space};

/// <summary>What is kept.</summary>
public class {owner}
{{
    private readonly ILogger<{owner}> _logger;
    private readonly IFeatureManager _features;

    public async Task<string> {method}(string key)
    {{
{flag}        _logger.LogInformation("{first}");
        return {function}(key);
    }}

    // Without a key there is nothing to do.
    public string {function}(string key) => {other}(key);

    private string {other}(string key)
    {{
        _logger.LogWarning("{second}");
        return key;
    }}
}}
"""


def _tests(service: Service, space: str, owner: str) -> str:
    lines = ["using Xunit;", "", f"namespace {space}.Tests;", "", f"public class {owner}Tests", "{"]
    for variable in service.variables:
        if variable.tested:
            lines += ["    [Fact]", f"    public void Takes{pascal(variable.other)}()", "    {"]
            lines += [
                f'        System.Environment.SetEnvironmentVariable("{variable.other}", "7");',
                "    }",
            ]
    for one in service.tests:
        lines += [
            "    [Fact]",
            f"    public void {pascal(one)}()",
            "    {",
            "        Assert.True(true);",
            "    }",
            "",
        ]
    return "\n".join([*lines, "}"]) + "\n"
