"""`python -m pacc_flow` is `pacc`."""

from pacc_flow.cli import main

main(prog_name="pacc")
