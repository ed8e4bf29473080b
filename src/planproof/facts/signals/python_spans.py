"""Spans: OpenTelemetry, OpenTracing, Sentry, Datadog, Logfire and Elastic APM."""

from __future__ import annotations

from planproof.facts.idiom import emits

NEEDS = (
    b"start_as_current_span",
    b"start_span",
    b"start_active_span",
    b"start_transaction",
    b"start_child",
    b"tracer.",
    b"logfire",
    b"capture_span",
    b"create_span",
)

IDIOMS = (
    emits(
        "span", "*.start_as_current_span", "*.start_active_span", name=(0, "name", "operation_name")
    ),
    emits("span", "sentry_sdk.*.start_child", "*.start_child", name=("name", "description", "op")),
    emits(
        "span",
        "sentry_sdk.start_span",
        "sentry_sdk.start_transaction",
        name=("name", "description", "op"),
    ),
    emits("span", "*tracer*.start_span", name=(0, "name", "operation_name")),
    emits("span", "*telemetry*.create_span", "*observability*.create_span", name=(0, "name")),
    emits("span", "*tracer.trace", "*tracer.wrap", "ddtrace.trace.tracer.trace", name=(0, "name")),
    emits("span", "logfire.span", "logfire.instrument", name=(0, "msg_template")),
    emits("span", "elasticapm.capture_span", name=(0, "name")),
)
