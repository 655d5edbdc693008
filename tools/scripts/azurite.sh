# Azurite on a data folder, as ./up and ./ops restore run it. Sourced after processes.sh; $root, $data and $run are set.

need_azurite() {
    [[ -f $root/tests/azurite/package-lock.json ]] || fail "tests/azurite/package-lock.json is missing: this checkout is not whole."
    (cd "$root" && need_node_modules tests/azurite) || fail "npm ci in tests/azurite failed (above)."
}

# choose_azurite_ports FROM: three that are free, unless it runs already.
choose_azurite_ports() {
    local place=$1 service
    ! alive azurite || return 0
    for service in blob queue table; do free_port "$run/azurite.$service.port" $((place += 3)); done
}

start_azurite() {
    local key=$run/azurite.key
    if [[ ! -f $key ]]; then (umask 077 && head -c 64 /dev/urandom | base64 -w 0 >"$key"); fi
    mkdir -p "$data/azurite"
    # By the environment: arguments can be read by everybody on the machine.
    AZURITE_ACCOUNTS="clickdeploy:$(<"$key")" launch azurite node "$root/tests/azurite/node_modules/.bin/azurite" --silent --skipApiVersionCheck --disableTelemetry --location "$data/azurite" \
        --blobHost 127.0.0.1 --blobPort "$(<"$run/azurite.blob.port")" --queueHost 127.0.0.1 --queuePort "$(<"$run/azurite.queue.port")" --tableHost 127.0.0.1 --tablePort "$(<"$run/azurite.table.port")"
}

# Prints its connection string.
azurite_account() {
    local where=http://127.0.0.1
    printf '%s' "DefaultEndpointsProtocol=http;AccountName=clickdeploy;AccountKey=$(<"$run/azurite.key");BlobEndpoint=$where:$(<"$run/azurite.blob.port")/clickdeploy;QueueEndpoint=$where:$(<"$run/azurite.queue.port")/clickdeploy;TableEndpoint=$where:$(<"$run/azurite.table.port")/clickdeploy;"
}
