"""What the gate judges: one judgement a file. `planproof.gate.base` says what such a file holds."""
