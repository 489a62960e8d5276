# Sourced: which Python runs QGIS, and which one the engine's environment is made from. Nothing else is defined here.

# The interpreter that has PyQGIS. The system's comes first: a plain python3 on the path may be another one without it.
qgis_python() {
    local candidate
    for candidate in ${QGIS_PYTHON:-/usr/bin/python3 python3}; do
        if "$candidate" -c 'import venv, ensurepip, qgis.core, qgis.PyQt.QtTest' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

# Python 3.10 or newer with venv, for torch.
engine_base_python() {
    local candidate
    for candidate in ${ENGINE_BASE_PYTHON:-/usr/bin/python3 python3}; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))' >/dev/null 2>&1; then
            echo "$candidate"
            return
        fi
    done
    return 1
}
