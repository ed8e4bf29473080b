"""Schemas: one probe a file."""
