"""What the repository contains: one probe a file, each a pure function of one file's content."""
