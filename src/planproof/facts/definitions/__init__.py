"""Functions, classes, types, constants, and strings that look like names: one probe a file."""
