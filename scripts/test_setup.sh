#!/bin/sh
# What the tests need beyond Python: Chromium and a PostgreSQL server. On Debian and its family root installs what is
# missing; anywhere else this says which command does, and fails: nothing is skipped in silence.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
log="$root/var/log/test_setup.log"

has_chromium() {
    for name in chromium chromium-browser google-chrome google-chrome-stable; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

has_postgresql() {
    if [ -n "${TEST_PG_URL:-}" ] || command -v initdb >/dev/null 2>&1; then return 0; fi
    for program in /usr/lib/postgresql/*/bin/initdb; do
        if [ -x "$program" ]; then return 0; fi
    done
    return 1
}

missing=""
has_chromium || missing="$missing chromium"
has_postgresql || missing="$missing postgresql"
if [ -z "$missing" ]; then exit 0; fi

if [ "$(uname -s)" = Darwin ]; then
    echo "Faltan para las pruebas:$missing. Instálelos con:  brew install$missing" >&2
    exit 1
fi
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Faltan para las pruebas:$missing. Instálelos con el gestor de paquetes de su sistema (en Fedora:  sudo dnf install chromium postgresql-server)." >&2
    exit 1
fi
if [ "$(id -u)" -ne 0 ]; then
    echo "Faltan para las pruebas:$missing. Instálelos con:  sudo apt-get update && sudo apt-get install --no-install-recommends$missing" >&2
    exit 1
fi

mkdir -p "$root/var/log"
echo "Instalando para las pruebas:$missing (detalle en var/log/test_setup.log)"
export DEBIAN_FRONTEND=noninteractive
# The word splitting of $missing is wanted: one argument a package.
# shellcheck disable=SC2086
if ! { apt-get update && apt-get install -y --no-install-recommends $missing; } >"$log" 2>&1 </dev/null; then
    tail -n 5 "$log" >&2
    echo "No se pudo instalar$missing con apt-get; el registro completo está en var/log/test_setup.log" >&2
    exit 1
fi
if ! has_chromium || ! has_postgresql; then
    echo "Se instaló$missing, pero no aparece el programa; vea var/log/test_setup.log" >&2
    exit 1
fi
