#!/usr/bin/env bash
# Runs N seeds of the simulated world: tests/simulate.sh N [first seed]. A failing seed prints the command that runs it again;
# the last line says how many seeds failed, and what happened in all of them.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:?usage: tests/simulate.sh N [first seed]}
first=${2:-1}
SIM_REPORT=$(mktemp)
export SIM_REPORT SIM_COUNT=$count SIM_SEED=$first
trap 'cat "$SIM_REPORT"; rm -f "$SIM_REPORT"' EXIT
dotnet test tests/Tests.csproj --nologo --verbosity quiet -nodeReuse:false \
  --logger 'console;verbosity=normal' --filter 'FullyQualifiedName~Simulation.SimulationTests'
