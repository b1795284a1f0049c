#!/bin/bash
# Builds every fuzz target and runs each on a copy of its committed corpus.
#
#   Fuzz/run.sh [SECONDS [TARGET...]]   default 60 s each, all targets; fails with the first that finds something
#   FUZZ_SANITIZERS=fuzzer              leaves AddressSanitizer out
#
# A target is a folder here: its Swift file and its corpus. What is new is kept in .build/fuzz/TARGET; a crash leaves its input
# there as crash-*.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-60}
shift || true
work=.build/fuzz
flags=(-O -wmo -parse-as-library -swift-version 6 -package-name bpftop "-sanitize=${FUZZ_SANITIZERS:-fuzzer,address}"
    -enable-experimental-feature Lifetimes -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature InternalImportsByDefault -enable-upcoming-feature MemberImportVisibility -I "$work"
    -I Sources/Clinux)

# fuzz TARGET MODULE [FILE...]: builds Sources/MODULE, then the target with the other files against it, and runs it.
fuzz() {
    local target=$1 module=$2 sources; shift 2
    mapfile -t sources < <(find "Sources/$module/" -name '*.swift')
    mkdir -p "$work/$target"
    swiftc "${flags[@]}" -module-name "$module" -emit-module -emit-module-path "$work/$module.swiftmodule" \
        -c "${sources[@]}" -o "$work/$module.o"
    swiftc "${flags[@]}" -module-name "Fuzz$target" "Fuzz/$target/$target.swift" "$@" "$work/$module.o" -lm -o "$work/fuzz-$target"
    cp -n "Fuzz/$target/corpus/"* "$work/$target/"
    "$work/fuzz-$target" "$work/$target" "-max_total_time=$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=1024 \
        -print_final_stats=1 "-artifact_prefix=$work/$target/"
}

mkdir -p "$work"
printf 'module CBpftop { header "%s/bpf/include/bpftop.h" export * }\n' "$PWD" > "$work/module.modulemap"
[ $# -gt 0 ] || set -- BTF KeyDecoder Filter
for target; do
    case $target in
        BTF) fuzz BTF BTF Tests/BTFTests/Exercise.swift ;;
        KeyDecoder) fuzz KeyDecoder Terminal ;;
        Filter) fuzz Filter Model ;;
        *) echo "run.sh: no target $target" >&2; exit 2 ;;
    esac
done
