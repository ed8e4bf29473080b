"""TypeScript: process.env, destructuring, zod, envalid and wrappers; Express, Fastify and NestJS."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, kebab, pascal

NAME = "typescript"
STYLES = 4
IDIOMS = {
    "member": ("default", "bare", "required"),
    "index": ("default", "bare"),
    "destructured": ("default", "bare"),
    "constant": ("default",),
    "wrapper": ("default",),
    "zod": ("default", "required"),
    "envalid": ("default", "required"),
    "strict wrapper": ("required",),
    "nest": ("default", "required"),
    "env-var": ("default", "required"),
}


def write(service: Service, code: Code) -> Names:
    """A package with its tests in a folder of their own."""
    _settings(service, code)
    constants = [
        f'export const {_constant(one)} = "{one.name}";' for one in service.reading("constant")
    ]
    code.put("src/names.ts", "\n".join(['export const SERVICE = "acme";', *constants]) + "\n")
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    routes = f"src/routes/{service.things}.ts"
    code.put(routes, (_express, _fastify, _nest, _hono)[service.style](service), *served)
    code.put(
        "src/app.ts", (_express_app, _fastify_app, _nest_app, _hono_app)[service.style](service)
    )
    code.put(
        "src/measures.ts", _measures(service), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (camel(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put("src/store.ts", _store(service, owner, method, function, other))
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"src/lib/{folder}{kebab(service.helper)}.ts"
    code.put(
        helper,
        f"export function {camel(service.helper)}Of(count: number): number {{\n  return count + 1;\n}}\n",
    )
    tests = f"tests/{service.things}.test.ts"
    names = _test_names(service)
    code.put(tests, _tests(service), *(Claim("test", f"{tests}::{one}") for one in names))
    code.put("scripts/smoke.ts", _smoke(service))
    code.put("migrations/001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("migrations/002_holds.sql", service.table.sql)
    return Names(
        components=["src/settings.ts", "src/names.ts", "src/store.ts", "src/routes/*.ts"],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}.{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures="src/measures.ts",
        routes=routes,
        migration="migrations/002_holds.sql",
        to_come="src/sweeper.ts",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code) -> None:
    constants = ", ".join(_constant(one) for one in service.reading("constant"))
    lines = [
        'import { z } from "zod";',
        'import { cleanEnv, num, str } from "envalid";',
        'import { requireSetting, setting } from "./lookup";',
        'import * as envVar from "env-var";',
        'import { ConfigService } from "@nestjs/config";',
        *([f'import {{ {constants} }} from "./names";'] if constants else []),
        "",
        *("// Nothing else is read." for _ in range(service.noise)),
    ]
    for one in service.variables:
        if one.comment:
            lines.append(f"// {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(f"export const {camel(one.name)} = {_READS[one.idiom](one)};")
    asked = service.reading("nest")
    if asked:
        lines += [
            "",
            "export class Settings {",
            "  constructor(private readonly configService: ConfigService) {}",
        ]
        for one in asked:
            call = (
                f'getOrThrow<string>("{one.name}")'
                if one.form == "required"
                else f'get<string>("{one.name}", "{one.default}")'
            )
            lines.append(f"  {camel(one.name)} = this.configService.{call};")
        lines.append("}")
    taken = ", ".join(_taken(one) for one in service.reading("destructured"))
    if taken:
        lines += ["", f"export const {{ {taken} }} = process.env;"]
    zod = "".join(f"  {one.name}: {_zod(one)},\n" for one in service.reading("zod"))
    if zod:
        lines += ["", f"export const parsed = z.object({{\n{zod}}}).parse(process.env);"]
    envalid = "".join(f"  {one.name}: {_envalid(one)},\n" for one in service.reading("envalid"))
    if envalid:
        lines += ["", f"export const clean = cleanEnv(process.env, {{\n{envalid}}});"]
    code.put("src/settings.ts", "\n".join(lines) + "\n")
    code.put(
        "src/lookup.ts",
        "/** Looks a setting up. */\nexport function setting(name: string, fallback: string): string {\n"
        "  return process.env[name] ?? fallback;\n}\n\n"
        "export function requireSetting(name: string): string {\n  const found = process.env[name];\n"
        "  if (!found) {\n    throw new Error(`${name} is not set`);\n  }\n  return found;\n}\n",
    )


def _member(one: Variable) -> str:
    read = f"process.env.{one.name}"
    if one.form == "required":
        return f"{read}!"
    given = f'{read} ?? "{one.default}"'
    if one.form == "default":
        return f"Number({given})" if one.number else given
    return read


def _index(one: Variable) -> str:
    return f'process.env["{one.name}"]' + (f' || "{one.default}"' if one.form == "default" else "")


_READS: dict[str, Callable[[Variable], str]] = {
    "member": _member,
    "index": _index,
    "constant": lambda one: f'process.env[{_constant(one)}] ?? "{one.default}"',
    "wrapper": lambda one: f'setting("{one.name}", "{one.default}")',
    "strict wrapper": lambda one: f'requireSetting("{one.name}")',
    "env-var": lambda one: (
        f'envVar.get("{one.name}").required().asString()'
        if one.form == "required"
        else f'envVar.get("{one.name}").default("{one.default}").asString()'
    ),
}


def _taken(one: Variable) -> str:
    name = f"{one.name}: {camel(one.name)}"
    return f'{name} = "{one.default}"' if one.form == "default" else name


def _zod(one: Variable) -> str:
    kind = "z.coerce.number()" if one.number else "z.string()"
    value = one.default if one.number else f'"{one.default}"'
    return f"{kind}.default({value})" if one.form == "default" else kind


def _envalid(one: Variable) -> str:
    kind = "num" if one.number else "str"
    value = one.default if one.number else f'"{one.default}"'
    return f"{kind}({{ default: {value} }})" if one.form == "default" else f"{kind}()"


def _colon(path: str) -> str:
    return path.replace("{id}", ":id")


def _express(service: Service) -> str:
    lines = ['import { Router } from "express";', "", "export const router = Router();"]
    lines += [
        f'router.{one.method.lower()}("{_colon(one.local)}", (req, res) => res.json({{}}));'
        for one in service.coded
        if one.nested
    ]
    return "\n".join(lines) + "\n"


def _express_app(service: Service) -> str:
    prefix = f'"{service.prefix}", ' if service.prefix else ""
    lines = [
        'import express from "express";',
        f'import {{ router }} from "./routes/{service.things}";',
        "",
        "export const app = express();",
        f"app.use({prefix}router);",
    ]
    lines += [
        f'app.{one.method.lower()}("{_colon(one.local)}", (req, res) => res.json({{}}));'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join(lines) + "\n"


def _fastify(service: Service) -> str:
    lines = [
        'import type { FastifyInstance } from "fastify";',
        "",
        "export default async function routes(fastify: FastifyInstance) {",
    ]
    lines += [
        f'  fastify.{one.method.lower()}("{_colon(one.local)}", async () => ({{}}));'
        for one in service.coded
        if one.nested
    ]
    return "\n".join([*lines, "}"]) + "\n"


def _fastify_app(service: Service) -> str:
    prefix = f', {{ prefix: "{service.prefix}" }}' if service.prefix else ""
    lines = [
        'import Fastify from "fastify";',
        f'import routes from "./routes/{service.things}";',
        "",
        "export const app = Fastify();",
        f"app.register(routes{prefix});",
    ]
    lines += [
        f'app.{one.method.lower()}("{_colon(one.local)}", async () => ({{}}));'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join(lines) + "\n"


def _nest(service: Service) -> str:
    lines = [
        'import { Controller, Delete, Get, Patch, Post, Put } from "@nestjs/common";',
        "",
        f'@Controller("{service.prefix.strip("/")}")',
        f"export class {pascal(service.things)}Controller {{",
    ]
    for one in service.coded:
        if one.nested:
            lines += [f'  @{one.method.capitalize()}("{_colon(one.local).strip("/")}")']
            lines += [f"  {camel(one.name)}() {{", "    return {};", "  }"]
    return "\n".join([*lines, "}"]) + "\n"


def _nest_app(service: Service) -> str:
    lines = [
        'import { Controller, Delete, Get, Patch, Post, Put } from "@nestjs/common";',
        "",
        "@Controller()",
    ]
    lines.append("export class AppController {")
    for one in service.coded:
        if not one.nested:
            lines += [f'  @{one.method.capitalize()}("{_colon(one.local).strip("/")}")']
            lines += [f"  {camel(one.name)}() {{", "    return {};", "  }"]
    return "\n".join([*lines, "}"]) + "\n"


def _hono(service: Service) -> str:
    lines = ['import { Hono } from "hono";', "", "export const routes = new Hono()"]
    lines += [
        f'  .{one.method.lower()}("{_colon(one.local)}", (c) => c.json({{}}))'
        for one in service.coded
        if one.nested
    ]
    return "\n".join(lines) + ";\n"


def _hono_app(service: Service) -> str:
    lines = [
        'import { Hono } from "hono";',
        f'import {{ routes }} from "./routes/{service.things}";',
        "",
        "const app = new Hono();",
        f'app.route("{service.prefix or "/"}", routes);',
    ]
    lines += [
        f'app.{one.method.lower()}("{_colon(one.local)}", (c) => c.json({{}}));'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "export default app;"]) + "\n"


def _measures(service: Service) -> str:
    if service.style == 0:
        lines = ['import { Counter, Histogram } from "prom-client";', ""]
        for one in service.counted:
            kind = "Counter" if one.endswith("_total") else "Histogram"
            lines.append(
                f'export const {camel(one)} = new {kind}({{ name: "{one}", help: "What it says" }});'
            )
    else:
        lines = [
            'import { metrics } from "@opentelemetry/api";',
            "",
            'const meter = metrics.getMeter("holds");',
        ]
        for one in service.counted:
            kind = "Counter" if one.endswith("_total") else "Histogram"
            name = one.removesuffix("_total").replace("_", ".", 1)
            lines.append(f'export const {camel(one)} = meter.create{kind}("{name}");')
    return "\n".join(lines) + "\n"


def _store(service: Service, owner: str, method: str, function: str, other: str) -> str:
    first, second = service.events
    head = {
        0: 'import pino from "pino";\n\nconst log = pino();',
        1: 'import winston from "winston";\n\nconst log = winston.createLogger();',
        2: 'import pino from "pino";\n\nconst log = pino();',
        3: 'import winston from "winston";\n\nconst log = winston.createLogger();',
    }[service.style]
    flag = ""
    if service.flag and service.style == 0:
        head = f'import {{ OpenFeature }} from "@openfeature/server-sdk";\n{head}\nconst client = OpenFeature.getClient();'
        flag = f'    if (!(await client.getBooleanValue("{service.flag}", false))) return null;\n'
    elif service.flag:
        head = f'import {{ flags }} from "./flags";\n{head}'
        flag = f'    if (!flags.isEnabled("{service.flag}")) return null;\n'
    return f"""{head}

