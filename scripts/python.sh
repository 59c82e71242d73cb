#!/bin/sh
# Finds a Python that is new enough and hands everything over to it:  scripts/python.sh PROGRAM [ARGUMENT…]
for candidate in "${PACC_PYTHON:-}" python3 python3.14 python3.13 python3.12 python3.11; do
    if [ -n "$candidate" ] && "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
        exec "$candidate" "$@"
    fi
done
echo "Hace falta Python 3.11 o posterior (python3) y no se encontró en este equipo." >&2
exit 1
