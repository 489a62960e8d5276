#!/usr/bin/env bash
# The plugin's tests inside QGIS 3.40, of Debian 12's backports, in a folder of its own. Needs root and debootstrap.
#
# usage: scripts/test_in_newer_qgis.sh FOLDER [PYTEST ARGUMENTS]
#
# FOLDER gets a Debian of 2.5 GB with that QGIS when it is first used. What git tracks, and what is changed in the working
# tree, is copied into it; end-to-end tests need the engine's environment, and are left out.
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
# The tests' packages are installed from outside: inside there is no configuration of pip.
python3 -m pip install --quiet --target "$folder/opt/test-packages" --upgrade -r requirements/test.txt
inside sh -c 'cd /berunda && git init -q . && git add -A && qgis --version 2>/dev/null'
inside env PYTHONPATH=/opt/test-packages QT_QPA_PLATFORM=xcb xvfb-run --auto-servernum --server-args="-screen 0 1600x1000x24" \
    sh -c 'cd /berunda && python3 -m pytest "$@"' pytest "${@:-tests/qgis}"
