internal import CBpftop
internal import Model

// Stands in for the model's own list and filter until those are merged.

package struct FilterError: Error {
    func offset(in: String) -> Int { 0 }; var description: String { "" }
}
struct Filter: Sendable {
    var text: String
    init(_ text: String) throws(FilterError) { self.text = text }
    func matches(_ snapshot: borrowing Snapshot, _ row: Int) -> Bool {
        snapshot.command(row).contains(text)
    }
}
struct ProcessList: Sendable {
    struct Row: Sendable { var task: Int; var isContext = false }
    var rows: [Row] = []
    var count: Int { rows.count }
    var indices: Range<Int> { rows.indices }
    subscript(row: Int) -> Row { rows[row] }
    func value(of column: Column, at row: Int, in snapshot: borrowing Snapshot) -> Value {
        column.value(snapshot, rows[row].task)
    }
    func guides(at row: Int) -> String { "" }
    func row(of identity: ProcessIdentity, in snapshot: borrowing Snapshot) -> Int? {
        for i in rows.indices where snapshot[rows[i].task].identity == identity { return i };
        return nil
    }
    func rowsByIdentity(in snapshot: Snapshot?) -> [ProcessIdentity: Int] {
        guard let snapshot else { return [:] }
        return Dictionary(
            rows.indices.map { (snapshot[rows[$0].task].identity, $0) },
            uniquingKeysWith: { a, _ in a })
    }
}
extension State {
    func makeList(of snapshot: borrowing Snapshot) -> ProcessList {
        var l = ProcessList()
        for i in 0..<snapshot.count where filter?.matches(snapshot, i) ?? true {
            l.rows.append(.init(task: i))
        }
        return l
    }
}
