#!/usr/bin/env bash
# Runs N seeds of the simulated world: tests/simulate.sh N [first seed]. A failing seed prints the command that runs it again.
set -euo pipefail
cd "$(dirname "$0")/.."
count=${1:?usage: tests/simulate.sh N [first seed]}
first=${2:-1}
SIM_COUNT=$count SIM_SEED=$first dotnet test tests/Tests.csproj --nologo --verbosity quiet -nodeReuse:false \
  --logger 'console;verbosity=normal' --filter 'FullyQualifiedName~Simulation.SimulationTests'
