"""Where evidence rests."""

REF = "refs/planproof/ledger"
"""The git ref of the ledger, in every clone and on every remote."""
