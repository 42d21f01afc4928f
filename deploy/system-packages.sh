#!/bin/sh
# Installs what pip cannot bring: `system-packages.sh pango` for PDFs, `system-packages.sh venv` for Python's venv,
# `system-packages.sh chromium` for the browser tests. Installs where it may, else names the package.
set -eu

what=$1
run_as_root=""
if [ "$(id -u)" -ne 0 ]; then
    run_as_root="sudo -n"
fi

may_install() {
    command -v "$1" >/dev/null 2>&1 && { [ -z "$run_as_root" ] || $run_as_root true 2>/dev/null; }
}

case $what in
    pango)
        for_apt="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
        for_dnf="pango fontconfig"
        for_brew="pango"
        need="Für PDF-Dokumente fehlt Pango."
        ;;
    venv)
        for_apt="python3-venv"
        for_dnf="python3"
        for_brew="python"
        need="Für die virtuelle Umgebung fehlt Pythons venv."
        ;;
    chromium)
        for_apt="chromium-headless-shell" # the same engine without a window; where apt does not know it:
        else_apt="chromium"
        for_dnf="chromium"
        for_brew="chromium"
        need="Für die Browsertests fehlt Chromium."
        ;;
    *)
        echo "Unbekannt: $what" >&2
        exit 2
        ;;
esac

echo "$need"
if may_install apt-get; then
    export DEBIAN_FRONTEND=noninteractive
    $run_as_root apt-get update -qq
    # shellcheck disable=SC2086 - several packages
    apt-cache show $for_apt >/dev/null 2>&1 || for_apt=${else_apt:-$for_apt}
    # shellcheck disable=SC2086 - several packages
    $run_as_root apt-get install -y -qq --no-install-recommends $for_apt >/dev/null
elif may_install dnf; then
    # shellcheck disable=SC2086
    $run_as_root dnf install -y -q $for_dnf
elif command -v brew >/dev/null 2>&1; then
    brew install --quiet "$for_brew"
else
    echo "Installieren Sie als Administrator (Debian, Ubuntu: apt install $for_apt; Fedora: dnf install $for_dnf;" >&2
    echo "macOS: brew install $for_brew), und rufen Sie make setup noch einmal auf." >&2
    exit 1
fi
