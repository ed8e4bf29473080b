"""dotenvy 0.15 and its forerunner dotenv: `dotenvy::var`, and `dotenv!`, which reads as it compiles."""

from planproof.facts.idiom import reads

NEEDS = (b"dotenv",)

IDIOMS = (
    reads("dotenvy.var", "dotenv.var"),
    reads("dotenv!", "dotenvy_macro.dotenv!", "dotenv_codegen.dotenv!", required="always"),
)
