#!/bin/sh
# Builds the fuzz target of BTF and runs it on a copy of its committed corpus.
#
#   Fuzz/run.sh [SECONDS]     default 60; the exit status is libFuzzer's
#   FUZZ_SANITIZERS=fuzzer    leaves AddressSanitizer out
#
# What is new is kept in .build/fuzz/BTF; a crash leaves its input there as crash-*.
set -eu
seconds=${1:-60}
sanitizers=${FUZZ_SANITIZERS:-fuzzer,address}
cd "$(dirname "$0")/.."
work=.build/fuzz
mkdir -p "$work/BTF"
flags="-O -wmo -parse-as-library -swift-version 6 -package-name bpftop -sanitize=$sanitizers
    -enable-experimental-feature Lifetimes -enable-upcoming-feature ExistentialAny
    -enable-upcoming-feature InternalImportsByDefault
    -enable-upcoming-feature MemberImportVisibility"
# shellcheck disable=SC2086
swiftc $flags -module-name BTF -emit-module -emit-module-path "$work/BTF.swiftmodule" \
    -c Sources/BTF/*.swift -o "$work/BTF.o"
# shellcheck disable=SC2086
swiftc $flags -module-name FuzzBTF -I "$work" Fuzz/BTF.swift Tests/BTFTests/Exercise.swift \
    "$work/BTF.o" -o "$work/fuzz-btf"
cp -n Fuzz/corpus/BTF/* Tests/BTFTests/Fixtures/*.btf "$work/BTF/"
"$work/fuzz-btf" "$work/BTF" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
    -rss_limit_mb=512 -print_final_stats=1 -artifact_prefix="$work/"
