"""What a change says and does, and whether it does to the plans what it should. No input or output."""
