"""What planproof can be told: defaults, the settings file, the environment, flags, in that order."""

import re
import sys
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

import msgspec

from planproof.app.errors import CannotDo
from planproof.text.globs import lies_in

Level = Literal["error", "warning", "info"]


def _doc(text: str) -> msgspec.Meta:
    return msgspec.Meta(description=text)


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """The settings of a project, in `planproof.toml` or `[tool.planproof]` of `pyproject.toml`."""

    plans: Annotated[
        tuple[str, ...],
        _doc(
            "Folders, files or globs where plans lie. Empty: the folders where people keep plans, and whatever fits a template."
        ),
    ] = ()
    exclude: Annotated[tuple[str, ...], _doc("Globs of files that are never plans.")] = ()
    templates: Annotated[
        tuple[str, ...], _doc("Template files of the project, besides the built-in ones.")
    ] = ()
    template: Annotated[
        str, _doc("The template of plans that do not name one. Empty: the best match.")
    ] = ""
    template_for: Annotated[
        dict[str, str], _doc("Template by glob of the plan's path; goes before `template`.")
    ] = {}
    select: Annotated[
        tuple[str, ...], _doc("Rules or groups to apply. Empty: all that are on by default.")
    ] = ()
    ignore: Annotated[tuple[str, ...], _doc("Rules or groups to leave out.")] = ()
    severity: Annotated[
        dict[str, Level], _doc("Severity by rule or group, in place of the rule's own.")
    ] = {}
    fail_on: Annotated[Level, _doc("The least severity that makes `check` exit with 1.")] = (
        "warning"
    )
    baseline: Annotated[str, _doc("A file of known findings that do not count. Empty: none.")] = ""
    format: Annotated[str, _doc("The output format.")] = "text"
    cache: Annotated[bool, _doc("Whether results are kept between runs.")] = True
    jobs: Annotated[
        int, msgspec.Meta(ge=0, description="Processes to read with. 0: as many as help.")
    ] = 0

    commands: Annotated[
        tuple[str, ...],
        _doc(
            "Commands that `prove` may run, written as in a plan. `*` stands for anything within a part, a last `...` for any further parts."
        ),
    ] = ()
    time_limit: Annotated[
        float, msgspec.Meta(gt=0, description="Seconds after which `prove` ends a command.")
    ] = 600.0
    runs: Annotated[
        int,
        msgspec.Meta(
            ge=1, description="How often `prove` measures where an item does not say `runs:`."
        ),
    ] = 1
    environment: Annotated[
        tuple[str, ...],
        _doc(
            "Environment variables that commands get besides PATH, HOME and the like; a last `*` stands for anything."
        ),
    ] = ()
    test_command: Annotated[
        str,
        _doc(
            "Runs tests for `prove`: `{tests}` becomes their names (without it all are run), `{report}` the file to write (without it `reports` are). Empty: `reports` are read."
        ),
    ] = ""
    reports: Annotated[
        tuple[str, ...],
        _doc("Globs of what tests have written: JUnit XML, or the events of `go test -json`."),
    ] = ()
    urls: Annotated[
        tuple[str, ...],
        _doc("What `prove` may ask over HTTP: beginnings of URLs, with scheme and host."),
    ] = ()
    base_url: Annotated[
        str,
        _doc("The server that a path in an `http` proof is asked of; it may be asked anything."),
    ] = ""
    prometheus: Annotated[str, _doc("The Prometheus server that `prom` proofs query.")] = ""
    units: Annotated[
        dict[str, str],
        _doc(
            'Units besides those that are known, each as so much of one of them: `"orders/s" = "1 req/s"`.'
        ),
    ] = {}
    signers: Annotated[
        dict[str, tuple[str, ...]],
        _doc(
            "Who stands behind a role, a team or a handle and may sign for it: names, addresses, principals of `allowed-signers`."
        ),
    ] = {}
    allowed_signers: Annotated[
        str,
        _doc(
            "Whose keys count, in the form of OpenSSH's allowed signers. Where the file exists, sign-offs have to be signed."
        ),
    ] = ".planproof/allowed_signers"
    sign_offs: Annotated[
        tuple[str, ...],
        _doc("Roles that have to sign a plan off before `accept` accepts it."),
    ] = ()
    sign_key: Annotated[
        str, _doc("The SSH key that `sign` and `prove` sign with. Empty: they do not.")
    ] = ""
    gate: Annotated[
        dict[str, Level | Literal["off"]],
        _doc("Severity of the judgements of `gate`, in place of their own; as the base has it."),
    ] = {}

    def template_of(self, path: str) -> str:
        """The name of the template that is set for a plan's path; empty where none is."""
        for glob, template in self.template_for.items():
            if lies_in(path, (glob,)):
                return template
        return self.template


