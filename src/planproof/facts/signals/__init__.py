"""Metrics, spans and log events: one probe a file."""
