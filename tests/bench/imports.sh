#!/usr/bin/env bash
# Imports made-up captures and prints CPU time as a ratio to a bare pcap_next_ex loop over the same
# file in the same run, with what linking user sessions adds to the CPU time of an import without
# them, peak memory and the size of the case.
#
#     imports.sh [WORKLOAD...]        small large conns mixed
#
# BENCH_MB (1000) is the size of a capture, BENCH_RUNS (3) how often each pair runs; the median of
# the ratios counts. BENCH_DIR keeps the captures between runs. Absolute times mean little, ratios do.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

build=build/release
size=${BENCH_MB:-1000}
runs=${BENCH_RUNS:-3}
folder=${BENCH_DIR:-build/bench}
mkdir -p "$folder"
[ $# -gt 0 ] || set -- small large conns mixed

# CPU seconds (user, system), wall seconds and peak kilobytes of a command.
timed() {
    local out
    out=$(mktemp)
    /usr/bin/time -o "$out" -f '%U %S %e %M' "$@" >/dev/null 2>&1
    cat "$out"
    rm -f "$out"
}

echo "engines:"
"$build/tests/bench/bench_engines" --benchmark_min_time=0.3 2>/dev/null
echo
printf '%-7s %10s %10s %9s %9s %8s %8s %8s %9s %10s\n' workload packets exchanges 'bare CPU' \
    'hark CPU' 'CPU x' 'wall x' 'linking' 'peak MB' 'case MB'
for workload in "$@"; do
    capture=$folder/$workload-$size.pcap
    counts=$folder/$workload-$size.txt
    if [ ! -s "$counts" ]; then
        "$build/tests/bench/make_workload" "$workload" "$size" "$capture" >"$counts"
    fi
    cat "$capture" >/dev/null # into the page cache
    results=$(mktemp)
    for _ in $(seq "$runs"); do
        rm -f "$folder/case.hark"
        unlinked=$(timed "$build/tests/bench/import_unlinked" "$capture" "$folder/case.hark")
        rm -f "$folder/case.hark"
        echo "$(timed "$build/tests/bench/bare_loop" "$capture")" \
            "$(timed "$build/cli/hark" import "$capture" -o "$folder/case.hark")" "$unlinked" >>"$results"
    done
    case_bytes=$(stat -c %s "$folder/case.hark")
    exchanges=$("$build/cli/hark" stats "$folder/case.hark" --format json | sed -n 's/^  "exchanges": \([0-9]*\),*/\1/p')
    awk -v workload="$workload" -v packets="$(cut -d' ' -f1 "$counts")" -v made="$(cut -d' ' -f3 "$counts")" \
        -v found="$exchanges" -v case_bytes="$case_bytes" '
        { bare = $1 + $2; cpu = $5 + $6; n++; ratio[n] = cpu / bare; wall[n] = $7 / $3
          linking[n] = 100 * (cpu / ($9 + $10) - 1)
          bares[n] = bare; cpus[n] = cpu; if ($8 > peak) peak = $8 }
        function median(list, count,   i, j, t) {
            for (i = 1; i <= count; i++) for (j = i + 1; j <= count; j++)
                if (list[j] < list[i]) { t = list[i]; list[i] = list[j]; list[j] = t }
            return list[int((count + 1) / 2)]
        }
        END {
            printf "%-7s %10d %10d %9.2f %9.2f %8.1f %8.1f %+7.1f%% %9.0f %10.0f%s\n", workload, packets,
                found, median(bares, n), median(cpus, n), median(ratio, n), median(wall, n),
                median(linking, n), peak / 1024,
                case_bytes / 1e6, found == made ? "" : "  (of " made " that were made)"
        }' "$results"
    rm -f "$results" "$folder/case.hark"
done
