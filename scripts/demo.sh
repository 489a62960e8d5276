#!/usr/bin/env bash
# The main job in the real QGIS desktop on the sample: paint, train, predict, save. Leaves everything in build/demo.
#
# BERUNDA_DEMO_STORY  live: paint with the live map on instead, which leaves pictures and seconds in build/demo
#                     guide: the main job and a look at its map; leaves the pictures of docs/user_guide.md
#                     tutorial: from the empty window to the map; leaves the pictures of docs/tutorial.md
#                     install: the package alone in a fresh profile, from Install engine to the map; leaves the pictures of
#                     docs/installing.md, and says how long it took and what was fetched. 1.4 GB in build/demo
# BERUNDA_DEMO_PACKAGE      the ZIP of the story install (made by scripts/package.py)
# BERUNDA_DEMO_BASE_PYTHON  a Python to build the engine on in the story install, in place of one that is fetched
# BERUNDA_DEMO_DIR    where to put the results (build/demo)
# BERUNDA_DEMO_STEPS  training steps to set in the dock (the dock's own default)
# BERUNDA_DEMO_QUIT   1: quit when done, also on a real display
# BERUNDA_DEMO_LIMIT  seconds after which the demo has failed (1200)
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export BERUNDA_DEMO_DIR=${BERUNDA_DEMO_DIR:-$PWD/build/demo}
export BERUNDA_DEMO_SAMPLE=$PWD/resources/sample
# The demo's own code; the engine's process never sees this.
export PYTHONPATH=$PWD/scripts
export PYQGIS_STARTUP=$PWD/scripts/demo_startup.py
# QGIS asks before it closes a project with layers in the system's temporary folder, which is where tests put the demo.
temporary=$BERUNDA_DEMO_DIR/profile/temporary
export BERUNDA_DEMO_LIMIT=${BERUNDA_DEMO_LIMIT:-1200}

# A profile of its own, in which the plugin is this checkout, or, to be installed, the package: the user's QGIS is
# neither read nor changed.
prepare_profile() {
    local profile=$BERUNDA_DEMO_DIR/profile/profiles/default
    rm -rf "$BERUNDA_DEMO_DIR/profile"
    mkdir -p "$temporary" "$profile/python/plugins" "$profile/QGIS"
    if [ "${BERUNDA_DEMO_STORY:-}" = install ]; then
        unset BERUNDA_ENGINE_PYTHON
        python3 -m zipfile -e "$(package)" "$profile/python/plugins"
    else
        export BERUNDA_ENGINE_PYTHON=${BERUNDA_ENGINE_PYTHON:-$PWD/.venv/bin/python}
        ln -s "$PWD" "$profile/python/plugins/berunda"
    fi
    printf '[PythonPlugins]\nberunda=true\n\n[qgis]\ncheckVersion=false\nshowTips=false\n' >"$profile/QGIS/QGIS3.ini"
}

# The path of the plugin's package.
package() {
    if [ -z "${BERUNDA_DEMO_PACKAGE:-}" ]; then
        .venv/bin/python scripts/package.py >&2
        BERUNDA_DEMO_PACKAGE=$(ls -t build/berunda-*.zip | head -n 1)
    fi
    echo "$BERUNDA_DEMO_PACKAGE"
}

# What an earlier demo left, and nothing else: the folder may be anybody's.
remove_earlier_results() {
    local name
    for name in project.qgz orthophoto.tif labels.gpkg labels.gpkg-wal labels.gpkg-shm model.safetensors model.checkpoint.safetensors \
        classes.tif confidence.tif ood.tif probabilities.tif screenshot.png qgis.log; do
        rm -f "$BERUNDA_DEMO_DIR/$name" "$BERUNDA_DEMO_DIR/$name.aux.xml"
    done
}

mkdir -p "$BERUNDA_DEMO_DIR"
remove_earlier_results
prepare_profile
qgis=(env "TMPDIR=$temporary" qgis --nologo --noversioncheck --profiles-path "$BERUNDA_DEMO_DIR/profile" --code scripts/demo_driver.py)
# QGIS writes its own messages to stderr; the demo prints on stdout.
log=$BERUNDA_DEMO_DIR/qgis.log
if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
    exec "${qgis[@]}" 2>"$log"
fi
export BERUNDA_DEMO_QUIT=1
# The driver ends QGIS itself; the timeout is for a QGIS that does not even get so far.
exec timeout --kill-after=10 $((BERUNDA_DEMO_LIMIT + 60)) \
    xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" "${qgis[@]}" 2>"$log"
