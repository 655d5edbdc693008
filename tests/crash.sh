#!/usr/bin/env bash
# Kills the platform again and again while it deploys, cancels, deletes and restarts, and looks whether that ends as if nothing had been.
#   tests/crash.sh N [seed]      N runs, two at a time; the seed says where (it is printed)
#   tests/crash.sh --only CASE   one case, as a failed run names it: 'second:17', 'delete@350', 'first:40 node'
#   tests/crash.sh --node N [seed]   the same with the Node sample, which has an install and a build
# With --storage azurite behind it, on Azurite instead of SQLite ('npm ci' in tests/azurite first, or ./check).
# Ends with a line "N runs: 0 stuck, 0 lost, 0 doubled, 0 left behind".
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

usage() { sed -n 's/^# \{0,1\}//p' "${BASH_SOURCE[0]}" | sed -n '2,6p' >&2; exit 2; }

test=Kill_DuringADeploymentWithoutABuild
export CRASH_ONLY= CRASH_STORAGE=sqlite
if (($# > 2)) && [[ ${*: -2:1} == --storage ]]; then
    CRASH_STORAGE=${*: -1}
    [[ $CRASH_STORAGE =~ ^(sqlite|azurite)$ ]] || usage
    set -- "${@:1:$#-2}"
fi
case ${1:-} in
--only)
    [[ -n ${2:-} ]] || usage
    CRASH_ONLY=$2
    [[ $2 != *node ]] || test=Kill_DuringADeploymentWithABuild
    ;;
--node)
    [[ ${2:-} =~ ^[0-9]+$ ]] || usage
    export CRASH_NODE_RUNS=$2 CRASH_SEED=${3:-$RANDOM}
    test=Kill_DuringADeploymentWithABuild
    ;;
*)
    [[ ${1:-} =~ ^[0-9]+$ && ${2:-0} =~ ^[0-9]+$ ]] || usage
    export CRASH_RUNS=$1 CRASH_SEED=${2:-$RANDOM}
    ;;
esac

CRASH_REPORT=$(mktemp)
export CRASH_REPORT DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 MSBUILDDISABLENODEREUSE=1 MSBUILDTERMINALLOGGER=off
trap 'rm -f "$CRASH_REPORT" "$CRASH_REPORT.log"' EXIT
dotnet build ClickDeploy.sln -v q -nodeReuse:false >"$CRASH_REPORT.log" 2>&1 || { cat "$CRASH_REPORT.log" >&2; exit 1; }
dotnet test tests --no-build --filter "FullyQualifiedName~$test" </dev/null >"$CRASH_REPORT.log" 2>&1 &
tests=$!
tail --pid="$tests" -s 0.2 -n +1 -f "$CRASH_REPORT"
wait "$tests" || { grep -q ' runs: ' "$CRASH_REPORT" || cat "$CRASH_REPORT.log" >&2; exit 1; }
