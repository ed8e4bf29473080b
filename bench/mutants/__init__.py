"""Repositories with a true plan, and single changes that make it untrue."""
