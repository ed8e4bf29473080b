"""Rust: std::env, clap and envy; axum, actix and rocket."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, pascal, snake

NAME = "rust"
STYLES = 3
IDIOMS = {
    "var": ("default", "required", "bare"),
    "match": ("default",),
    "constant": ("default", "required"),
    "wrapper": ("default",),
    "clap": ("default", "required"),
    "envy": ("default", "required"),
    "clap by field": ("default", "required"),
    "parsed": ("default",),
    "or": ("default",),
}


def write(service: Service, code: Code) -> Names:
    """A crate; tests beside it and within."""
    _settings(service, code)
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    code.put("src/routes.rs", (_axum, _actix, _rocket)[service.style](service), *served)
    code.put("src/main.rs", (_axum_app, _actix_app, _rocket_app)[service.style](service))
    code.put(
        "src/measures.rs", _measures(service), *(Claim("signal", one) for one in service.metrics)
    )
    method, function, other = (snake(one) for one in service.functions)
    owner = f"{pascal(service.thing)}Store"
    code.put("src/store.rs", _store(service, owner, method, function, other))
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"src/util/{folder}{snake(service.helper)}.rs"
    code.put(
        helper, f"pub fn {snake(service.helper)}_of(count: u32) -> u32 {{\n    count + 1\n}}\n"
    )
    names = [snake(one) for one in service.tests[:2]]
    tests = f"tests/{service.things}.rs"
    code.put(tests, _tests(service, names), *(Claim("test", f"{tests}::{one}") for one in names))
    within = [f"tests::{snake(one)}" for one in service.tests[2:]]
    code.put("migrations/0001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("migrations/0002_holds.sql", service.table.sql)
    return Names(
        components=["src/settings.rs", "crate::store", "src/routes.rs"],
        helper=helper,
        helper_named=helper,
        functions=[f"{owner}::{method}()", f"{function}()", f"{other}()"],
        tests=[*((tests, one) for one in names), *(("src/store.rs", one) for one in within)],
        measures="src/measures.rs",
        routes="src/routes.rs",
        migration="migrations/0002_holds.sql",
        to_come="src/sweeper.rs",
    )


def _constant(one: Variable) -> str:
    return f"{one.name.partition('_')[2]}_VARIABLE"


def _settings(service: Service, code: Code) -> None:
    lines = [
        "//! What the service is told from outside.",
        "",
        "use std::env;",
        "",
        "use clap::Parser;",
    ]
    lines += ["use serde::Deserialize;", "", "use crate::lookup::setting;", "use crate::names;", ""]
    lines += ["// Nothing else is read." for _ in range(service.noise)]
    lines.append("pub fn load() {")
    for one in service.variables:
        if one.comment:
            lines.append(f"    // {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(f"    let {snake(one.name)} = {_READS[one.idiom](one)};")
    lines.append("}")
    lines += _derived(service)
    code.put("src/settings.rs", "\n".join(lines) + "\n")
    constants = "".join(
        f'pub const {_constant(one)}: &str = "{one.name}";\n' for one in service.reading("constant")
    )
    code.put("src/names.rs", f"//! Names.\n\n{constants}")
    code.put(
        "src/lookup.rs",
        "use std::env;\n\npub fn setting(name: &str, fallback: &str) -> String {\n"
        "    env::var(name).unwrap_or_else(|_| fallback.to_string())\n}\n",
    )


def _derived(service: Service) -> list[str]:
    lines: list[str] = []
    options = service.reading("clap")
    if options:
        lines += ["", "#[derive(Parser)]", "pub struct Options {"]
        for one in options:
            given = f', default_value = "{one.default}"' if one.form == "default" else ""
            lines += [
                f'    #[arg(long, env = "{one.name}"{given})]',
                f"    pub {snake(one.name)}: {_type(one)},",
            ]
        lines.append("}")
    options = service.reading("clap by field")
    if options:
        lines += ["", "#[derive(Parser)]", "pub struct More {"]
        for one in options:
            given = f", default_value_t = {_value(one)}" if one.form == "default" else ""
            lines += [f"    #[arg(long, env{given})]", f"    pub {snake(one.name)}: {_type(one)},"]
        lines.append("}")
    fields = service.reading("envy")
    if fields:
        lines += ["", "#[derive(Deserialize)]", "pub struct Settings {"]
        for one in fields:
            name = snake(one.name.partition("_")[2])
            if one.form == "default":
                lines.append(f'    #[serde(default = "default_{name}")]')
            lines.append(f"    pub {name}: {_type(one)},")
        lines += ["}", "", "pub fn settings() -> Settings {"]
        lines += [
            f'    envy::prefixed("{service.thing.upper()}_").from_env::<Settings>().unwrap()',
            "}",
        ]
        for one in fields:
            if one.form == "default":
                name = snake(one.name.partition("_")[2])
                value = one.default if one.number else f'"{one.default}".to_string()'
                lines += ["", f"fn default_{name}() -> {_type(one)} {{", f"    {value}", "}"]
    return lines


def _type(one: Variable) -> str:
    return "u32" if one.number else "String"


def _value(one: Variable) -> str:
    return one.default if one.number else f'"{one.default}".to_string()'


def _var(one: Variable) -> str:
    read = f'env::var("{one.name}")'
    if one.form == "required":
        return f'{read}.expect("it is not set")'
    return (
        f'{read}.unwrap_or_else(|_| "{one.default}".to_string())'
        if one.form == "default"
        else f"{read}.ok()"
    )


def _named(one: Variable) -> str:
    read = f"env::var(names::{_constant(one)})"
    return (
        f"{read}.unwrap()"
        if one.form == "required"
        else f'{read}.unwrap_or("{one.default}".into())'
    )


_READS: dict[str, Callable[[Variable], str]] = {
    "var": _var,
    "match": lambda one: (
        f'match env::var("{one.name}") {{ Ok(found) => found, Err(_) => "{one.default}".to_string() }}'
    ),
    "constant": _named,
    "parsed": lambda one: (
        f'env::var("{one.name}").ok().and_then(|found| found.parse().ok()).unwrap_or({_value(one)})'
    ),
    "or": lambda one: f'env::var("{one.name}").unwrap_or(String::from("{one.default}"))',
    "wrapper": lambda one: f'setting("{one.name}", "{one.default}")',
}


def _axum(service: Service) -> str:
    lines = [
        "use axum::routing::{delete, get, patch, post, put};",
        "use axum::Router;",
        "",
        "pub fn router() -> Router {",
    ]
    lines.append("    Router::new()")
    lines += [
        f'        .route("{one.local}", {one.method.lower()}({snake(one.name)}))'
        for one in service.coded
        if one.nested
    ]
    return "\n".join([*lines, "}", "", *_plain(service, True)]) + "\n"


def _axum_app(service: Service) -> str:
    lines = [
        "use axum::routing::{delete, get, patch, post, put};",
        "use axum::Router;",
        "",
        "mod routes;",
        "",
    ]
    lines += ["pub fn app() -> Router {", "    Router::new()"]
    nest = (
        f'.nest("{service.prefix}", routes::router())'
        if service.prefix
        else ".merge(routes::router())"
    )
    lines.append(f"        {nest}")
    lines += [
        f'        .route("{one.local}", {one.method.lower()}({snake(one.name)}))'
        for one in service.coded
        if not one.nested
    ]
    return "\n".join([*lines, "}", "", *_plain(service, False)]) + "\n"


def _plain(service: Service, nested: bool) -> list[str]:
    return [f"async fn {snake(one.name)}() {{}}" for one in service.coded if one.nested is nested]


def _actix(service: Service) -> str:
    lines = ["use actix_web::{delete, get, patch, post, put, web, HttpResponse};", ""]
    for one in service.coded:
        if one.nested:
            lines += [
                f'#[{one.method.lower()}("{one.local}")]',
                f"pub async fn {snake(one.name)}() -> HttpResponse {{",
            ]
            lines += ["    HttpResponse::Ok().finish()", "}", ""]
    lines += ["pub fn configure(config: &mut web::ServiceConfig) {"]
    lines += [f"    config.service({snake(one.name)});" for one in service.coded if one.nested]
    return "\n".join([*lines, "}"]) + "\n"


def _actix_app(service: Service) -> str:
    lines = [
        "use actix_web::{delete, get, patch, post, put, web, App, HttpResponse};",
        "",
        "mod routes;",
        "",
    ]
    for one in service.coded:
        if not one.nested:
            lines += [
                f'#[{one.method.lower()}("{one.local}")]',
                f"async fn {snake(one.name)}() -> HttpResponse {{",
            ]
            lines += ["    HttpResponse::Ok().finish()", "}", ""]
    lines += ["pub fn app() {", "    App::new()"]
    if service.prefix:
        lines.append(
            f'        .service(web::scope("{service.prefix}").configure(routes::configure))'
        )
    else:
        lines.append("        .configure(routes::configure)")
    lines += [f"        .service({snake(one.name)})" for one in service.coded if not one.nested]
    return "\n".join([*lines, "    ;", "}"]) + "\n"


def _rocket(service: Service) -> str:
    lines = ["use rocket::{delete, get, patch, post, put, routes, Route};", ""]
    for one in service.coded:
        if one.nested:
            path = one.local.replace("{id}", "<id>")
            parameter = "id: &str" if "{id}" in one.local else ""
            lines += [
                f'#[{one.method.lower()}("{path}")]',
                f"fn {snake(one.name)}({parameter}) -> &'static str {{",
            ]
            lines += ['    "{}"', "}", ""]
    names = ", ".join(snake(one.name) for one in service.coded if one.nested)
    return "\n".join([*lines, "pub fn all() -> Vec<Route> {", f"    routes![{names}]", "}"]) + "\n"


def _rocket_app(service: Service) -> str:
    lines = ["use rocket::{get, patch, post, routes};", "", "mod routes;", ""]
    for one in service.coded:
        if not one.nested:
            lines += [
                f'#[{one.method.lower()}("{one.local}")]',
                f"fn {snake(one.name)}() -> &'static str {{",
                '    "{}"',
                "}",
                "",
            ]
    names = ", ".join(snake(one.name) for one in service.coded if not one.nested)
    lines += ["#[rocket::launch]", "fn launch() -> _ {", "    rocket::build()"]
    lines += [
        f'        .mount("{service.prefix or "/"}", routes::all())',
        f'        .mount("/", routes![{names}])',
        "}",
    ]
    return "\n".join(lines) + "\n"


def _measures(service: Service) -> str:
    if service.style == 1:
        lines = [
            "use prometheus::{register_counter, register_histogram};",
            "",
            "pub fn measures() {",
        ]
        for one in service.counted:
            kind = "counter" if one.endswith("_total") else "histogram"
            lines.append(
                f'    let {snake(one)} = register_{kind}!("{one}", "what it says").unwrap();'
            )
        return "\n".join([*lines, "}"]) + "\n"
    lines = ["use metrics::{counter, histogram};", "", "pub fn measure(seconds: f64) {"]
    for one in service.counted:
        call = (
            f'counter!("{one}").increment(1)'
            if one.endswith("_total")
            else f'histogram!("{one}").record(seconds)'
        )
        lines.append(f"    {call};")
    return "\n".join([*lines, "}"]) + "\n"


def _store(service: Service, owner: str, method: str, function: str, other: str) -> str:
    first, second = service.events
    flag = (
        f'        if !self.flags.is_enabled("{service.flag}") {{\n            return key;\n        }}\n'
        if service.flag
        else ""
    )
    tests = "".join(
        f"    #[test]\n    fn {snake(one)}() {{\n        assert!(true);\n    }}\n\n"
        for one in service.tests[2:]
    )
    return f"""//! What is kept.

use tracing::{{info, warn}};

pub struct {owner} {{
    flags: Flags,
}}

impl {owner} {{
    pub fn {method}(&self, key: String) -> String {{
{flag}        info!("{first}");
        {function}(key)
    }}
}}

// Without a key there is nothing to do.
pub fn {function}(key: String) -> String {{
    {other}(key)
}}

fn {other}(key: String) -> String {{
    warn!("{second}");
    key
}}

#[cfg(test)]
mod tests {{
{tests}}}
"""


def _tests(service: Service, names: list[str]) -> str:
    lines: list[str] = []
    for variable in service.variables:
        if variable.tested:
            lines += [
                "#[test]",
                f"fn takes_{snake(variable.other)}() {{",
                f'    std::env::set_var("{variable.other}", "7");',
                "}",
                "",
            ]
    for name in names:
        lines += ["#[test]", f"fn {name}() {{", "    assert!(true);", "}", ""]
    return "\n".join(lines)
