/// The lines written before, oldest first, and where one is among them.
struct History: Equatable, Sendable {
    private var lines: [String] = []
    /// The line shown; `lines.count` stands for the one being written.
    private var position = 0
    /// What was being written when going back began.
    private var draft = ""

    /// The most lines that are kept.
    static let limit = 100

    /// Begins anew at the end, as a prompt opens.
    mutating func rewind() {
        position = lines.count
        draft = ""
    }

    /// Keeps a line; empty ones and a repetition of the last are not.
    mutating func add(_ line: String) {
        if !line.isEmpty && line != lines.last { lines.append(line) }
        if lines.count > Self.limit { lines.removeFirst() }
        rewind()
    }

    /// The line before; nil when there is none.
    mutating func previous(from current: String) -> String? {
        guard position > 0 else { return nil }
        if position == lines.count { draft = current }
        position -= 1
        return lines[position]
    }

    /// The line after, at last the one that was being written; nil behind that.
    mutating func next() -> String? {
        guard position < lines.count else { return nil }
        position += 1
        return position < lines.count ? lines[position] : draft
    }
}
