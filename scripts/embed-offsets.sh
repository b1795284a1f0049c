#!/bin/sh
# embed-offsets.sh TABLE NAME OUTPUT: a table of offsets/ -> a Swift file with its text as a raw string literal.
set -eu
table=$1 name=$2 output=$3
{
    printf 'extension BakedTables {\n'
    # shellcheck disable=SC2016 # backquotes of a doc comment
    printf '    /// The text of `offsets/%s.tsv`.\n' "$name"
    printf '    static let %s: StaticString = #"""\n' "$name"
    cat "$table"
    printf '"""#\n}\n'
} > "$output.new"
mv "$output.new" "$output"
