#!/usr/bin/env bash
# All tests: the engine's in .venv, the plugin's in a real QGIS on a virtual screen. One half failing does not stop the other.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# A test that hangs ends the half it is in instead of blocking for ever.
limit() { timeout --kill-after=10 "$1" "${@:2}"; }

existing() { for folder in "$@"; do [ -d "$folder" ] && echo "$folder"; done; }

failed=()
echo "== The engine"
# Each process tests whole files, since tests of a file share what is costly to prepare; each takes about a gigabyte.
limit 1200 .venv/bin/python -m pytest --numprocesses auto --maxprocesses 4 --dist loadfile \
    $(existing tests/architecture tests/unit tests/engine tests/benchmarks) || failed+=("the engine's tests")
echo "== The plugin, inside QGIS"
limit 1500 xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
    .venv-qgis/bin/python -m pytest $(existing tests/qgis tests/end_to_end) || failed+=("the plugin's tests")

[ ${#failed[@]} -eq 0 ] && exit 0
printf 'Failed: %s\n' "${failed[@]}" >&2
exit 1
