#!/usr/bin/env bash
# usage: make_environment.sh FOLDER REQUIREMENTS...
# Makes or updates the Python environment in FOLDER (.venv for the engine, .venv-qgis for tests inside QGIS).
# A stamp of the requirements' content makes it a matter of milliseconds where nothing changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
source scripts/python_interpreters.sh

folder=$1
shift
stamp=$(cat "$@" | cksum)
[ "$(cat "$folder/.installed" 2>/dev/null)" = "$stamp" ] && exit 0

if [ "$folder" = .venv-qgis ]; then
    base=$(qgis_python)
    options=(--system-site-packages)
else
    base=$(engine_base_python)
    options=()
fi
"$folder/bin/python" -m pip --version >/dev/null 2>&1 || "$base" -m venv --clear "${options[@]}" "$folder"
echo "Installing $* into $folder …"
requirements=()
for file in "$@"; do requirements+=(--requirement "$file"); done
"$folder/bin/python" -m pip install --quiet --disable-pip-version-check "${requirements[@]}"
echo "$stamp" >"$folder/.installed"
