/// One column: its names, its place on a screen and how a row's value is found.
///
/// `Column.all` is the only table of columns; screens, batch tables, JSON, CSV, the sort menu, help and the manual page are
/// made of it.
package struct Column: Sendable {
    /// Shared, so that handing a column on costs one count and not one for each of its strings.
    private let definition: Definition

    /// What a column is.
    private final class Definition: Sendable {
        let name, header, meaning, source: String
        let width: Int
        let alignment: Alignment
        let naturalOrder: Order
        let kind: Kind
        let group: Group
        let parts: RecordParts
        let isOfRecord: Bool
        let vocabulary: Vocabulary
        let value: @Sendable (borrowing Snapshot, Int) -> Value

        init(
            _ name: String, _ header: String, _ meaning: String, _ source: String, width: Int,
            _ alignment: Alignment, _ naturalOrder: Order, _ kind: Kind, _ group: Group,
            _ parts: RecordParts, isOfRecord: Bool, vocabulary: Vocabulary,
            value: @escaping @Sendable (borrowing Snapshot, Int) -> Value
        ) {
            (self.name, self.header, self.meaning, self.source) = (name, header, meaning, source)
            self.width = width
            self.alignment = alignment
            self.naturalOrder = naturalOrder
            self.kind = kind
            self.group = group
            self.parts = parts
            self.isOfRecord = isOfRecord
            self.vocabulary = vocabulary
            self.value = value
        }
    }

    /// The stable machine name, its unit included: "rss_bytes".
    package var name: String { definition.name }
    /// The heading on a screen: "RES".
    package var header: String { definition.header }
    /// The heading's and the values' width in cells; 0 takes what is left of the line.
    package var width: Int { definition.width }
    /// On which side values stand.
    package var alignment: Alignment { definition.alignment }
    /// How a first click sorts.
    package var naturalOrder: Order { definition.naturalOrder }
    /// What the values mean, in one line.
    package var meaning: String { definition.meaning }
    /// Where the values come from: kernel members, or what they are computed of.
    package var source: String { definition.source }
    /// Which kind of value it holds where it holds one.
    package var kind: Kind { definition.kind }
    /// Which family of columns it belongs to.
    package var group: Group { definition.group }
    /// What it shows of what others can change while a process does not run.
    package var parts: RecordParts { definition.parts }
    /// Whether the value stays the same as long as the record does, or is 0 then.
    var isOfRecord: Bool { definition.isOfRecord }
    /// Which words it may hold, if it holds words.
    package var vocabulary: Vocabulary { definition.vocabulary }

    /// The value of a row.
    package var value: @Sendable (borrowing Snapshot, Int) -> Value { definition.value }

    /// The side of a column on which its values stand.
    package enum Alignment: Sendable { case left, right }

    /// A direction of sorting.
    package enum Order: Sendable, Equatable {
        case ascending, descending

        /// The other direction.
        package var reversed: Order { self == .ascending ? .descending : .ascending }
    }

    /// The kind of a column's values, one for each case of `Value` but absence; a column holds one kind only.
    package enum Kind: CaseIterable, Sendable {
        case integer, bytes, byteRate, rate, percent, duration, moment, text
    }

    /// A family of columns, in the order in which help lists them.
    package enum Group: String, CaseIterable, Sendable {
        case identity, cpu = "CPU", waiting, memory, io = "I/O", grouping
    }

    /// Makes a column; numbers sort descending and stand right unless said.
    init(
        _ name: String, _ header: String, _ width: Int, _ group: Group, _ meaning: String,
        from source: String, kind: Kind, alignment: Alignment = .right, order: Order = .descending,
        parts: RecordParts = [], isOfRecord: Bool = false, vocabulary: Vocabulary = .open,
        value: @escaping @Sendable (borrowing Snapshot, Int) -> Value
    ) {
        definition = Definition(
            name, header, meaning, source, width: width, alignment, order, kind, group, parts,
            isOfRecord: isOfRecord, vocabulary: vocabulary, value: value)
    }

    /// Every column there is, by group.
    package static let all: [Column] =
        identityColumns + cpuColumns + waitingColumns + memoryColumns + ioColumns + groupingColumns

    private static let indices: [String: Int] = Dictionary(
        uniqueKeysWithValues: all.enumerated().map { ($1.name, $0) })

    /// The column of a machine name or, in any case of letters, of a heading.
    package static func named(_ name: String) -> Column? {
        if let index = indices[name] ?? indices[name.lowercased()] { return all[index] }
        return all.first { $0.header.lowercased() == name.lowercased() }
    }

    /// The machine names closest to a misspelt one, best first, at most three.
    package static func suggestions(for name: String) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        return
            all.map { ($0.name, editDistance(wanted, Array($0.name.utf8), prefix: true)) }
            .sorted { ($0.1, $0.0) < ($1.1, $1.0) }
            .prefix(3).map(\.0)
    }

    /// The columns that are shown unless others are asked for.
    package static let standard: [Column] = [
        "pid", "user", "priority", "nice", "virt_bytes", "rss_bytes", "shr_bytes", "state",
        "cpu_percent", "mem_percent", "cpu_time_ns", "command",
    ].compactMap(named)
}

/// The number of single-letter edits that turn one word into another; with `prefix`, into the start of the other.
func editDistance(_ a: [UInt8], _ b: [UInt8], prefix: Bool = false) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let above = row[j + 1]
            row[j + 1] = min(above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1))
            diagonal = above
        }
    }
    guard prefix, let nearest = row.min() else { return row[b.count] }
    // A whole match is better than a prefix match of the same distance.
    return 2 * nearest + (row[b.count] == nearest ? 0 : 1)
}
