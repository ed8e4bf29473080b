"""Environment variables: one probe a file."""
