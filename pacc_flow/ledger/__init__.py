"""The audit ledger, pure: canonical form, seal, kinds of record and verification of the chain."""
