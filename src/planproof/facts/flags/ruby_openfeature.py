"""OpenFeature for Ruby (openfeature-sdk 0.3): `client.fetch_boolean_value(flag_key: "k", default_value: false)`."""

from planproof.facts.idiom import asks

NEEDS = (
    b"fetch_boolean_",
    b"fetch_string_",
    b"fetch_number_",
    b"fetch_integer_",
    b"fetch_float_",
    b"fetch_object_",
)

IDIOMS = (
    asks(
        *(
            f"*.fetch_{kind}_{what}"
            for kind in ("boolean", "string", "number", "integer", "float", "object")
            for what in ("value", "details")
        ),
        name="flag_key",
        default="default_value",
        system="openfeature",
    ),
)
