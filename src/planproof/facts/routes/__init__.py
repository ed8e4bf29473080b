"""Endpoints: one probe a file."""
