"""Guarantees of transit: who stands for how much, and the ledger of what is set aside."""
