#!/usr/bin/env bash
# The plugin's tests inside QGIS 3.40, of Debian 12's backports, in a folder of its own. Needs root and debootstrap.
#
# usage: scripts/test_in_newer_qgis.sh FOLDER [PYTEST ARGUMENTS]
#        scripts/test_in_newer_qgis.sh FOLDER --demo     the story `install` of scripts/demo.sh
#
# FOLDER gets a Debian of 2.5 GB with that QGIS when it is first used. What git tracks, and what is changed in the working
# tree, is copied into it; end-to-end tests need the engine's environment, and are left out. Variables whose names begin
# with BERUNDA_ are passed on, and folders that BERUNDA_PACKAGE_INDEX and BERUNDA_TORCH_INDEX name are seen inside. The
# demo leaves its pictures in FOLDER/berunda/build/demo.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

folder=${1:?usage: scripts/test_in_newer_qgis.sh FOLDER [PYTEST ARGUMENTS]}
shift
mirror=${DEBIAN_MIRROR:-http://deb.debian.org/debian}
[ "$(id -u)" -eq 0 ] || { echo "debootstrap and chroot need root: run this with sudo." >&2; exit 1; }
command -v debootstrap >/dev/null || { echo "debootstrap is missing: install it first (apt-get install debootstrap)." >&2; exit 1; }

inside() { chroot "$folder" /usr/bin/env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"; }

if [ ! -e "$folder/usr/bin/qgis" ]; then
    [ -e "$folder/etc/debian_version" ] || debootstrap --variant=minbase bookworm "$folder" "$mirror"
    cp /etc/resolv.conf "$folder/etc/resolv.conf"
    echo "deb $mirror bookworm-backports main" >"$folder/etc/apt/sources.list.d/backports.list"
    inside apt-get update -qq
    inside apt-get install --yes -qq --no-install-recommends -t bookworm-backports qgis python3-qgis
    inside apt-get install --yes -qq --no-install-recommends xvfb xauth git ca-certificates python3-venv qttools5-dev-tools procps
fi
[ -e "$folder/dev/null" ] || mount --bind /dev "$folder/dev"
mountpoint -q "$folder/proc" || mount -t proc proc "$folder/proc"
mkdir -p "$folder/dev/shm"

rm -rf "$folder/berunda"
mkdir "$folder/berunda"
git ls-files -z --cached --others --exclude-standard | tar --null --files-from=- --ignore-failed-read -cf - | tar -xf - -C "$folder/berunda"
cp -L /etc/ssl/certs/ca-certificates.crt "$folder/etc/ssl/certs/ca-certificates.crt"
passed_on=()
while IFS= read -r name; do passed_on+=("$name=${!name}"); done < <(compgen -e BERUNDA_ || true)
inside sh -c 'cd /berunda && git init -q . && git add -A && qgis --version 2>/dev/null'

if [ "${1:-}" = --demo ]; then
    .venv/bin/python scripts/package.py
    mkdir -p "$folder/berunda/build"
    cp "$(ls -t build/berunda-*.zip | head -n 1)" "$folder/berunda/build/package.zip"
    for source in "${BERUNDA_PACKAGE_INDEX:-}" "${BERUNDA_TORCH_INDEX:-}"; do
        if [ -d "$source" ]; then
            mkdir -p "$folder$source"
            cp -Lru "$source/." "$folder$source"
        fi
    done
    inside env "${passed_on[@]}" BERUNDA_DEMO_STORY=install BERUNDA_DEMO_DIR=/berunda/build/demo \
        BERUNDA_DEMO_PACKAGE=/berunda/build/package.zip /berunda/scripts/demo.sh
    exit
fi

# The tests' packages are installed from outside: inside there is no configuration of pip.
python3 -m pip install --quiet --target "$folder/opt/test-packages" --upgrade -r requirements/test.txt
inside env PYTHONPATH=/opt/test-packages QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
    sh -c 'cd /berunda && python3 -m pytest "$@"' pytest "${@:-tests/qgis}"
