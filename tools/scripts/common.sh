# What ./check, ./up and ./down share: how to speak, and what must be installed. Sourced, never run.

say() { printf '%s\n' "$*"; }
fail() { printf '%s: %s\n' "${0##*/}" "$*" >&2; exit 1; }
seconds() { printf '%(%s)T' -1; }

# Program, a space, the Debian package that has it. ./up needs the first list, the tests both.
up_packages=("caddy caddy" "git git" "curl curl" "flock util-linux" "ss iproute2")
test_packages=("chromium chromium")

# What the tests deploy applications with, besides the packages of tests/managers.
manager_packages=("go golang-go" "poetry python3-poetry" "pipenv pipenv")

# The .NET SDK and Node are the two things that Debian cannot give in the versions we need: the user brings them.
need_sdks() {
    command -v dotnet >/dev/null || fail "the .NET 10 SDK is missing: install it (package dotnet-sdk-10.0 of your system, or Microsoft's installer) and run me again."
    [[ $(TERM=dumb dotnet --version 2>/dev/null) == 10.* ]] || fail "dotnet is version '$(dotnet --version 2>&1 | head -1)': version 10.0.100 or later of the .NET 10 SDK is needed (global.json)."
    command -v npm >/dev/null || fail "node and npm are missing: install Node.js 20 or later and run me again."
    (($(node -p 'process.versions.node.split(".")[0]') >= 20)) || fail "node is $(node --version): version 20 or later is needed."
}

# The folders of the node and dotnet that the user brought, where builds and services would find none: they look in the system's own folders.
tools_path() {
    local program found=
    for program in node dotnet; do
        PATH=${system_path:-/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin} type -P "$program" >/dev/null || found+=${found:+:}$(dirname "$(type -P "$program")")
    done
    printf '%s' "$found"
}

as_root() { if ((EUID == 0)); then "$@"; else sudo -n "$@"; fi; }

# Installs the packages of those programs ("program package" each) that are not there.
need_packages() {
    local entry program package missing=()
    for entry in "$@"; do
        read -r program package <<<"$entry"
        command -v "$program" >/dev/null || missing+=("$package")
    done
    ((${#missing[@]})) || return 0

    say "Installing ${missing[*]} (apt-get) …"
    command -v apt-get >/dev/null || fail "these programs are missing and this system has no apt-get: install ${missing[*]} and run me again."
    ((EUID == 0)) || sudo -n true 2>/dev/null || fail "installing needs root: run 'sudo apt-get install ${missing[*]}' and then me again."
    local log
    log=$(mktemp)
    if ! as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" </dev/null >"$log" 2>&1; then
        say "The package lists are missing or old: apt-get update …"
        as_root apt-get update </dev/null >"$log" 2>&1 || { cat "$log" >&2; fail "apt-get update failed (above)."; }
        as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}" </dev/null >"$log" 2>&1 ||
            { tail -20 "$log" >&2; fail "apt-get could not install ${missing[*]} (above)."; }
    fi
    rm -f "$log"
    # Debian starts the Caddy it installs as a service on port 80; ours is a child of ./up.
    if [[ " ${missing[*]} " == *" caddy "* && -d /run/systemd/system ]]; then
        as_root systemctl disable --now --quiet caddy || true
    fi
}

# Linked services call each other by names under localhost: browsers and curl know that these are this machine; the C library, and so Node and Python, only with this.
need_local_names() {
    getent ahosts any.localhost >/dev/null || (need_packages "libnss-myhostname libnss-myhostname") ||
        say "Going on without: programs that this system's resolver serves will not find {name}.localhost. docs/user-guide.md says what to do."
}

# need_node_modules FOLDER [HOW]: npm ci (or another way) in a folder, unless its node_modules were made from this very lock file.
need_node_modules() {
    local folder=$1 how=${2:-ci} stamp
    [[ -f $folder/package-lock.json ]] || return 0
    stamp=$(sha256sum "$folder/package-lock.json" | cut -d' ' -f1)
    [[ -f $folder/node_modules/.stamp && $(<"$folder/node_modules/.stamp") == "$stamp" ]] && return 0
    say "Installing the packages of $folder (npm $how) …"
    (cd "$folder" && npm $how --no-audit --no-fund --loglevel=error </dev/null) || return 1
    printf '%s' "$stamp" >"$folder/node_modules/.stamp"
}
