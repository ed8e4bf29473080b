"""Laravel: the helper `env("X", d)`, and `Env::get`, `Env::getOrFail`."""

from planproof.facts.idiom import reads

NEEDS = (b"env(", b"Env::")

IDIOMS = (
    reads("env", default=1),
    reads("Illuminate.Support.Env.get", default=1),
    reads("Illuminate.Support.Env.getOrFail", required="always"),
)
