# The processes of an ./up, found by their pid files in $run. Sourced after common.sh; $run is set.

read -r boot_id </proc/sys/kernel/random/boot_id
# A sleep without a process: nothing ever writes into it. Opened by ./up and ./down only.
exec 8<> <(:)
nap() { read -rt "$1" -u 8 || true; }

# identity FILE: sets pid to the process that wrote the file if it still runs; else fails.
identity() {
    local boot start stat fields
    read -r boot pid start 2>/dev/null <"$1" || return 1
    [[ $boot == "$boot_id" ]] || return 1
    { read -r stat <"/proc/$pid/stat"; } 2>/dev/null || return 1
    read -ra fields <<<"${stat##*) }"
    [[ ${fields[0]} != Z && ${fields[19]} == "$start" ]]
}

alive() { local pid; identity "$run/$1.pid"; }

# launch NAME COMMAND…: in a session of its own, so that Ctrl-C reaches ./up only; without our lock (9) and nap (8).
launch() {
    local name=$1 child deadline=$((SECONDS + 30)) boot known rest
    shift
    setsid "$root/tools/scripts/launch.sh" "$run/$name.pid" "$@" </dev/null >>"$run/$name.log" 2>&1 8>&- 9>&- &
    child=$!
    # Else bash would report each that is killed.
    disown "$child" 2>/dev/null || true
    while ((SECONDS < deadline)); do
        read -r boot known rest 2>/dev/null <"$run/$name.pid" && [[ $known == "$child" ]] && return 0
        kill -0 "$child" 2>/dev/null || return 0
        nap 0.01
    done
}

# stop NAME SIGNAL SECONDS: after that many seconds it is killed.
stop() {
    local pid deadline=$((SECONDS + $3))
    identity "$run/$1.pid" || { rm -f "$run/$1.pid"; return 0; }
    kill -s "$2" "$pid" 2>/dev/null || true
    while identity "$run/$1.pid"; do
        if ((SECONDS >= deadline)); then
            say "$1 did not stop within $3 s and is killed."
            kill -s KILL "$pid" 2>/dev/null || true
            deadline=$((SECONDS + 5))
        fi
        nap 0.05
    done
    rm -f "$run/$1.pid"
}

# The platform first: SIGINT has it stop the workloads and keep what is desired; Azurite saves on SIGTERM only.
stop_all() {
    stop platform INT 60
    stop caddy TERM 10
    stop azurite TERM 20
}

# What still runs of services and builds when the platform could not end it: the leaders of their sessions, by their claims.
stop_workloads() {
    local claim pid signal left
    for signal in TERM KILL; do
        left=0
        for claim in "$data"/instances/*/claim "$data"/jobs/*/claim; do
            [[ -f $claim ]] && identity "$claim" || continue
            left=$((left + 1))
            kill -s "$signal" -- "-$pid" 2>/dev/null || true
        done
        ((left)) || return 0
        for ((n = 0; n < 100; n++)); do
            left=0
            for claim in "$data"/instances/*/claim "$data"/jobs/*/claim; do [[ -f $claim ]] && identity "$claim" && left=$((left + 1)); done
            ((left)) || return 0
            nap 0.1
        done
    done
}

# holder PORT: sets REPLY to who listens there on an address that is ours too; fails when nobody does.
holder() {
    local line pid command
    line=$(ss -Hltnp "sport = :$1" 2>/dev/null | grep -E "(127\.0\.0\.1|0\.0\.0\.0|\*|\[::\]):$1 " | head -1) || return 1
    [[ -n $line ]] || return 1
    REPLY="another program"
    if [[ $line =~ \"([^\"]+)\",pid=([0-9]+) ]]; then
        pid=${BASH_REMATCH[2]}
        command=$(tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | cut -c1-120) || command=
        REPLY="${BASH_REMATCH[1]} (process $pid${command:+: ${command% }})"
    fi
}

need_port() {
    local flag=$1 port=$2
    ! holder "$port" || fail "port $port is taken by $REPLY. Stop it, or choose another port with $flag."
}

# free_port FILE FROM: sets REPLY to the port that the file holds if it is free, else to the next free one, and writes it down.
free_port() {
    local port=$2 known
    [[ -f $1 ]] && read -r known <"$1" && port=$known
    while holder "$port"; do port=$((port + 1)); done
    printf '%s\n' "$port" >"$1"
    REPLY=$port
}
