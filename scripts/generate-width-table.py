#!/usr/bin/env python3
"""Writes Sources/Terminal/Screen/WidthTable.swift: how many columns each Unicode scalar takes.

Needs the `wcwidth` package (pip install wcwidth), whose tables follow the Unicode Character Database, and Python's own
`unicodedata` for the general categories. Run from the repository root:

    scripts/generate-width-table.py > Sources/Terminal/Screen/WidthTable.swift
"""

import unicodedata

import wcwidth
from wcwidth.table_mc import CATEGORY_MC
from wcwidth.table_vs16 import VS16_NARROW_TO_WIDE

NONE, NARROW, WIDE, SPACING_MARK, HIDDEN, EMOJI_NARROW = range(6)

# Default_Ignorable_Code_Point of DerivedCoreProperties.txt, blocks reserved for future ones included.
IGNORABLE = [
    (0x00AD, 0x00AD), (0x034F, 0x034F), (0x061C, 0x061C), (0x115F, 0x1160), (0x17B4, 0x17B5),
    (0x180B, 0x180F), (0x200B, 0x200F), (0x202A, 0x202E), (0x2060, 0x206F), (0x3164, 0x3164),
    (0xFE00, 0xFE0F), (0xFEFF, 0xFEFF), (0xFFA0, 0xFFA0), (0xFFF0, 0xFFFB), (0x1BCA0, 0x1BCA3),
    (0x1D173, 0x1D17A), (0xE0000, 0xE0FFF),
]


def within(code_point, ranges):
    return any(first <= code_point <= last for first, last in ranges)


def newest(table):
    return table[max(table, key=lambda version: tuple(map(int, version.split("."))))]


MARKS = newest(CATEGORY_MC)
VS16 = newest(VS16_NARROW_TO_WIDE)


def table_class(code_point):
    character = chr(code_point)
    category = unicodedata.category(character)
    width = wcwidth.wcwidth(character)
    if category in ("Cc", "Cs", "Zl", "Zp") or width < 0 or within(code_point, IGNORABLE):
        return HIDDEN
    # The visible format characters (Arabic number signs and the like) take a column; the others must not vanish.
    if category == "Cf" and width == 0:
        return HIDDEN
    if within(code_point, MARKS):
        return SPACING_MARK
    if width == 1 and within(code_point, VS16):
        return EMOJI_NARROW
    return (NONE, NARROW, WIDE)[width]


def ranges():
    previous = None
    for code_point in range(0x110000):
        current = table_class(code_point)
        if current != previous:
            yield code_point, current
            previous = current


def main():
    entries = [f"0x{first << 3 | kind:X}" for first, kind in ranges()]
    version = wcwidth.list_versions()[-1]
    print("// Made by scripts/generate-width-table.py; do not edit.")
    print(f"// Widths of Unicode {version}, general categories of Unicode {unicodedata.unidata_version}.")
    print()
    print("/// Where a run of scalars of one width class begins (shifted left by 3) and the class (the lower 3 bits), ascending.")
    print("let widthTable: [UInt32] = [")
    line = "   "
    for entry in entries:
        if len(line) + len(entry) + 2 > 100:
            print(line)
            line = "   "
        line += f" {entry},"
    print(line)
    print("]")


if __name__ == "__main__":
    main()
