"""The verbs of proofs: one file a verb. See `planproof.evidence.verb`."""
