"""What the claims about variables share: their reads, and which of them count."""

from __future__ import annotations

from collections.abc import Sequence

from planproof.facts.inventory import Read
from planproof.plan.model import Variable
from planproof.text.patterns import rx
from planproof.verdict.base import Case
from planproof.verdict.claims._places import component_files


def escape_of(item: Variable) -> str:
    """What the row says reads the variable in place of the code: the package of `external: PACKAGE`."""
    words = (item.purpose.text, item.default.text, item.required_words.text, item.name.text)
    for text in words:
        found = rx(r"(?i)\bexternal:\s*`?([^\s`|,;)]+)").search(text)
        if found:
            return found[1].rstrip(".")
    field = item.field("source")
    if field is not None and field.value.strip():
        return field.value.strip().removeprefix("external:").strip(" `")
    return ""


_ASIDE = (
    r"(?i)(?:^|/)(?:examples?|samples?|demos?|tutorials?|charts?|helm|deploy(?:ments?)?|docker|k8s|kubernetes|manifests"
    r"|scripts?|hack|tools?|contrib|bench(?:marks?)?|docs?|\.github|\.devcontainer|ci|e2e|playground|templates?)/"
)
"""Folders of code that runs or shows the program, rather than being it."""


def reads_in_code(case: Case, name: str) -> list[Read]:
    """The reads of a variable that are no tests, the best first: see `tier`. Manifests only where no code does."""
    sets = {(path, fact.line) for path, fact in case.world.inventory.sets.get(name, ())}
    reads = [
        one
        for one in case.world.inventory.reads_of(name)
        if not one.test and (one.path, one.line) not in sets  # what is only passed on is not read
    ]
    code = [one for one in reads if not _passed_on(one)]
    return sorted(
        code or reads,
        key=lambda one: (tier(one, case), one.level != "declared", one.path, one.line),
    )


def tier(read: Read, case: Case) -> int:
    """How much a read counts: 0 in the plan's components, 1 in other code, 2 in examples, charts, scripts."""
    if read.path in component_files(case):
        return 0
    return 2 if rx(_ASIDE).search(read.path) or _passed_on(read) else 1


_SETTINGS = frozenset(
    ("env/file_erb", "env/file_hocon", "env/file_jvm_resources", "env/file_spring_properties", "env/file_symfony")
)  # fmt: skip
"""Probes of settings that the program itself reads, where other files only pass variables on."""


def _passed_on(read: Read) -> bool:
    """Whether a file that is no code of the program names a variable: a manifest, an image."""
    return read.probe.startswith("env/file_") and read.probe not in _SETTINGS


def best(reads: Sequence[Read], case: Case) -> list[Read]:
    """Those of the reads that count most."""
    least = min((tier(one, case) for one in reads), default=0)
    return [one for one in reads if tier(one, case) == least]


_READ_BY_OTHERS = (
    r"^(?:OTEL|AWS|AZURE|GOOGLE|GCLOUD|GCP|KUBERNETES|GRPC|PYTHON|DOTNET|ASPNETCORE|SENTRY|DD|NEW_RELIC|UVICORN"
    r"|GUNICORN|BUNDLE|NPM|RAILS|RACK|RUST|CARGO|POSTGRES|MYSQL|MARIADB|MINIO|KEYCLOAK|KC|ELASTIC|ZOOKEEPER"
    r"|RABBITMQ|SPRING|QUARKUS|MICRONAUT|LOGGING_LEVEL|SERVER_SERVLET|ROCKET|PHP|APACHE|NGINX|COMPOSER|COMPLUS"
    r"|NUGET|APPLICATIONINSIGHTS|TURBO|VERCEL|NETLIFY|HEROKU|PRISMA|PUMA|SIDEKIQ|RUBY|GEM|CATALINA|JETTY|VAULT|DOCKER|COMPOSE|BUILDKIT|GIT|GITHUB|GITLAB|CI|SSL_CERT|XDG|JAVA|JDK|JVM|MAVEN|GRADLE)_"
    r"|^(?:GOGC|GOMAXPROCS|GOMEMLIMIT|GODEBUG|GOTRACEBACK|GOFLAGS|NODE_\w+|JAVA_OPTS|RUBYOPT|TZ|LANG|LC_ALL|PATH|HOME|USER"
    r"|HTTPS?_PROXY|NO_PROXY|ALL_PROXY|CURL_CA_BUNDLE|REQUESTS_CA_BUNDLE|WEB_CONCURRENCY|PUID|PGID|UMASK|DEBUG"
    r"|PG(?:HOST|PORT|USER|PASSWORD|DATABASE|SSLMODE|DATA))$"
)
"""Names that libraries, runtimes and images read by themselves, whatever the code says."""


def read_by_others(name: str) -> bool:
    """Whether a name is one that libraries, runtimes, tools or images read by themselves."""
    return rx(_READ_BY_OTHERS).match(name) is not None


def keys_of(name: str) -> tuple[str, str]:
    """How a key is written from which a reader of settings makes a name: `db.host`, `db-host`."""
    return name.lower().replace("_", "."), name.lower().replace("_", "-")


def where(reads: Sequence[Read]) -> str:
    """`src/config.py:14`, with how many more."""
    first = f"{reads[0].path}:{reads[0].line}"
    more = len({(one.path, one.line) for one in reads}) - 1
    return f"{first} (and {more} more)" if more else first
