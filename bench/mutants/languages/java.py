"""Java: System.getenv, Spring's values and properties; Spring MVC and JAX-RS."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, kebab, pascal

NAME = "java"
STYLES = 2
IDIOMS = {
    "getenv": ("bare",),
    "getOrDefault": ("default",),
    "optional": ("default",),
    "constant": ("default",),
    "wrapper": ("default",),
    "value": ("default", "required"),
    "yaml": ("default",),
    "properties": ("default",),
    "environment": ("default",),
    "record": ("default",),
    "ternary": ("default",),
}


def _spring_name(one: Variable) -> str:
    head, _, rest = one.name.partition("_")
    return f"{head}_{rest.replace('_', '')}"


SPELLED = {"properties": _spring_name, "record": _spring_name}
"""How planproof spells the names of ways that name a variable by a rule."""


def write(service: Service, code: Code) -> Names:
    """A Maven project."""
    package = f"com.acme.{service.things}"
    root = f"src/main/java/{package.replace('.', '/')}"
    _settings(service, code, root, package)
    controller = f"{root}/{pascal(service.thing)}Controller.java"
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    kind = (_spring, _jaxrs)[service.style]
    code.put(
        controller, kind(service, package, f"{pascal(service.thing)}Controller", True), *served
    )
    code.put(f"{root}/HealthController.java", kind(service, package, "HealthController", False))
    measures = f"{root}/Measures.java"
    code.put(
        measures, _measures(service, package), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (camel(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put(f"{root}/{owner}.java", _store(service, package, owner, method, function, other))
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"{root}/util/{folder}{pascal(service.helper)}.java"
    code.put(
        helper, f"package {package}.util;\n\npublic final class {pascal(service.helper)} {{\n}}\n"
    )
    tests = f"src/test/java/{package.replace('.', '/')}/{owner}Test.java"
    names = [f"{owner}Test#{camel(one)}" for one in service.tests]
    code.put(
        tests, _tests(service, package, owner), *(Claim("test", f"{tests}::{one}") for one in names)
    )
    migrations = "src/main/resources/db/migration"
    code.put(f"{migrations}/V1__start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put(f"{migrations}/V2__holds.sql", service.table.sql)
    return Names(
        components=[root, f"{package}.{owner}", controller, "src/main/resources/application.yml"],
        helper=helper,
        helper_named=f"{package}.util.{pascal(service.helper)}",
        functions=[f"{owner}.{method}()", f"{function}()", f"{owner}.{other}()"],
        tests=[(tests, one) for one in names],
        measures=measures,
        routes=controller,
        migration=f"{migrations}/V2__holds.sql",
        to_come=f"{root}/Sweeper.java",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code, root: str, package: str) -> None:
    head = [f"package {package};", "", "import java.util.Optional;"]
    head += ["import org.springframework.beans.factory.annotation.Value;"]
    head += [
        f"import static {package}.Names.*;",
        "",
        *("// Nothing else is read." for _ in range(service.noise)),
    ]
    lines = ["public class Settings {"]
    for one in service.variables:
        if one.comment:
            lines.append(f"    // {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(
                f"    public static final String {one.name}_SET = {_READS[one.idiom](one)};"
            )
        if one.idiom == "value":
            given = f":{one.default}" if one.form == "default" else ""
            lines += [
                f'    @Value("${{{one.name}{given}}}")',
                f"    private String {camel(one.name)};",
            ]
        if one.idiom == "yaml":
            key = kebab(one.name)
            lines += [
                f'    @Value("${{settings.{key}}}")',
                f"    private String {camel(one.name)};",
            ]
    code.put(f"{root}/Settings.java", "\n".join([*head, *lines, "}"]) + "\n")
    constants = "".join(
        f'    static final String {_constant(one)} = "{one.name}";\n'
        for one in service.reading("constant")
    )
    code.put(f"{root}/Names.java", f"package {package};\n\nfinal class Names {{\n{constants}}}\n")
    code.put(
        f"{root}/Lookup.java",
        f"package {package};\n\nfinal class Lookup {{\n    static String setting(String name, String fallback) {{\n"
        "        return System.getenv().getOrDefault(name, fallback);\n    }\n}\n",
    )
    yaml = "".join(
        f"  {kebab(one.name)}: ${{{one.name}{f':{one.default}' if one.form == 'default' else ''}}}\n"
        for one in service.reading("yaml")
    )
    code.put(
        "src/main/resources/application.yml",
        "spring:\n  main:\n    banner-mode: off\n" + (f"settings:\n{yaml}" if yaml else ""),
    )
    fields = service.reading("record")
    if fields:
        parts = []
        for one in fields:
            field = camel(one.name.partition("_")[2])
            parts.append(
                f'    @DefaultValue("{one.default}") {"int" if one.number else "String"} {field}'
            )
        code.put(
            f"{root}/More.java",
            f"package {package};\n\nimport org.springframework.boot.context.properties.*;\n"
            f"import org.springframework.boot.context.properties.bind.DefaultValue;\n\n"
            f'@ConfigurationProperties(prefix = "{service.thing}")\npublic record More(\n'
            + ",\n".join(parts)
            + ") {\n}\n",
        )
    fields = service.reading("properties")
    if fields:
        lines = [
            f"package {package};",
            "",
            "import org.springframework.boot.context.properties.ConfigurationProperties;",
        ]
        lines += ["", f'@ConfigurationProperties("{service.thing}")', "public class Properties {"]
        for one in fields:
            field = camel(one.name.partition("_")[2])
            value = one.default if one.number else f'"{one.default}"'
            lines.append(f"    private {'int' if one.number else 'String'} {field} = {value};")
        code.put(f"{root}/Properties.java", "\n".join([*lines, "}"]) + "\n")


_READS: dict[str, Callable[[Variable], str]] = {
    "getenv": lambda one: f'System.getenv("{one.name}")',
    "getOrDefault": lambda one: f'System.getenv().getOrDefault("{one.name}", "{one.default}")',
    "optional": lambda one: (
        f'Optional.ofNullable(System.getenv("{one.name}")).orElse("{one.default}")'
    ),
    "constant": lambda one: f'System.getenv().getOrDefault({_constant(one)}, "{one.default}")',
    "wrapper": lambda one: f'Lookup.setting("{one.name}", "{one.default}")',
    "environment": lambda one: f'environment.getProperty("{one.name}", "{one.default}")',
    "ternary": lambda one: (
        f'System.getenv("{one.name}") != null ? System.getenv("{one.name}") : "{one.default}"'
    ),
}


def _spring(service: Service, package: str, name: str, nested: bool) -> str:
    lines = [
        f"package {package};",
        "",
        "import org.springframework.web.bind.annotation.*;",
        "",
        "@RestController",
    ]
    if nested and service.prefix:
        lines.append(f'@RequestMapping("{service.prefix}")')
    lines.append(f"public class {name} {{")
    for one in service.coded:
        if one.nested is nested:
            lines += [
                f'    @{one.method.capitalize()}Mapping("{one.local}")',
                f"    public String {camel(one.name)}() {{",
            ]
            lines += ['        return "{}";', "    }"]
    return "\n".join([*lines, "}"]) + "\n"


def _jaxrs(service: Service, package: str, name: str, nested: bool) -> str:
    lines = [f"package {package};", "", "import jakarta.ws.rs.*;", ""]
    lines += [f'@Path("{service.prefix if nested else ""}")', f"public class {name} {{"]
    for one in service.coded:
        if one.nested is nested:
            lines += [
                f"    @{one.method}",
                f'    @Path("{one.local}")',
                f"    public String {camel(one.name)}() {{",
            ]
            lines += ['        return "{}";', "    }"]
    return "\n".join([*lines, "}"]) + "\n"


def _measures(service: Service, package: str) -> str:
    lines = [
        f"package {package};",
        "",
        "import io.micrometer.core.instrument.*;",
        "",
        "public class Measures {",
    ]
    lines.append("    public Measures(MeterRegistry registry) {")
    for one in service.counted:
        if one.endswith("_total"):
            lines.append(
                f'        Counter.builder("{one.removesuffix("_total").replace("_", ".")}").register(registry);'
            )
        else:
            lines.append(
                f'        Timer.builder("{one.removesuffix("_seconds").replace("_", ".")}").register(registry);'
            )
    return "\n".join([*lines, "    }", "}"]) + "\n"


def _store(
    service: Service, package: str, owner: str, method: str, function: str, other: str
) -> str:
    first, second = service.events
    flag, imports = "", ""
    if service.flag and service.style == 0:
        imports = "import dev.openfeature.sdk.OpenFeatureAPI;\n"
        flag = f'        if (!OpenFeatureAPI.getInstance().getClient().getBooleanValue("{service.flag}", false)) return key;\n'
    elif service.flag:
        imports = "import io.getunleash.Unleash;\n"
        flag = f'        if (!unleash.isEnabled("{service.flag}")) return key;\n'
    return f"""package {package};

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
{imports}
/** What is kept. */
public class {owner} {{
    private static final Logger log = LoggerFactory.getLogger({owner}.class);
    {"private Unleash unleash;" if service.style else ""}

    public String {method}(String key) {{
{flag}        log.info("{first}");
        return {function}(key);
    }}

    // Without a key there is nothing to do.
    static String {function}(String key) {{
        return {other}(key);
    }}

    static String {other}(String key) {{
        log.warn("{second}");
        return key;
    }}
}}
"""


def _tests(service: Service, package: str, owner: str) -> str:
    lines = [
        f"package {package};",
        "",
        "import org.junit.jupiter.api.*;",
        "",
        f"class {owner}Test {{",
    ]
    for variable in service.variables:
        if variable.tested:
            lines += [
                "    @Test",
                f"    void takes{pascal(variable.other)}() {{",
                f'        set("{variable.other}", "7");',
                "    }",
            ]
    for one in service.tests:
        lines += [
            "    @Test",
            f"    void {camel(one)}() {{",
            "        Assertions.assertTrue(true);",
            "    }",
        ]
    return "\n".join([*lines, "}"]) + "\n"
