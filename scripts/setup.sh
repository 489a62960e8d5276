#!/usr/bin/env bash
# Installs what demo, test and lint need. Does nothing, and quickly, where nothing is missing.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

scripts/install_system_packages.sh
scripts/make_environment.sh .venv requirements/engine.txt requirements/encoders.txt requirements/exchange.txt \
    requirements/dev.txt
scripts/make_environment.sh .venv-qgis requirements/test.txt
