#!/bin/bash
# Measures signing and verification against single-threaded `openssl dgst -sha256` over the same bytes.
# usage: bench/sign_verify.sh [ROUNDS]          (default 7)
#        SHAPES="one:1:1073741824 many:10000:20480" WORK=/var/tmp bench/sign_verify.sh
#
# Rounds are interleaved: each does every step once, so that a busy machine hits all of them alike. Printed are medians.
# The payload is in place and in the page cache; signing ends when every file it wrote is synced.
set -eu
rounds=${1:-7}
shapes=${SHAPES:-"one:1:1073741824 many:10000:20480"}
root=$(cd "$(dirname "$0")/.." && pwd)
build=${BUILD:-$root/build}
work=$(mktemp -d "${WORK:-/var/tmp}/nightletter-bench-XXXXXX")
trap 'chmod -R u+w "$work"; rm -rf "$work"' EXIT

[ -f "$build/build.ninja" ] || (cd "$root" && cmake --preset default > /dev/null)
cmake --build "$build" --target bundle_steps nightletter-sign nightletter > /dev/null
steps=$build/bin/bundle_steps
sign=$build/bin/nightletter-sign
read_program=$build/bin/nightletter

# timed STEP COMMAND...: runs it, appends `STEP wall cpu` to the record.
timed() {
    local step=$1 line
    shift
    TIMEFORMAT='%R %U %S'
    { time "$@" > "$work/out" 2> "$work/err"; } 2> "$work/time" || { echo "$step failed:"; cat "$work/out" "$work/err"; exit 1; }
    line=$(cat "$work/time")
    set -- $line
    echo "$step $1 $(awk "BEGIN { print $2 + $3 }")" >> "$record"
}

hash_with_openssl() { find "$bag/data/media" -type f -print0 | xargs -0 -n 20000 openssl dgst -sha256; }
read_once() { find "$bag/data/media" -type f -print0 | xargs -0 -n 20000 cat; }

# Back to a folder that nobody has signed, with the keys of a publisher who has published nothing.
fresh() {
    rm -rf "$work/home" "$folder/publishers" "$folder"/*.torrent "$bag/publisher" "$bag"/*.txt "$bag"/*.minisig "$bag/data/metadata.json"
    cp -a "$work/founded" "$work/home"
    sync
}

echo "a passphrase for measuring only" > "$work/passphrase"
"$sign" init --name Bench --home "$work/founded" --passphrase-file "$work/passphrase" --no-input > /dev/null 2>&1

for shape in $shapes; do
    IFS=: read -r name files size <<< "$shape"
    folder=$work/$name bag=$work/$name/measured record=$work/$name.record
    : > "$record"
    "$steps" lay "$folder" "$files" "$size"
    read_once > /dev/null
    for _ in $(seq "$rounds"); do
        timed cat read_once
        timed openssl hash_with_openssl
        fresh
        "$steps" sign "$work/home" "$folder" "$work/passphrase" >> "$record"
        "$steps" verify "$bag" >> "$record"
        if "$read_program" --help | grep -q '^  verify '; then
            publisher=$(ls "$work/home/publishers")
            timed nightletter-verify "$read_program" verify --publisher "$publisher" "$bag"
        fi
        fresh
        timed nightletter-sign "$sign" sign "$folder" --home "$work/home" --passphrase-file "$work/passphrase" --no-input
    done
    echo
    echo "$files files of $size bytes, $rounds rounds, medians"
    printf '%-20s %9s %9s %9s %16s\n' step 'wall s' 'CPU s' 'GB/s' '/ openssl wall'
    awk -v bytes=$((files * size)) '
        function median(list, n,    i, j, t, v) {
            split(list, v, " ")
            for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] + 0 < v[j-1] + 0; j--) { t = v[j]; v[j] = v[j-1]; v[j-1] = t }
            return n % 2 ? v[(n + 1) / 2] : (v[n / 2] + v[n / 2 + 1]) / 2
        }
        { if (!($1 in count)) order[++steps] = $1; count[$1]++; wall[$1] = wall[$1] " " $2; cpu[$1] = cpu[$1] " " $3 }
        END {
            base = median(wall["openssl"], count["openssl"])
            for (i = 1; i <= steps; i++) {
                s = order[i]; w = median(wall[s], count[s])
                printf "%-20s %9.3f %9.3f %9.2f %16.2f\n", s, w, median(cpu[s], count[s]), bytes / w / 1e9, w / base
            }
        }' "$record"
    rm -rf "$folder"
done
