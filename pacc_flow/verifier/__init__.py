"""The independent verifier: a single file that an auditor downloads and runs away from this application."""
