/// The words by which text is ordered: letters A to Z without regard to case, then bytes.
///
/// Eight bytes make one word, so that rows are ordered by whole words, each pass breaking up only the rows that were alike so
/// far. Only the first 256 bytes count.
struct TextKeys: Sendable {
    private var words: [UInt64] = []
    /// Where each text begins in `words`, with one end more.
    private var starts: [Int32] = [0]
    /// All texts' own bytes where they differ from the folded ones, for the rows that folding makes alike.
    private var originals: [Int32: [UInt8]] = [:]
    private var flip: UInt64 = 0

    /// The bytes of a text that count.
    static let longest = 256

    init() {}

    mutating func removeAll() {
        words.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        originals.removeAll(keepingCapacity: true)
    }

    /// Takes in a text and gives it a number; `flip` is all ones to turn the order round.
    mutating func append(_ text: String, _ flip: UInt64) -> Int {
        self.flip = flip
        let bytes = text.utf8.span
        let count = min(bytes.count, Self.longest)
        var word: UInt64 = 0
        var isFolded = false
        for index in 0..<count {
            let byte = bytes[index]
            let lower = Needle.lower(byte)
            if lower != byte { isFolded = true }
            word = word << 8 | UInt64(lower)
            if index & 7 == 7 {
                words.append(word ^ flip)
                word = 0
            }
        }
        if count & 7 != 0 { words.append(word << UInt64(64 - 8 * (count & 7)) ^ flip) }
        let number = starts.count - 1
        if isFolded { originals[Int32(number)] = Array(text.utf8.prefix(Self.longest)) }
        starts.append(Int32(words.count))
        return number
    }

    /// Orders rows whose keys are the numbers of their texts.
    mutating func sort(_ rows: inout [KeyedRow], scratch: inout [KeyedRow]) {
        // The numbers stay beside the rows: a row's place in `numbers` is its text's number.
        let numbers = rows.map(\.row)
        for index in rows.indices { rows[index].row = Int32(index) }
        var parts: [(range: Range<Int>, depth: Int)] = [(0..<rows.count, 0)]
        while let (range, depth) = parts.popLast() {
            for index in range { rows[index].key = word(of: rows[index].row, depth) }
            rows.sortByKey(range, scratch: &scratch)
            for run in rows.runs(in: range) where run.count > 1 {
                if hasMore(rows[run], depth + 1) {
                    parts.append((run, depth + 1))
                } else {
                    sortByOriginal(&rows, run)
                }
            }
        }
        for index in rows.indices { rows[index].row = numbers[Int(rows[index].row)] }
    }

    private func word(of number: Int32, _ depth: Int) -> UInt64 {
        let place = Int(starts[Int(number)]) + depth
        return place < Int(starts[Int(number) + 1]) ? words[place] : flip
    }

    private func hasMore(_ rows: ArraySlice<KeyedRow>, _ depth: Int) -> Bool {
        rows.contains { starts[Int($0.row) + 1] - starts[Int($0.row)] > depth }
    }

    /// Orders texts that differ in the case of letters only.
    private func sortByOriginal(_ rows: inout [KeyedRow], _ run: Range<Int>) {
        if originals.isEmpty { return }
        let isDescending = flip != 0
        guard rows[run].contains(where: { originals[$0.row] != nil }) else { return }
        // Capital letters come first, so a text without any comes after all others.
        rows[run].sort { a, b in
            let (first, second) = isDescending ? (b, a) : (a, b)
            switch (originals[first.row], originals[second.row]) {
            case (let x?, let y?) where x != y: return x.lexicographicallyPrecedes(y)
            case (_?, nil): return true
            case (nil, _?): return false
            default: return a.row < b.row
            }
        }
    }
}
