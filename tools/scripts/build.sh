# Builds the platform and its page, each into a folder named by what it was made from: .cache/platform/{stamp}, .cache/web/{stamp}.
# So nothing that runs is overwritten, and what was built once is not built again. Sourced after common.sh, in the repository's root.

# stamp PATH…: a digest of these files as they are now, committed or not.
stamp() {
    if git rev-parse --git-dir >/dev/null 2>&1; then git ls-files -z --cached --others --exclude-standard -- "$@"
    else find "$@" -type f -not -path '*/bin/*' -not -path '*/obj/*' -not -path '*/node_modules/*' -not -path '*/dist/*' -print0 | sort -z; fi |
        xargs -0 sha256sum 2>/dev/null | sha256sum | cut -c1-16
}

# Sets platform and page to the folders. PLATFORM_DIR and WEB_ROOT name ones that were built elsewhere; nothing is built then.
build_all() {
    local lock started
    if [[ -n ${PLATFORM_DIR:-} ]]; then
        platform=$PLATFORM_DIR page=${WEB_ROOT:-}
        [[ -f $platform/ClickDeploy.Functions.dll ]] || fail "PLATFORM_DIR is '$platform': there is no ClickDeploy.Functions.dll in it."
        return 0
    fi
    platform=$root/.cache/platform/$(stamp functions orchestrations shared selfhost host.json global.json '*.props')
    page=
    [[ ! -f web/package.json ]] || page=$root/.cache/web/$(stamp web)
    [[ -d $platform && (-z $page || -d $page) ]] && return 0

    mkdir -p .cache
    exec {lock}>.cache/lock
    flock -n "$lock" || { say "Waiting for another build of this checkout …"; flock -w 900 "$lock" || fail "another build of this checkout takes longer than 15 minutes."; }
    started=$SECONDS
    # The compiler server outlives the build: it is not to keep the lock.
    if [[ ! -d $platform ]]; then
        say "Building the platform …"
        built "$platform" dotnet publish functions/Functions.csproj -c Release -v q -nologo -nodeReuse:false -o {lock}>&-
    fi
    if [[ -n $page && ! -d $page ]]; then
        need_node_modules web || fail "npm ci in web failed (above)."
        say "Building the page …"
        built "$page" npm --prefix web run --silent build -- --emptyOutDir --outDir
    fi
    say "Built in $((SECONDS - started)) s."
    exec {lock}>&-
}

# Sets ops to the folder of ./ops's program. OPS_DIR names one that was built elsewhere.
build_ops() {
    local lock
    ops=${OPS_DIR:-$root/.cache/ops/$(stamp tools/ops shared/Backups shared/Storage global.json '*.props')}
    [[ ! -d $ops ]] || return 0
    [[ -z ${OPS_DIR:-} ]] || fail "OPS_DIR is '$ops': there is no such folder."
    mkdir -p .cache
    exec {lock}>.cache/ops.lock
    flock -w 900 "$lock" || fail "another build of ./ops takes longer than 15 minutes."
    if [[ ! -d $ops ]]; then
        say "Building ./ops …"
        built "$ops" dotnet publish tools/ops/Ops.csproj -c Release -v q -nologo -nodeReuse:false -o {lock}>&-
    fi
    exec {lock}>&-
}

# built FOLDER COMMAND…: runs the command with a folder to write to, and puts it in place when it succeeded. Of older ones the last two stay.
built() {
    local folder=$1 log old
    shift
    mkdir -p "${folder%/*}"
    log=$(mktemp)
    rm -rf "$folder.new"
    if ! "$@" "$folder.new" </dev/null >"$log" 2>&1; then
        cat "$log" >&2
        rm -rf "$log" "$folder.new"
        fail "the build failed (above)."
    fi
    rm -f "$log"
    mv "$folder.new" "$folder"
    # shellcheck disable=SC2012
    ls -1td "${folder%/*}"/*/ | tail -n +4 | while read -r old; do rm -rf "$old"; done
}