/** What is kept. */
export class {owner} {{
  async {method}(key: string): Promise<string | null> {{
{flag}    log.info({{ key }}, "{first}");
    return {function}(key);
  }}
}}

export function {function}(key: string): string {{
  // Without a key there is nothing to do.
  return {other}(key);
}}

export const {other} = (key: string): string => {{
  log.warn("{second}");
  return key;
}};
"""


def _test_names(service: Service) -> list[str]:
    return [f"{service.things} > {one}" for one in service.tests]


def _tests(service: Service) -> str:
    lines = [
        'import { describe, expect, it } from "vitest";',
        "",
        f'describe("{service.things}", () => {{',
    ]
    for variable in service.variables:
        if variable.tested:
            lines += [
                f'  it("takes {variable.other}", () => {{',
                f'    process.env.{variable.other} = "7";',
                "  });",
            ]
    for place, one in enumerate(service.tests):
        word = "test" if place == 3 else "it"
        lines += [f'  {word}("{one}", () => {{', "    expect(1).toBe(1);", "  });"]
    return (
        "\n".join([*lines, "});"]).replace("describe, expect, it", "describe, expect, it, test")
        + "\n"
    )


def _smoke(service: Service) -> str:
    """A client that asks for what is served, which serves nothing."""
    lines = [
        f'await fetch("{service.served(one)}", {{ method: "{one.method}" }});'
        for one in service.routes
    ]
    return "\n".join([*lines, "console.log(process.env.NOBODY_LISTS_THIS);"]) + "\n"
