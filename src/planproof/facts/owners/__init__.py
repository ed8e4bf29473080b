"""Owners: one probe a file."""