class Setting(msgspec.Struct, frozen=True):
    """One setting in force: its value and who said so."""

    name: str
    value: Any
    origin: str
    doc: str


class Settings(msgspec.Struct, frozen=True):
    """The configuration in force.

    Attributes:
        root: the folder that paths count from.
        file: the settings file, or empty.
        origins: who said what, by setting; a setting at its default is missing.
        revision: the commit that the configuration, and whatever it names, is read from, where that is not
            the work tree.
    """

    root: str
    config: Config
    file: str
    origins: dict[str, str]
    revision: str = ""

    def all(self) -> list[Setting]:
        """Every setting with its value, its origin and its meaning."""
        found = []
        for field in msgspec.structs.fields(Config):
            name = field.encode_name
            doc = next(
                (one.description for one in get_args(field.type) if isinstance(one, msgspec.Meta)),
                "",
            )
            value = getattr(self.config, field.name)
            found.append(Setting(name, value, self.origins.get(name, "default"), doc or ""))
        return found


def setting_names() -> list[str]:
    """The names of all settings as they are written in the settings file."""
    return [field.encode_name for field in msgspec.structs.fields(Config)]


def load_settings(
    root: Path,
    environ: Mapping[str, str],
    flags: Mapping[str, Any],
    named: str = "",
    read: Callable[[str], bytes] | None = None,
) -> Settings:
    """Put the configuration together.

    Args:
        root: the project's folder.
        environ: the environment; `PLANPROOF_FAIL_ON` sets `fail-on`. Lists are separated by commas.
        flags: what the command line says, by setting.
        named: a settings file to read in place of the project's, or empty.
        read: gives a settings file's content in place of the disk; raises FileNotFoundError.

    Raises:
        CannotDo: a file is malformed, or a key or value is unknown; all faults are named together.
    """
    file, table, text = _settings_file(root, named, read)
    faults: list[str] = []
    said = [(name, value, f"{file}{_line(text, name)}") for name, value in table.items()]
    said += [
        (name, value, f"${_variable(name)}")
        for name, value in _from_environment(environ, faults).items()
    ]
    said += [(name, value, f"--{name}") for name, value in flags.items()]
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for name, value, origin in said:
        fault = _fault(name, value)
        if fault:
            faults.append(f"{origin}: {fault}")
        else:
            values[name] = value
            origins[name] = origin
    faults += _unit_faults(values.get("units"), origins.get("units", ""))
    faults += _entry_faults(values, origins)
    if faults:
        raise CannotDo(
            "the configuration is not right:\n  " + "\n  ".join(faults),
            "Mend these settings; `planproof config` lists all settings and what they mean.",
        )
    return Settings(str(root), msgspec.convert(values, Config, strict=False), file, origins)


def in_force(settings: Settings) -> Settings:
    """The settings, from now on in force where sentences are read: units of the project's own."""
    # Where nobody has read a sentence yet there are no units of another project to forget.
    if settings.config.units or "planproof.plan.figures.units" in sys.modules:
        from planproof.plan.figures.units import extend

        extend(settings.config.units)
    return settings


def _unit_faults(units: Any, origin: str) -> list[str]:
    """What is wrong with the setting `units`."""
    if not isinstance(units, Mapping) or not units:
        return []
    from planproof.plan.figures.units import own_units

    return [f"{origin}: `units`: {fault}" for fault in own_units(units)[1]]


