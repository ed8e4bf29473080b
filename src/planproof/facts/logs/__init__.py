"""Log events: one probe a file."""
