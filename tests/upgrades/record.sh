#!/usr/bin/env bash
# Records the histories of a release, which later code is held to (docs/upgrades.md):
#   tests/upgrades/record.sh issue-4     writes tests/upgrades/histories/issue-4/, to be committed
# With tests/upgrades/issue-4.tar.gz there, its data folder's are among them. Afterwards it replays them all.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

release=${1:-}
[[ $release =~ ^[a-z0-9][a-z0-9.-]*$ ]] || { sed -n 's/^# \{0,1\}//p' "${BASH_SOURCE[0]}" | sed -n '2,4p' >&2; exit 2; }
[[ ! -e tests/upgrades/histories/$release ]] || { echo "record.sh: tests/upgrades/histories/$release is there: what a release has recorded is not changed." >&2; exit 1; }
dotnet build tests/Tests.csproj -v q >&2
# Half of them would stand in the way of the next try.
trap 'rm -rf "tests/upgrades/histories/$release"' ERR
RECORD_HISTORIES=$release dotnet test tests --no-build --filter 'FullyQualifiedName~Upgrades.RecordingTests'
trap - ERR
dotnet test tests --no-build --filter 'FullyQualifiedName~Upgrades.HistoryReplayTests'
echo "$(find "tests/upgrades/histories/$release" -name '*.json' | wc -l) histories in tests/upgrades/histories/$release"
