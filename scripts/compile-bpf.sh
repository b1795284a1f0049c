#!/bin/sh
# compile-bpf.sh CLANG OBJCOPY FOLDER NAME OUTPUT: FOLDER/NAME.bpf.c -> OUTPUT, a Swift file with the object, compressed, as hex
# digits.
#
# A string literal, because it compiles in 0.3 s where an array literal of the same 50 kB takes 9 s. The folder is entered
# first and debug info stripped (.BTF stays), so that the same source gives the same bytes in any checkout.
set -eu
clang=${BPF_CLANG:-$1} objcopy=$2 folder=$3 name=$4 output=$5
object=$output.o
cd "$folder"
"$clang" -target bpf -mcpu=v2 -O2 -g -Wall -Wextra -Werror -Iinclude \
    -fdebug-compilation-dir=. -c "$name.bpf.c" -o "$object"
"$objcopy" --strip-debug "$object"
gzip -9nc "$object" >"$object.gz"
{
    printf 'extension BPFObject {\n'
    # shellcheck disable=SC2016 # backquotes of a doc comment
    printf '    /// The object compiled from `bpf/%s.bpf.c`.\n' "$name"
    printf '    package static let %s = BPFObject(\n        gzip: "' "$name"
    od -An -v -tx1 "$object.gz" | tr -d ' \n'
    printf '")\n}\n'
} > "$output.new"
mv "$output.new" "$output"
