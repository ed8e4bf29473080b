"""Whether two types of schemas are the same, in one format or across two."""

from __future__ import annotations

from planproof.text.patterns import rx

JSON = frozenset(("json", "json-schema", "openapi"))
"""Formats whose types are those of JSON."""

_KINDS = frozenset(("string", "integer", "number", "boolean", "object", "array", "null"))

_SQL = {
    "INT": "INTEGER", "INT4": "INTEGER", "MEDIUMINT": "INTEGER", "INT8": "BIGINT", "INT2": "SMALLINT",
    "BOOL": "BOOLEAN", "TINYINT(1)": "BOOLEAN", "CHARACTER VARYING": "VARCHAR", "CHAR VARYING": "VARCHAR",
    "CHARACTER": "CHAR", "BPCHAR": "CHAR", "NATIONAL CHARACTER VARYING": "NVARCHAR", "DECIMAL": "NUMERIC",
    "DEC": "NUMERIC", "DOUBLE": "DOUBLE PRECISION", "FLOAT8": "DOUBLE PRECISION", "FLOAT4": "REAL",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ", "TIMESTAMP WITHOUT TIME ZONE": "TIMESTAMP",
    "TIME WITH TIME ZONE": "TIMETZ", "TIME WITHOUT TIME ZONE": "TIME", "SERIAL4": "SERIAL",
    "SERIAL8": "BIGSERIAL", "SERIAL2": "SMALLSERIAL", "BIT VARYING": "VARBIT",
}  # fmt: skip
_WIDTHS = frozenset(("INTEGER", "BIGINT", "SMALLINT", "TINYINT"))
"""MySQL's display width says nothing of what they hold."""

_AS_JSON = {
    "protobuf": (
        (r"repeated .*", "array"),
        (r"map<.*", "object"),
        (r"(u|s)?int32|s?fixed32", "integer number"),
        (r"(u|s)?int64|s?fixed64", "integer string"),
        (r"double|float", "number integer"),
        (r"bool", "boolean"),
        (r"string|bytes|google\.protobuf\.(Timestamp|Duration|FieldMask)", "string"),
    ),
    "graphql": (
        (r"\[.*", "array"),
        (r"Int", "integer"),
        (r"Float", "number integer"),
        (r"Boolean", "boolean"),
        (r"String", "string"),
        (r"ID", "string integer"),
    ),
    "avro": (
        (r"array<.*", "array"),
        (r"map<.*", "object"),
        (r"int|long", "integer"),
        (r"float|double", "number integer"),
        (r"boolean", "boolean"),
        (r"string|bytes", "string"),
    ),
    "sql": (
        (r".*\[\]|ARRAY.*", "array"),
        (r"(SMALL|BIG|TINY|MEDIUM)?(INT|INTEGER|SERIAL)\d?( UNSIGNED)?", "integer"),
        (r"(NUMERIC|DECIMAL|DEC|REAL|FLOAT|DOUBLE)\b.*", "number integer string"),
        (r"BOOL(EAN)?", "boolean"),
        (r"(VAR|NVAR|N)?CHAR(ACTER)?\b.*|(LONG|MEDIUM|TINY)?TEXT|UUID|DATE|CITEXT", "string"),
    ),
}
"""Types of other formats, and what they are in JSON."""


def agree(plan: str, plan_format: str, code: str, code_format: str) -> bool:
    """Whether a plan's type is the code's, as far as can be told. A type that is not known agrees."""
    if not plan or not code or plan == code:
        return True
    if plan_format in JSON and code_format in JSON:
        return _json_agree(plan, code)
    if plan_format in JSON or code_format in JSON:
        return _across(plan, plan_format, code, code_format)
    if plan_format != code_format:
        return True  # nothing says what one is in the other
    if plan_format == "sql":
        return _sql_agree(plan, code)
    return _named_agree(plan, code)


def _json_agree(plan: str, code: str) -> bool:
    """Each of the plan's is one of the code's; an integer is a number."""
    theirs = [one for one in code.split("|") if one]
    if "null" in plan.split("|") and "null" not in theirs and set(theirs) <= _KINDS:
        return False
    ours = [one for one in plan.split("|") if one != "null"]
    return all(any(_json_one(one, each) for each in theirs) for one in ours)


def _json_one(plan: str, code: str) -> bool:
    if plan == code or (plan, code) == ("integer", "number"):
        return True
    if plan.startswith("array") and code.startswith("array"):
        ours, theirs = plan[6:-1], code[6:-1]
        return not ours or not theirs or _json_agree(ours, theirs)
    named = {plan.partition("<")[0], code.partition("<")[0]} - _KINDS
    return len(named) == 1  # a name, of which nothing else is known


def _across(plan: str, plan_format: str, code: str, code_format: str) -> bool:
    flipped = plan_format not in JSON
    plain, other, form = (code, plan, plan_format) if flipped else (plan, code, code_format)
    for pattern, kinds in _AS_JSON.get(form, ()):
        if rx(pattern).fullmatch(other):
            return any(one.partition("<")[0] in kinds.split() for one in plain.split("|"))
    return True


def _named_agree(plan: str, code: str) -> bool:
    """Names may be written with or without their package."""
    ours = rx(r"(?<![\w.])\.").sub("", plan)
    theirs = rx(r"(?<![\w.])\.").sub("", code)
    if ours == theirs:
        return True
    if ("." in ours) == ("." in theirs):
        return False
    return rx(r"[\w.]*\.").sub("", ours) == rx(r"[\w.]*\.").sub("", theirs)


def _sql_agree(plan: str, code: str) -> bool:
    (ours, our_size), (theirs, their_size) = _sql_type(plan), _sql_type(code)
    return ours == theirs and (not our_size or not their_size or our_size == their_size)


def _sql_type(type_: str) -> tuple[str, str]:
    """A type of SQL under one name, and its size where that counts."""
    if type_ in _SQL:
        return _SQL[type_], ""
    size = ",".join(rx(r"\(([^()]*)\)").findall(type_))
    bare = " ".join(rx(r"\([^()]*\)").sub(" ", type_).replace("[ ]", "[]").split())
    base, array = bare.removesuffix("[]").removesuffix(" ARRAY"), bare.endswith(("[]", " ARRAY"))
    name = _SQL.get(base, base)
    if name in _WIDTHS:
        size = ""
    return f"{name}[]" if array else name, size
