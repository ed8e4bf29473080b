"""Tests: one probe a file."""
