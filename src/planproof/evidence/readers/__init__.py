"""Formats of results files: one reader a file. See `planproof.evidence.reader`."""
