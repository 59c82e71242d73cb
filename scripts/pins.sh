#!/bin/sh
# Rewrites the pins from pyproject.toml: every version with its hashes, for every platform, naming no index. Needs uv.
set -eu
cd "$(dirname "$0")/.."

compile() {
    uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-emit-find-links --no-header --no-annotate "$@"
}

compile --group build --output-file requirements.txt
compile --group build --group dev --constraints requirements.txt --output-file requirements-dev.txt
