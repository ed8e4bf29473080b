"""Feature flags: one probe a file."""
