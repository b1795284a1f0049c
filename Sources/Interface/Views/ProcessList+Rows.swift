internal import Model

extension ProcessList.Row {
    /// The row in the snapshot, as an index.
    var task: Int { Int(index) }

    /// The tree's lines in front of a command: an ancestor's that passes by, and the branch, which ends in `+` where children are
    /// folded away.
    ///
    /// Beyond 24 levels the lines of the outermost are left out, or a deep tree would leave nothing of the command.
    var treeLines: String {
        var lines = ""
        let first = max(1, Int(depth) - 24)
        for level in first..<max(first, Int(depth)) {
            let passes = level < 64 && guides >> UInt64(level) & 1 == 1
            lines += passes ? "│ " : "  "
        }
        if depth > 0 { lines += isLastSibling ? "└" : "├" }
        return lines + (isFolded ? "+ " : depth > 0 ? "─ " : "")
    }
}
