"""Spans: OpenTelemetry's and OpenTracing's tracers, Sentry, dd-trace, nestjs-otel's `@Span`."""

from __future__ import annotations

from planproof.facts.idiom import emits

NEEDS = (
    b"startSpan",
    b"startActiveSpan",
    b"startInactiveSpan",
    b"startTransaction",
    b"dd-trace",
    b"@Span(",
)

IDIOMS = (
    emits("span", "@sentry/*.startSpan", "@sentry/*.startSpanManual", name="name"),
    emits("span", "@sentry/*.startInactiveSpan", "@sentry/*.startTransaction", name="name"),
    emits("span", "Sentry.startSpan", "Sentry.startTransaction", name="name"),
    emits("span", "*racer.startSpan", "*racer.startActiveSpan", name=0),
    emits("span", "*getTracer().startSpan", "*getTracer().startActiveSpan", name=0),
    emits("span", "*getTracer.startSpan", "*getTracer.startActiveSpan", name=0),
    emits("span", "dd-trace.trace", "dd-trace.*.trace", "dd-trace.wrap", "dd-trace.*.wrap", name=0),
    emits("span", "nestjs-otel.Span", name=0),
)
