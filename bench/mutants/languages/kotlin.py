"""Kotlin: System.getenv with the elvis operator, Spring's values; Ktor and Spring MVC."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, pascal

NAME = "kotlin"
STYLES = 2
IDIOMS = {
    "getenv": ("default", "bare"),
    "map": ("default", "bare"),
    "throws": ("required",),
    "constant": ("default",),
    "wrapper": ("default",),
    "value": ("default", "required"),
    "getOrDefault": ("default",),
    "number": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """A Gradle project."""
    package = f"com.acme.{service.things}"
    root = f"src/main/kotlin/{package.replace('.', '/')}"
    _settings(service, code, root, package)
    routes = f"{root}/{pascal(service.thing)}Routes.kt"
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    code.put(routes, (_ktor, _spring)[service.style](service, package), *served)
    code.put(f"{root}/Application.kt", (_ktor_app, _spring_app)[service.style](service, package))
    measures = f"{root}/Measures.kt"
    code.put(
        measures, _measures(service, package), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (camel(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"{root}/{owner}.kt", _store(service, package, owner, method, function, other))
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"{root}/util/{folder}{pascal(service.helper)}.kt"
    code.put(
        helper, f"package {package}.util\n\nfun {camel(service.helper)}Of(count: Int) = count + 1\n"
    )
    tests = f"src/test/kotlin/{package.replace('.', '/')}/{owner}Test.kt"
    names = _test_names(service, owner)
    code.put(
        tests, _tests(service, package, owner), *(Claim("test", f"{tests}::{one}") for one in names)
    )
    migrations = "src/main/resources/db/migration"
    code.put(f"{migrations}/V1__start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put(f"{migrations}/V2__holds.sql", service.table.sql)
    return Names(
        components=[f"{root}/Settings.kt", f"{package}.{owner}", routes],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}.{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures=measures,
        routes=routes,
        migration=f"{migrations}/V2__holds.sql",
        to_come=f"{root}/Sweeper.kt",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code, root: str, package: str) -> None:
    lines = [
        f"package {package}",
        "",
        "import org.springframework.beans.factory.annotation.Value",
        "",
    ]
    lines += ["// Nothing else is read." for _ in range(service.noise)]
    for one in service.variables:
        if one.comment:
            lines.append(f"// {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(f"val {camel(one.name)} = {_READS[one.idiom](one)}")
    fields = service.reading("value")
    if fields:
        lines += ["", "class Settings("]
        for one in fields:
            given = f":{one.default}" if one.form == "default" else ""
            lines.append(f'    @Value("\\${{{one.name}{given}}}") val {camel(one.name)}: String,')
        lines.append(")")
    code.put(f"{root}/Settings.kt", "\n".join(lines) + "\n")
    constants = "".join(
        f'const val {_constant(one)} = "{one.name}"\n' for one in service.reading("constant")
    )
    code.put(f"{root}/Names.kt", f"package {package}\n\n{constants}")
    code.put(
        f"{root}/Lookup.kt",
        f"package {package}\n\nfun setting(name: String, fallback: String): String = System.getenv(name) ?: fallback\n",
    )


def _or(read: str, one: Variable) -> str:
    return f'{read} ?: "{one.default}"' if one.form == "default" else read


_READS: dict[str, Callable[[Variable], str]] = {
    "getenv": lambda one: _or(f'System.getenv("{one.name}")', one),
    "map": lambda one: _or(f'System.getenv()["{one.name}"]', one),
    "getOrDefault": lambda one: f'System.getenv().getOrDefault("{one.name}", "{one.default}")',
    "number": lambda one: (
        f'System.getenv("{one.name}")?.toInt() ?: {one.default}'
        if one.number
        else f'System.getenv("{one.name}")?.lowercase() ?: "{one.default}"'
    ),
    "throws": lambda one: f'System.getenv("{one.name}") ?: error("{one.name} is not set")',
    "constant": lambda one: f'System.getenv({_constant(one)}) ?: "{one.default}"',
    "wrapper": lambda one: f'setting("{one.name}", "{one.default}")',
}


def _ktor(service: Service, package: str) -> str:
    lines = [
        f"package {package}",
        "",
        "import io.ktor.server.response.*",
        "import io.ktor.server.routing.*",
        "",
    ]
    lines.append(f"fun Route.{camel(service.thing)}Routes() {{")
    indent = "    "
    if service.prefix:
        lines.append(f'    route("{service.prefix}") {{')
        indent = "        "
    lines += [
        f'{indent}{one.method.lower()}("{one.local}") {{ call.respondText("{{}}") }}'
        for one in service.coded
        if one.nested
    ]
    if service.prefix:
        lines.append("    }")
    return "\n".join([*lines, "}"]) + "\n"


def _ktor_app(service: Service, package: str) -> str:
    lines = [
        f"package {package}",
        "",
        "import io.ktor.server.application.*",
        "import io.ktor.server.response.*",
    ]
    lines += ["import io.ktor.server.routing.*", "", "fun Application.module() {", "    routing {"]
    lines.append(f"        {camel(service.thing)}Routes()")
    lines += [
        f'        {one.method.lower()}("{one.local}") {{ call.respondText("{{}}") }}'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "    }", "}"]) + "\n"


def _spring(service: Service, package: str) -> str:
    lines = [
        f"package {package}",
        "",
        "import org.springframework.web.bind.annotation.*",
        "",
        "@RestController",
    ]
    if service.prefix:
        lines.append(f'@RequestMapping("{service.prefix}")')
    lines.append(f"class {pascal(service.thing)}Controller {{")
    for one in service.coded:
        if one.nested:
            lines += [
                f'    @{one.method.capitalize()}Mapping("{one.local}")',
                f'    fun {camel(one.name)}() = "{{}}"',
            ]
    return "\n".join([*lines, "}"]) + "\n"


def _spring_app(service: Service, package: str) -> str:
    lines = [
        f"package {package}",
        "",
        "import org.springframework.web.bind.annotation.*",
        "",
        "@RestController",
    ]
    lines.append("class HealthController {")
    for one in service.coded:
        if not one.nested:
            lines += [
                f'    @{one.method.capitalize()}Mapping("{one.local}")',
                f'    fun {camel(one.name)}() = "{{}}"',
            ]
    return "\n".join([*lines, "}"]) + "\n"


def _measures(service: Service, package: str) -> str:
    lines = [f"package {package}", "", "import io.micrometer.core.instrument.*", ""]
    lines.append("class Measures(registry: MeterRegistry) {")
    for one in service.counted:
        if one.endswith("_total"):
            name = one.removesuffix("_total").replace("_", ".")
            lines.append(f'    val {camel(one)} = Counter.builder("{name}").register(registry)')
        else:
            name = one.removesuffix("_seconds").replace("_", ".")
            lines.append(f'    val {camel(one)} = registry.timer("{name}")')
    return "\n".join([*lines, "}"]) + "\n"


def _store(
    service: Service, package: str, owner: str, method: str, function: str, other: str
) -> str:
    first, second = service.events
    flag, imports = "", ""
    if service.flag and service.style == 0:
        imports = "import dev.openfeature.sdk.OpenFeatureAPI\n"
        flag = f'        if (!OpenFeatureAPI.getInstance().client.getBooleanValue("{service.flag}", false)) return key\n'
    elif service.flag:
        flag = f'        if (!flags.isEnabled("{service.flag}")) return key\n'
    return f"""package {package}

