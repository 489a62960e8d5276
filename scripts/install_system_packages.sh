#!/usr/bin/env bash
# Installs QGIS, its Python bindings, Xvfb and venv with apt where they are missing and this user may;
# otherwise says in one sentence what is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
source ./python_interpreters.sh

missing=()
command -v qgis >/dev/null || missing+=(qgis)
qgis_python >/dev/null || missing+=(python3-qgis)
command -v xvfb-run >/dev/null || missing+=(xvfb)
command -v lrelease >/dev/null || [ -x /usr/lib/qt5/bin/lrelease ] || missing+=(qttools5-dev-tools)
command -v xauth >/dev/null || missing+=(xauth)
engine_base_python >/dev/null || missing+=(python3 python3-venv)
[ ${#missing[@]} -eq 0 ] && exit 0

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2>/dev/null; then
        echo "Missing packages: ${missing[*]}; install them (Debian, Ubuntu: sudo apt-get install ${missing[*]}) and run this again." >&2
        exit 1
    fi
    as_root=(sudo -n)
fi
if ! command -v apt-get >/dev/null; then
    echo "Missing packages: ${missing[*]}; this system has no apt-get, so install what they are called here and run this again." >&2
    exit 1
fi

echo "Installing ${missing[*]} …"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if ! { "${as_root[@]}" apt-get update && "${as_root[@]}" apt-get install --yes --no-install-recommends "${missing[@]}"; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    echo "apt-get could not install ${missing[*]}: its last lines stand above, all of them in $log." >&2
    exit 1
fi
rm -f "$log"
