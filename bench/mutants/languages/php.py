"""PHP: getenv and the superglobals, Laravel's env(); Laravel, Slim and Symfony."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, pascal, snake

NAME = "php"
STYLES = 3
IDIOMS = {
    "getenv": ("default", "bare"),
    "superglobal": ("default", "bare"),
    "constant": ("default",),
    "wrapper": ("default",),
    "laravel": ("default", "bare"),
    "number": ("default",),
    "server": ("default",),
    "method": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """An application in the manner of its framework."""
    _settings(service, code)
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    health = [
        Claim("endpoint", f"{one.method} {one.local}") for one in service.routes if not one.nested
    ]
    if service.style == 0:
        routes = "routes/web.php"
        code.put(routes, _laravel(service), *served, *health)
    elif service.style == 1:
        routes = "src/routes.php"
        code.put(routes, _slim(service), *served, *health)
    else:
        routes = f"src/Controller/{pascal(service.thing)}Controller.php"
        code.put(routes, _symfony(service, f"{pascal(service.thing)}Controller", True), *served)
        code.put(
            "src/Controller/HealthController.php", _symfony(service, "HealthController", False)
        )
    code.put(
        "src/Measures.php", _measures(service), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (camel(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"src/{owner}.php", _store(service, owner, method, function, other))
    folder = "/".join(pascal(one) for one in service.helper_folder.split("/") if one)
    helper = "/".join(filter(None, ("src/Util", folder, f"{pascal(service.helper)}.php")))
    code.put(
        helper, f"<?php\n\nnamespace App\\Util;\n\nfinal class {pascal(service.helper)}\n{{\n}}\n"
    )
    tests = f"tests/{owner}Test.php"
    names = [f"{owner}Test::test{pascal(one)}" for one in service.tests]
    code.put(tests, _tests(service, owner), *(Claim("test", f"{tests}::{one}") for one in names))
    code.put("database/001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("database/002_holds.sql", service.table.sql)
    return Names(
        components=["config/app.php", f"src/{owner}.php", routes],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}::{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures="src/Measures.php",
        routes=routes,
        migration="database/002_holds.sql",
        to_come="src/Sweeper.php",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code) -> None:
    lines = ["<?php", "", "use App\\Names;", "use function App\\setting;", ""]
    lines += ["// Nothing else is read." for _ in range(service.noise)]
    lines.append("return [")
    for one in service.variables:
        if one.comment:
            lines.append(f"    // {one.other} was agreed on with operations.")
        lines.append(f"    '{snake(one.name.partition('_')[2])}' => {_READS[one.idiom](one)},")
    code.put("config/app.php", "\n".join([*lines, "];"]) + "\n")
    constants = "".join(
        f"    public const {_constant(one)} = '{one.name}';\n"
        for one in service.reading("constant")
    )
    code.put("src/Names.php", f"<?php\n\nnamespace App;\n\nfinal class Names\n{{\n{constants}}}\n")
    code.put(
        "src/lookup.php",
        "<?php\n\nnamespace App;\n\nfunction setting(string $name, string $fallback): string\n{\n"
        "    return getenv($name) ?: $fallback;\n}\n\nfinal class Lookup\n{\n"
        "    public static function given(string $name, string $otherwise): string\n    {\n"
        "        return getenv($name) ?: $otherwise;\n    }\n}\n",
    )


def _value(one: Variable) -> str:
    return one.default if one.number else f"'{one.default}'"


_READS: dict[str, Callable[[Variable], str]] = {
    "getenv": lambda one: (
        f"getenv('{one.name}')" + (f" ?: '{one.default}'" if one.form == "default" else "")
    ),
    "superglobal": lambda one: (
        f"$_ENV['{one.name}'] ?? " + (f"'{one.default}'" if one.form == "default" else "null")
    ),
    "constant": lambda one: f"getenv(Names::{_constant(one)}) ?: '{one.default}'",
    "number": lambda one: f"(string) (getenv('{one.name}') ?: {_value(one)})",
    "server": lambda one: f"$_SERVER['{one.name}'] ?? '{one.default}'",
    "method": lambda one: f"Lookup::given('{one.name}', '{one.default}')",
    "wrapper": lambda one: f"setting('{one.name}', '{one.default}')",
    "laravel": lambda one: (
        f"env('{one.name}'" + (f", '{one.default}')" if one.form == "default" else ")")
    ),
}


def _laravel(service: Service) -> str:
    lines = ["<?php", "", "use Illuminate\\Support\\Facades\\Route;", ""]
    indent = ""
    if service.prefix:
        lines.append(f"Route::prefix('{service.prefix.strip('/')}')->group(function () {{")
        indent = "    "
    lines += [
        f"{indent}Route::{one.method.lower()}('{one.local}', fn () => '{{}}');"
        for one in service.coded
        if one.nested
    ]
    if service.prefix:
        lines.append("});")
    lines += [
        f"Route::{one.method.lower()}('{one.local}', fn () => '{{}}');"
        for one in service.coded
        if not one.nested
    ]
    return "\n".join(lines) + "\n"


def _slim(service: Service) -> str:
    lines = [
        "<?php",
        "",
        "use Slim\\App;",
        "use Slim\\Routing\\RouteCollectorProxy;",
        "",
        "return function (App $app) {",
    ]
    lines.append(f"    $app->group('{service.prefix}', function (RouteCollectorProxy $group) {{")
    lines += [
        f"        $group->{one.method.lower()}('{one.local}', Handler::class);"
        for one in service.coded
        if one.nested
    ]
    lines.append("    });")
    lines += [
        f"    $app->{one.method.lower()}('{one.local}', Handler::class);"
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "};"]) + "\n"


def _symfony(service: Service, name: str, nested: bool) -> str:
    lines = [
        "<?php",
        "",
        "namespace App\\Controller;",
        "",
        "use Symfony\\Component\\Routing\\Attribute\\Route;",
        "",
    ]
    if nested and service.prefix:
        lines.append(f"#[Route('{service.prefix}')]")
    lines += [f"class {name}", "{"]
    for one in service.coded:
        if one.nested is nested:
            lines += [f"    #[Route('{one.local}', methods: ['{one.method}'])]"]
            lines += [
                f"    public function {camel(one.name)}(): Response",
                "    {",
                "        return new Response();",
                "    }",
            ]
    return "\n".join([*lines, "}"]) + "\n"


def _measures(service: Service) -> str:
    lines = [
        "<?php",
        "",
        "namespace App;",
        "",
        "use Prometheus\\CollectorRegistry;",
        "",
        "final class Measures",
        "{",
    ]
    lines += ["    public function __construct(CollectorRegistry $registry)", "    {"]
    for one in service.counted:
        kind = "Counter" if one.endswith("_total") else "Histogram"
        head, _, rest = one.partition("_")
        lines.append(f"        $registry->getOrRegister{kind}('{head}', '{rest}', 'What it says');")
    return "\n".join([*lines, "    }", "}"]) + "\n"


def _store(service: Service, owner: str, method: str, function: str, other: str) -> str:
    first, second = service.events
    flag = ""
    if service.flag:
        ask = {
            0: f"Feature::active('{service.flag}')",
            1: f"$this->unleash->isEnabled('{service.flag}')",
            2: f"$this->flags->isEnabled('{service.flag}')",
        }[service.style]
        flag = f"        if (!{ask}) {{\n            return $key;\n        }}\n"
    return f"""<?php

namespace App;

use Laravel\\Pennant\\Feature;
use Psr\\Log\\LoggerInterface;

/** What is kept. */
class {owner}
{{
    public function __construct(private LoggerInterface $logger)
    {{
    }}

    public function {method}(string $key): string
    {{
{flag}        $this->logger->info('{first}');
        return $this->{function}($key);
    }}

    // Without a key there is nothing to do.
    public function {function}(string $key): string
    {{
        return $this->{other}($key);
    }}

    private function {other}(string $key): string
    {{
        $this->logger->warning('{second}');
        return $key;
    }}
}}
"""


def _tests(service: Service, owner: str) -> str:
    lines = [
        "<?php",
        "",
        "use PHPUnit\\Framework\\TestCase;",
        "",
        f"final class {owner}Test extends TestCase",
        "{",
    ]
    for variable in service.variables:
        if variable.tested:
            lines += [
                f"    public function testTakes{pascal(variable.other)}(): void",
                "    {",
                f"        putenv('{variable.other}=7');",
                "    }",
            ]
    for one in service.tests:
        lines += [
            f"    public function test{pascal(one)}(): void",
            "    {",
            "        self::assertTrue(true);",
            "    }",
            "",
        ]
    return "\n".join([*lines, "}"]) + "\n"
