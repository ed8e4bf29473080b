"""Proofs and evidence: how a claim is proven, what results files say, what is recorded of it."""
