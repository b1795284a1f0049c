/// A kernel's layout, to be put into a table.
package struct BakedLayout: Sendable {
    /// The GNU build id in lower-case hexadecimal.
    package let buildID: String
    /// Where the kernel comes from and its release.
    package let name: String
    let cells: [String]

    /// Takes the outcomes, in the list's order, as they are.
    package init(buildID: String, name: String, members: [ResolvedMember]) {
        self.buildID = buildID
        self.name = name
        cells = members.map(\.outcome.cell)
    }
}

extension BakedTable {
    /// The text of a table of these kernels, in their order; a kernel whose build id was there before is left out.
    package static func text(_ kernels: [BakedLayout]) -> String {
        var numbers: [[String]: Int] = [:]
        var layouts: [[String]] = []
        var seen: Set<String> = []
        var text =
            "# Where kernels keep what bpftop reads; made by scripts/kernels/bake, see offsets/README.md.\n"
        text += "# kernel: build id, name, layout\n"
        for kernel in kernels where seen.insert(kernel.buildID).inserted {
            if numbers[kernel.cells] == nil {
                layouts.append(kernel.cells)
                numbers[kernel.cells] = layouts.count
            }
            let number = numbers[kernel.cells] ?? 0
            text += "kernel\t\(kernel.buildID)\t\(kernel.name)\t\(number)\n"
        }
        text += "# a member's cell: offset:size in bytes[/which of the list's paths]\n"
        text += "member\t" + layouts.indices.map { "\($0 + 1)" }.joined(separator: "\t") + "\n"
        for (index, member) in Member.all.enumerated() {
            let cells = layouts.map { $0[index] }
            text += member.name + "\t" + cells.joined(separator: "\t") + "\n"
        }
        return text
    }
}