import org.slf4j.LoggerFactory
{imports}
private val log = LoggerFactory.getLogger("store")

/** What is kept. */
class {owner}(private val flags: Flags) {{
    fun {method}(key: String): String {{
{flag}        log.info("{first}")
        return {function}(key)
    }}
}}

// Without a key there is nothing to do.
fun {function}(key: String): String = {other}(key)

fun {other}(key: String): String {{
    log.warn("{second}")
    return key
}}
"""


def _test_names(service: Service, owner: str) -> list[str]:
    plain = [f"{owner}Test#{camel(one)}" for one in service.tests[:2]]
    return [*plain, *(f"{owner}Test#{one}" for one in service.tests[2:])]


def _tests(service: Service, package: str, owner: str) -> str:
    lines = [
        f"package {package}",
        "",
        "import org.junit.jupiter.api.Test",
        "",
        f"class {owner}Test {{",
    ]
    for variable in service.variables:
        if variable.tested:
            lines += [
                "    @Test",
                f'    fun takes{pascal(variable.other)}() {{ set("{variable.other}", "7") }}',
            ]
    for place, one in enumerate(service.tests):
        name = camel(one) if place < 2 else f"`{one}`"
        lines += ["    @Test", f"    fun {name}() {{", "        assert(true)", "    }"]
    return "\n".join([*lines, "}"]) + "\n"
