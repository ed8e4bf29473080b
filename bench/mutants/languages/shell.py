"""Shell: parameter expansions, with their defaults and demands; Bats."""

from __future__ import annotations

from bench.mutants.model import Claim
from bench.mutants.service import Code, Names, Service, kebab, snake

NAME = "shell"
STYLES = 1
IDIOMS = {
    "colon": ("default", "required"),
    "dash": ("default",),
    "assign": ("default",),
    "plain": ("bare",),
}


def write(service: Service, code: Code) -> Names:
    """Scripts; they serve and measure nothing."""
    lines = [
        "#!/usr/bin/env bash",
        "set -e",
        *("# Nothing else is read." for _ in range(service.noise)),
    ]
    for one in service.variables:
        if one.comment:
            lines.append(f"# {one.other} was agreed on with operations.")
        name, given = one.name, one.default
        local = snake(name.partition("_")[2])
        if one.idiom == "assign":
            lines.append(f': "${{{name}:={given}}}"')
            continue
        mark = {"colon": ":-", "dash": "-"}.get(one.idiom, "")
        if one.form == "required":
            lines.append(f'{local}="${{{name}:?it is not set}}"')
        elif one.form == "default":
            lines.append(f'{local}="${{{name}{mark}{given}}}"')
        else:
            lines.append(f'{local}="${name}"')
    code.put("bin/settings.sh", "\n".join(lines) + "\n")
    method, function, other = (snake(one) for one in service.functions)
    flag = f'    flag_enabled "{service.flag}" || return 0\n' if service.flag else ""
    code.put(
        "bin/store.sh",
        f'#!/usr/bin/env bash\n. "$(dirname "$0")/settings.sh"\n\n{method}() {{\n{flag}    {function} "$1"\n}}\n\n'
        f'# Without a key there is nothing to do.\n{function}() {{\n    {other} "$1"\n}}\n\n'
        f'{other}() {{\n    echo "$1"\n}}\n',
    )
    folder = f"{service.helper_folder}/" if service.helper_folder else ""
    helper = f"lib/{folder}{kebab(service.helper)}.sh"
    code.put(helper, "#!/usr/bin/env bash\necho labels\n")
    tests = "test/store.bats"
    names = list(service.tests)
    bats = "".join(f'@test "{one}" {{\n  run true\n}}\n\n' for one in names)
    code.put(
        tests,
        f"#!/usr/bin/env bats\n\n{bats}",
        *(Claim("test", f"{tests}::{one}") for one in names),
    )
    code.put("sql/001_start.sql", "CREATE TABLE people (id TEXT NOT NULL);\n")
    code.put("sql/002_holds.sql", service.table.sql)
    return Names(
        components=["bin/settings.sh", "bin/store.sh", "bin/*.sh"],
        helper=helper,
        helper_named=helper,
        functions=[f"{method}()", f"{function}()", f"{other}()"],
        tests=[(tests, one) for one in names],
        measures="",
        routes="",
        migration="sql/002_holds.sql",
        to_come="bin/sweeper.sh",
    )
