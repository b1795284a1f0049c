#!/bin/sh
# Remakes layout.btf and layout-be.btf (big-endian) from layout.c with the clang of the Swift toolchain.
set -eu
cd "$(dirname "$0")"
object=$(mktemp)
trap 'rm -f "$object"' EXIT
for order in el eb; do
    name=layout.btf
    [ $order = eb ] && name=layout-be.btf
    clang -target bpf$order -mcpu=v3 -g -O2 -Wall -Werror -fdebug-compilation-dir=. \
        -c layout.c -o "$object"
    llvm-objcopy --dump-section .BTF="$name" "$object"
done
