"""Where work stands and how it moves: boxes over time, what can be started, when it may end. Pure."""
