#!/usr/bin/env bash
# launch.sh PIDFILE COMMAND…: becomes the command, after writing down who that is ("boot pid start", as the platform does for its own).
# Written by the process itself, so that no kill of ./up leaves one that nobody knows. Signals that bash ignores in its children are given back.
set -eu
read -r boot </proc/sys/kernel/random/boot_id
read -r stat </proc/$$/stat
stat=${stat##*) }
set -- "$1" "$boot $$ $(cut -d' ' -f20 <<<"$stat")" "${@:2}"
printf '%s\n' "$2" >"$1.$$"
mv "$1.$$" "$1"
shift 2
exec env --default-signal=INT,QUIT,HUP,TERM "$@"
