"""python-decouple (3.x): `config("X", default="d", cast=int)`; without a default absence fails."""

from planproof.facts.idiom import reads

NEEDS = (b"decouple",)

IDIOMS = (
    reads(
        "decouple.config",
        "decouple.AutoConfig()",
        "decouple.Config()",
        "decouple.Config().get",
        name=(0, "option"),
        default=(1, "default"),
        required="without default",
    ),
)
