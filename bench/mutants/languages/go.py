"""Go: os, helpers, caarlos0/env, envconfig and viper; net/http, chi and gin."""

from __future__ import annotations

from collections.abc import Callable

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, Variable, camel, pascal, snake

NAME = "go"
STYLES = 5
IDIOMS = {
    "getenv": ("bare",),
    "cmp": ("default",),
    "if": ("default",),
    "helper": ("default",),
    "constant": ("default",),
    "tags": ("default", "required", "bare"),
    "envconfig": ("default", "required"),
    "viper": ("default",),
    "other package": ("default",),
    "cli": ("default", "required"),
    "kong": ("default", "required"),
    "int helper": ("default",),
}

CLOUDS = ("viper",)
"""Ways that read any name of a form, so that nobody can say that one is not read."""


def write(service: Service, code: Code) -> Names:
    """A module with `cmd` and `internal`."""
    code.put("go.mod", f"module github.com/acme/{service.things}\n\ngo 1.22\n")
    _settings(service, code)
    served = [
        Claim("endpoint", f"{one.method} {service.served(one)}")
        for one in service.routes
        if one.nested
    ]
    code.put(
        "internal/web/routes.go",
        (_nethttp, _chi, _gin, _echo, _gorilla)[service.style](service),
        *served,
    )
    code.put(
        "internal/web/server.go",
        (_nethttp_app, _chi_app, _gin_app, _echo_app, _gorilla_app)[service.style](service),
    )
    code.put(
        "internal/measures/measures.go",
        _measures(service),
        *(Claim("signal", one) for one in service.metrics),
    )
    method, function, other = (pascal(one) for one in service.functions)
    code.put("internal/store/store.go", _store(service, method, function, camel(other)))
    folder = service.helper_folder.rpartition("/")[2] or snake(service.helper).replace("_", "")
    helper = f"internal/{folder}/{snake(service.helper)}.go"
    code.put(
        helper,
        f"package {folder}\n\n// Of counts labels.\nfunc Of(count int) int {{\n\treturn count + 1\n}}\n",
    )
    tests = "internal/store/store_test.go"
    names = [f"Test{pascal(one)}" for one in service.tests]
    code.put(tests, _tests(service, names), *(Claim("test", f"{tests}::{one}") for one in names))
    code.put("migrations/0001_start.up.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("migrations/0002_holds.up.sql", service.table.sql)
    return Names(
        components=["internal/settings", "internal/store/store.go", "internal/web/routes.go"],
        helper=helper,
        helper_named=helper,
        functions=[f"Store.{method}()", f"{function}()", f"{camel(other)}()"],
        tests=[(tests, one) for one in names],
        measures="internal/measures/measures.go",
        routes="internal/web/routes.go",
        migration="migrations/0002_holds.up.sql",
        to_come="internal/store/sweeper.go",
    )


def _settings(service: Service, code: Code) -> None:
    lines = [
        "// Package settings holds what the service is told from outside.",
        "package settings",
        "",
        "import (",
        '\t"cmp"',
        '\t"log"',
        '\t"os"',
        "",
        '\tenv "github.com/caarlos0/env/v11"',
        '\t"github.com/kelseyhightower/envconfig"',
        '\t"github.com/spf13/viper"',
        '\t"github.com/urfave/cli/v2"',
        "",
        f'\t"github.com/acme/{service.things}/internal/surroundings"',
        ")",
        "",
        *("// Nothing else is read." for _ in range(service.noise)),
    ]
    for one in service.variables:
        if one.comment:
            lines.append(f"// {one.other} was agreed on with operations.")
        if one.idiom in _READS:
            lines.append(f"var {pascal(one.name)} = {_READS[one.idiom](one)}")
    for one in service.reading("if"):
        lines += ["", f"func {camel(one.name)}() string {{", f'\tfound := os.Getenv("{one.name}")']
        lines += [
            '\tif found == "" {',
            f'\t\tfound = "{one.default}"',
            "\t}",
            "\treturn found",
            "}",
        ]
    lines += _structs(service)
    lines += _commands(service)
    viper = service.reading("viper")
    if viper:
        lines += [
            "",
            "func load() {",
            f'\tviper.SetEnvPrefix("{service.thing}")',
            "\tviper.AutomaticEnv()",
        ]
        for one in viper:
            key = one.name.lower().removeprefix(f"{service.thing}_")
            lines.append(f'\tviper.SetDefault("{key}", {_value(one)})')
        lines.append("}")
    code.put("internal/settings/settings.go", "\n".join(lines) + "\n")
    constants = "".join(
        f'const {_constant(one)} = "{one.name}"\n' for one in service.reading("constant")
    )
    code.put("internal/settings/names.go", f"package settings\n\n{constants}")
    code.put("internal/settings/lookup.go", _LOOKUP)
    code.put("internal/surroundings/surroundings.go", _SURROUNDINGS)


_SURROUNDINGS = """package surroundings

import (
	"os"
	"strconv"
)

// Lookup finds a setting.
func Lookup(name, fallback string) string {
	if found := os.Getenv(name); found != "" {
		return found
	}
	return fallback
}

// Number finds a setting that is a number.
func Number(name string, fallback int) int {
	found, err := strconv.Atoi(os.Getenv(name))
	if err != nil {
		return fallback
	}
	return found
}
"""

_LOOKUP = """package settings

import "os"

// valueOr looks a setting up.
func valueOr(name string, fallback string) string {
	if found, ok := os.LookupEnv(name); ok {
		return found
	}
	return fallback
}
"""


def _commands(service: Service) -> list[str]:
    lines: list[str] = []
    flags = service.reading("cli")
    if flags:
        lines += ["", "var flags = []cli.Flag{"]
        for one in flags:
            given = "Required: true" if one.form == "required" else f'Value: "{one.default}"'
            lines.append(
                f'\t&cli.StringFlag{{Name: "{camel(one.name)}", EnvVars: []string{{"{one.name}"}}, {given}}},'
            )
        lines.append("}")
    fields = service.reading("kong")
    if fields:
        lines += ["", "type Commands struct {"]
        for one in fields:
            given = 'required:""' if one.form == "required" else f'default:"{one.default}"'
            lines.append(
                f'\t{pascal(one.name)} string `help:"What it says." env:"{one.name}" {given}`'
            )
        lines.append("}")
    return lines


def _structs(service: Service) -> list[str]:
    lines: list[str] = []
    tags = service.reading("tags")
    if tags:
        lines += ["", "type Options struct {"]
        for one in tags:
            more = {"required": ",required", "default": "", "bare": ""}[one.form]
            given = f' envDefault:"{one.default}"' if one.form == "default" else ""
            lines.append(f'\t{pascal(one.name)} {_type(one)} `env:"{one.name}{more}"{given}`')
        lines += ["}", "", "func parse() Options {", "\tvar options Options"]
        lines += [
            "\tif err := env.Parse(&options); err != nil {",
            "\t\tlog.Fatal(err)",
            "\t}",
            "\treturn options",
            "}",
        ]
    fields = service.reading("envconfig")
    if fields:
        lines += ["", "type Specification struct {"]
        for one in fields:
            field = pascal(one.name.partition("_")[2])
            tag = 'required:"true"' if one.form == "required" else f'default:"{one.default}"'
            lines.append(f'\t{field} {_type(one)} `split_words:"true" {tag}`')
        lines += ["}", "", "func process() Specification {", "\tvar found Specification"]
        lines += [
            f'\tif err := envconfig.Process("{service.thing}", &found); err != nil {{',
            "\t\tlog.Fatal(err)",
        ]
        lines += ["\t}", "\treturn found", "}"]
    return lines


def _type(one: Variable) -> str:
    return "int" if one.number else "string"


def _value(one: Variable) -> str:
    return one.default if one.number else f'"{one.default}"'


def _constant(one: Variable) -> str:
    return f"variable{pascal(one.name.partition('_')[2])}"


_READS: dict[str, Callable[[Variable], str]] = {
    "getenv": lambda one: f'os.Getenv("{one.name}")',
    "cmp": lambda one: f'cmp.Or(os.Getenv("{one.name}"), "{one.default}")',
    "helper": lambda one: f'valueOr("{one.name}", "{one.default}")',
    "other package": lambda one: f'surroundings.Lookup("{one.name}", "{one.default}")',
    "int helper": lambda one: (
        f'surroundings.Number("{one.name}", {one.default})'
        if one.number
        else f'surroundings.Lookup("{one.name}", "{one.default}")'
    ),
    "constant": lambda one: f'cmp.Or(os.Getenv({_constant(one)}), "{one.default}")',
}


def _nethttp(service: Service) -> str:
    lines = ["package web", "", 'import "net/http"', "", "func routes(mux *http.ServeMux) {"]
    lines += [
        f'\tmux.HandleFunc("{one.method} {one.local}", {camel(one.name)})'
        for one in service.coded
        if one.nested
    ]
    return (
        "\n".join(
            [*lines, "}", "", *_handlers(service, "w http.ResponseWriter, r *http.Request", True)]
        )
        + "\n"
    )


def _nethttp_app(service: Service) -> str:
    lines = [
        "package web",
        "",
        'import "net/http"',
        "",
        "// Serve serves.",
        "func Serve() http.Handler {",
    ]
    lines += ["\tinner := http.NewServeMux()", "\troutes(inner)"]
    if service.prefix:
        lines += ["\touter := http.NewServeMux()"]
        lines += [
            f'\touter.Handle("{service.prefix}/", http.StripPrefix("{service.prefix}", inner))'
        ]
    else:
        lines += ["\touter := inner"]
    lines += [
        f'\touter.HandleFunc("{one.method} {one.local}", {camel(one.name)})'
        for one in service.coded
        if not one.nested
    ]
    lines += [
        "\treturn outer",
        "}",
        "",
        *_handlers(service, "w http.ResponseWriter, r *http.Request", False),
    ]
    return "\n".join(lines) + "\n"


def _handlers(service: Service, parameters: str, nested: bool) -> list[str]:
    return [
        f"func {camel(one.name)}({parameters}) {{}}"
        for one in service.coded
        if one.nested is nested
    ]


def _chi(service: Service) -> str:
    lines = ["package web", "", 'import (\n\t"net/http"\n\n\t"github.com/go-chi/chi/v5"\n)', ""]
    lines += ["func routes() chi.Router {", "\tr := chi.NewRouter()"]
    lines += [
        f'\tr.{one.method.capitalize()}("{one.local}", {camel(one.name)})'
        for one in service.coded
        if one.nested
    ]
    lines += [
        "\treturn r",
        "}",
        "",
        *_handlers(service, "w http.ResponseWriter, r *http.Request", True),
    ]
    return "\n".join(lines) + "\n"


def _chi_app(service: Service) -> str:
    lines = ["package web", "", 'import (\n\t"net/http"\n\n\t"github.com/go-chi/chi/v5"\n)', ""]
    lines += ["// Serve serves.", "func Serve() http.Handler {", "\tr := chi.NewRouter()"]
    lines.append(f'\tr.Mount("{service.prefix or "/"}", routes())')
    lines += [
        f'\tr.{one.method.capitalize()}("{one.local}", {camel(one.name)})'
        for one in service.coded
        if not one.nested
    ]
    lines += [
        "\treturn r",
        "}",
        "",
        *_handlers(service, "w http.ResponseWriter, r *http.Request", False),
    ]
    return "\n".join(lines) + "\n"


def _gin(service: Service) -> str:
    lines = [
        "package web",
        "",
        'import "github.com/gin-gonic/gin"',
        "",
        "func routes(group *gin.RouterGroup) {",
    ]
    lines += [
        f'\tgroup.{one.method}("{one.local.replace("{id}", ":id")}", {camel(one.name)})'
        for one in service.coded
        if one.nested
    ]
    return "\n".join([*lines, "}", "", *_handlers(service, "c *gin.Context", True)]) + "\n"


def _gin_app(service: Service) -> str:
    lines = ["package web", "", 'import "github.com/gin-gonic/gin"', "", "// Serve serves."]
    lines += [
        "func Serve() *gin.Engine {",
        "\tr := gin.New()",
        f'\troutes(r.Group("{service.prefix}"))',
    ]
    lines += [
        f'\tr.{one.method}("{one.local}", {camel(one.name)})'
        for one in service.coded
        if not one.nested
    ]
    return (
        "\n".join([*lines, "\treturn r", "}", "", *_handlers(service, "c *gin.Context", False)])
        + "\n"
    )


def _echo(service: Service) -> str:
    lines = [
        "package web",
        "",
        'import "github.com/labstack/echo/v4"',
        "",
        "func routes(group *echo.Group) {",
    ]
    lines += [
        f'\tgroup.{one.method}("{one.local.replace("{id}", ":id")}", {camel(one.name)})'
        for one in service.coded
        if one.nested
    ]
    return "\n".join([*lines, "}", "", *_returning(service, "c echo.Context", nested=True)]) + "\n"


def _echo_app(service: Service) -> str:
    lines = ["package web", "", 'import "github.com/labstack/echo/v4"', "", "// Serve serves."]
    lines += [
        "func Serve() *echo.Echo {",
        "\te := echo.New()",
        f'\troutes(e.Group("{service.prefix}"))',
    ]
    lines += [
        f'\te.{one.method}("{one.local}", {camel(one.name)})'
        for one in service.coded
        if not one.nested
    ]
    rest = ["\treturn e", "}", "", *_returning(service, "c echo.Context", nested=False)]
    return "\n".join([*lines, *rest]) + "\n"


def _returning(service: Service, parameters: str, *, nested: bool) -> list[str]:
    return [
        f"func {camel(one.name)}({parameters}) error {{ return nil }}"
        for one in service.coded
        if one.nested is nested
    ]


def _gorilla(service: Service) -> str:
    lines = ["package web", "", 'import (\n\t"net/http"\n\n\t"github.com/gorilla/mux"\n)', ""]
    lines += ["func routes(r *mux.Router) {"]
    lines += [
        f'\tr.HandleFunc("{one.local}", {camel(one.name)}).Methods("{one.method}")'
        for one in service.coded
        if one.nested
    ]
    handlers = _handlers(service, "w http.ResponseWriter, r *http.Request", True)
    return "\n".join([*lines, "}", "", *handlers]) + "\n"


def _gorilla_app(service: Service) -> str:
    lines = ["package web", "", 'import (\n\t"net/http"\n\n\t"github.com/gorilla/mux"\n)', ""]
    lines += ["// Serve serves.", "func Serve() http.Handler {", "\tr := mux.NewRouter()"]
    below = f'r.PathPrefix("{service.prefix}").Subrouter()' if service.prefix else "r"
    lines.append(f"\troutes({below})")
    lines += [
        f'\tr.HandleFunc("{one.local}", {camel(one.name)}).Methods(http.Method{one.method.capitalize()})'
        for one in service.coded
        if not one.nested
    ]
    handlers = _handlers(service, "w http.ResponseWriter, r *http.Request", False)
    return "\n".join([*lines, "\treturn r", "}", "", *handlers]) + "\n"


def _measures(service: Service) -> str:
    if service.style == 2:
        lines = ["package measures", "", 'import "go.opentelemetry.io/otel"', ""]
        lines += ['var meter = otel.Meter("holds")', "", "var ("]
        for one in service.counted:
            kind = "Int64Counter" if one.endswith("_total") else "Float64Histogram"
            name = one.removesuffix("_total").replace("_", ".", 1)
            lines.append(f'\t{pascal(one)}, _ = meter.{kind}("{name}")')
        return "\n".join([*lines, ")"]) + "\n"
    lines = [
        "package measures",
        "",
        'import (\n\t"github.com/prometheus/client_golang/prometheus"',
        '\t"github.com/prometheus/client_golang/prometheus/promauto"\n)',
        "",
        "var (",
    ]
    for one in service.counted:
        kind = "Counter" if one.endswith("_total") else "Histogram"
        name, head = (
            (one, "") if service.style == 0 else (one.partition("_")[2], one.partition("_")[0])
        )
        space = f'Namespace: "{head}", ' if head else ""
        lines.append(
            f'\t{pascal(one)} = promauto.New{kind}(prometheus.{kind}Opts{{{space}Name: "{name}", Help: "What"}})'
        )
    return "\n".join([*lines, ")"]) + "\n"


def _store(service: Service, method: str, function: str, other: str) -> str:
    first, second = service.events
    log = '"log/slog"' if service.style != 1 else '"go.uber.org/zap"'
    write = "slog.Info" if service.style != 1 else "zap.L().Info"
    client = (
        '\n\t"github.com/open-feature/go-sdk/openfeature"'
        if service.flag and service.style == 0
        else ""
    )
    flag = ""
    if service.flag and service.style == 0:
        flag = f'\ton, _ := openfeature.NewClient("x").BooleanValue(ctx, "{service.flag}", false, openfeature.EvaluationContext{{}})\n\tif !on {{\n\t\treturn key\n\t}}\n'
    elif service.flag:
        flag = f'\tif !s.flags.Enabled("{service.flag}") {{\n\t\treturn key\n\t}}\n'
    return f"""// Package store keeps things.
package store

import (
	"context"
	{log}
{client}
)

// Store keeps things.
type Store struct {{
	flags Flags
}}

// {method} does it once.
func (s *Store) {method}(ctx context.Context, key string) string {{
{flag}	{write}("{first}")
	return {function}(key)
}}

// {function} needs a key.
func {function}(key string) string {{
	return {other}(key)
}}

func {other}(key string) string {{
	{write}("{second}")
	return key
}}
"""


def _tests(service: Service, names: list[str]) -> str:
    lines = ["package store", "", 'import "testing"']
    for variable in service.variables:
        if variable.tested:
            lines += [
                "",
                f"func TestTakes{pascal(variable.other)}(t *testing.T) {{",
                f'\tt.Setenv("{variable.other}", "7")',
                "}",
            ]
    for name in names:
        lines += ["", f"func {name}(t *testing.T) {{", "\tt.Log(1)", "}"]
    return "\n".join(lines) + "\n"
