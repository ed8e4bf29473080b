"""OpenFeature for Rust (open-feature 0.2): `client.get_bool_value("k", None, None)`."""

from planproof.facts.idiom import asks

NEEDS = (b"get_bool_value", b"get_bool_details", b"get_string_value", b"get_string_details", b"get_int_value",
         b"get_int_details", b"get_float_value", b"get_float_details", b"get_struct_value")  # fmt: skip

_CALLS = tuple(
    f"*.get_{kind}_{what}"
    for kind in ("bool", "string", "int", "float", "struct")
    for what in ("value", "details")
)

IDIOMS = (
    asks(
        *(f"*client{one[1:]}" for one in _CALLS),
        *(f"*feature{one}" for one in _CALLS),
        system="openfeature",
    ),
)
