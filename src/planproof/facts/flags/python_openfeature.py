"""OpenFeature (SDK 0.7 and later): `client.get_boolean_value("k", False)`, with `_details` and `_async`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"get_boolean_value",
    b"get_boolean_details",
    b"get_string_value",
    b"get_string_details",
    b"get_integer_value",
    b"get_integer_details",
    b"get_float_value",
    b"get_float_details",
    b"get_object_value",
    b"get_object_details",
)

_OWNERS = ("*client", "*client()", "*feature*", "*flag*", "*OpenFeature*")
_CALLS = tuple(
    f"{owner}.get_{kind}_{what}{end}"
    for owner in _OWNERS
    for kind in ("boolean", "string", "integer", "float", "object")
    for what in ("value", "details")
    for end in ("", "_async")
)

IDIOMS = (asks(*_CALLS, name=(0, "flag_key"), default=(1, "default_value"), system="openfeature"),)
