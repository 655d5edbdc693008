#!/usr/bin/env bash
# bare.sh REPOSITORY FOLDER PORT ROUTE: the least that deploys the sample, with no platform. The application's process group is left in FOLDER.pid.
set -euo pipefail
repository=$1 folder=$2 port=$3 route=$4

git clone --quiet --depth 1 -- "$repository" "$folder"
cd "$folder"
npm ci
PORT=$port HOST=127.0.0.1 setsid npm run start >"$folder.log" 2>&1 </dev/null &
echo $! >"$folder.pid"
until curl -fs -o /dev/null "http://127.0.0.1:$port/"; do sleep 0.05; done
mkdir "$route"
: >"$route/127.0.0.1:$port"