def _entry_faults(values: Mapping[str, Any], origins: Mapping[str, str]) -> list[str]:
    """What is wrong with what `prove` is allowed: an entry at fault would silently allow nothing."""
    allowing = [name for name in ("commands", "urls", "base-url", "prometheus") if values.get(name)]
    if not allowing and not values.get("test-command"):
        return []
    from planproof.evidence.allowed import (
        command_entry_fault,
        test_command_fault,
        url_entry_fault,
    )

    found = []
    for name in allowing:
        fault_of = command_entry_fault if name == "commands" else url_entry_fault
        entries = [values[name]] if isinstance(values[name], str) else values[name]
        found += [(name, entry, fault) for entry in entries if (fault := fault_of(entry))]
    entry = values.get("test-command", "")
    fault = test_command_fault(entry) if entry else ""
    found += [("test-command", entry, fault)] if fault else []
    return [f"{origins[name]}: `{name}`: {entry!r}: {fault}" for name, entry, fault in found]


def _settings_file(
    root: Path, named: str, read: Callable[[str], bytes] | None = None
) -> tuple[str, dict[str, Any], str]:
    """The settings file's name, its table and its text."""
    candidates = [named] if named else ["planproof.toml", "pyproject.toml"]
    for name in candidates:
        path = root / name
        try:
            text = (read(name) if read is not None else path.read_bytes()).decode("utf-8")
            whole = tomllib.loads(text)
        except FileNotFoundError:
            if named:
                raise CannotDo(
                    f"there is no settings file {named}", "Check the path after --config."
                ) from None
            continue
        except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
            raise CannotDo(f"{name} cannot be read: {error}", "Mend the file.") from None
        if Path(name).name != "pyproject.toml":
            return name, whole, text
        table = whole.get("tool", {}).get("planproof")
        if isinstance(table, dict):
            return name, table, text
    return "", {}, ""


def _fault(name: str, value: Any) -> str:
    """What is wrong with a setting, or nothing."""
    names = setting_names()
    if name not in names:
        from planproof.plan.wording import nearest

        close = nearest(name, names)
        return f"there is no setting `{name}`" + (f"; did you mean `{close}`?" if close else "")
    try:
        msgspec.convert({name: value}, Config, strict=False)
    except msgspec.ValidationError as error:
        return f"`{name}`: {re.sub(r' - at `.*`$', '', str(error)).lower()}"
    return ""


def _variable(name: str) -> str:
    return "PLANPROOF_" + name.upper().replace("-", "_")


def _from_environment(environ: Mapping[str, str], faults: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    others = {
        "PLANPROOF_CACHE_DIR",
        "PLANPROOF_TOKEN",
        "PLANPROOF_GITHUB_OPENAPI",
        "PLANPROOF_TRACEBACK",
        "PLANPROOF_CORPUS",
        "PLANPROOF_REQUIRE_CORPUS",
    }
    known = {_variable(field.encode_name): field for field in msgspec.structs.fields(Config)}
    for variable, said in environ.items():
        if not variable.startswith("PLANPROOF_") or variable in others:
            continue
        field = known.get(variable)
        if field is None:
            from planproof.plan.wording import nearest

            close = nearest(variable, known)
            faults.append(
                f"${variable}: there is no such setting"
                + (f"; did you mean ${close}?" if close else "")
            )
        else:
            found[field.encode_name] = _parsed(str(field.type), said)
    return found


def _parsed(kind: str, said: str) -> Any:
    if "tuple" in kind and "dict" not in kind:
        return tuple(part.strip() for part in said.split(",") if part.strip())
    if "dict" in kind:
        pairs = (part.partition("=") for part in said.split(",") if part.strip())
        return {key.strip(): value.strip() for key, _, value in pairs}
    if "bool" in kind:
        return said.casefold() not in ("0", "false", "no", "off", "")
    return said


def _line(text: str, name: str) -> str:
    match = re.search(
        rf"^\s*[\"']?{re.escape(name)}[\"']?\s*(?:=|\.|\])|^\s*\[.*\b{re.escape(name)}\]",
        text,
        re.MULTILINE,
    )
    return (
        f":{text.count(chr(10), 0, match.start() + len(match.group()) - len(match.group().lstrip())) + 1}"
        if match
        else ""
    )
