"""Programming languages: one file each. A syntax tree becomes a `Unit` of neutral shapes."""
