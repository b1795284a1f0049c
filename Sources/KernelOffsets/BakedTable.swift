internal import BakedTables

/// The layouts of many kernels of one architecture, as `offsets/ARCHITECTURE.tsv` keeps them.
///
/// The text has a line `kernel`, build id, name, layout for every kernel and, below a line of the layouts' numbers, one line a
/// member with its cell in every layout. Kernels that lay out all members alike share a layout.
package struct BakedTable: Sendable {
    /// The kernels, in the order of the text.
    package let kernels: [BakedKernel]
    /// The numbers of the layouts, each a column.
    private let layouts: [Substring]
    /// For each member of the list its cells; nil for a member that the table does not know.
    private let rows: [[Substring]?]

    /// Reads a table; throws `BakedTableError` with the line that is wrong.
    ///
    /// A member of today's list that the text lacks is absent in all its kernels; what the list lacks is ignored.
    package init(_ text: String) throws(BakedTableError) {
        var parser = BakedTableParser()
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            try parser.take(line, number: index + 1)
        }
        guard !parser.layouts.isEmpty, !parser.kernels.isEmpty else {
            throw BakedTableError(line: 0, reason: "no kernel and its layout")
        }
        kernels = parser.kernels
        layouts = parser.layouts
        rows = Member.all.map { parser.rows[$0.name] }
    }

    /// The table that is part of the program; nil for an architecture that has none.
    package static func builtIn(for architecture: String) throws(BakedTableError) -> BakedTable? {
        guard let text = BakedTables.text(for: architecture) else { return nil }
        return try BakedTable(text.description)
    }

    /// The architectures of the tables that are part of the program, as `uname -m` says them.
    package static var builtInArchitectures: [String] { BakedTables.architectures }

    /// The kernel with this build id, in lower-case hexadecimal.
    package func kernel(buildID: String) -> BakedKernel? {
        kernels.first { $0.buildID == buildID }
    }

    /// The kernel of this name, such as "debian-6.1.0-56-amd64".
    package func kernel(named name: String) -> BakedKernel? {
        kernels.first { $0.name == name }
    }

    /// Every member's outcome in a kernel's layout, in the list's order; throws where a cell is wrong.
    package func members(of kernel: BakedKernel) throws(BakedTableError) -> [ResolvedMember] {
        guard let column = layouts.firstIndex(where: { $0 == kernel.layout }) else {
            throw BakedTableError(line: 0, reason: "no layout \(kernel.layout)")
        }
        var members: [ResolvedMember] = []
        for (member, row) in zip(Member.all, rows) {
            guard let outcome = ResolvedMember.Outcome(cell: row?[column] ?? "-", of: member) else {
                let cell = row.map { String($0[column]) } ?? ""
                throw BakedTableError(line: 0, reason: "\(member.name): '\(cell)' is no place")
            }
            members.append(ResolvedMember(member, outcome))
        }
        return members
    }
}

/// One kernel of a table.
package struct BakedKernel: Equatable, Sendable {
    /// The GNU build id in lower-case hexadecimal.
    package let buildID: String
    /// Where it comes from and its release: "debian-6.1.0-56-amd64".
    package let name: String
    /// The number of its layout in the table.
    let layout: String

    init(buildID: String, name: String, layout: String) {
        self.buildID = buildID
        self.name = name
        self.layout = layout
    }
}

/// Why a table cannot be read.
package struct BakedTableError: Error, Equatable, Sendable, CustomStringConvertible {
    /// The line, from 1; 0 for none in particular.
    package let line: Int
    package let reason: String

    package init(line: Int, reason: String) {
        self.line = line
        self.reason = reason
    }

    package var description: String {
        line > 0 ? "line \(line): \(reason)" : reason
    }
}

/// A table being read, line by line.
private struct BakedTableParser {
    var kernels: [BakedKernel] = []
    var layouts: [Substring] = []
    var rows: [String: [Substring]] = [:]

    mutating func take(_ line: Substring, number: Int) throws(BakedTableError) {
        if line.isEmpty || line.hasPrefix("#") { return }
        let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
        switch fields[0] {
        case "kernel":
            guard fields.count == 4 else {
                throw BakedTableError(line: number, reason: "a kernel has 4 fields")
            }
            kernels.append(
                BakedKernel(
                    buildID: String(fields[1]), name: String(fields[2]), layout: String(fields[3])))
        case "member":
            layouts = Array(fields.dropFirst())
        default:
            guard !layouts.isEmpty, fields.count == layouts.count + 1 else {
                throw BakedTableError(
                    line: number, reason: "\(fields[0]): not one cell for each layout")
            }
            rows[String(fields[0])] = Array(fields.dropFirst())
        }
    }
}
