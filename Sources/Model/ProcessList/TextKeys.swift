/// The words by which text is ordered: letters A to Z without regard to case, then bytes.
///
/// Eight bytes make one word, so that rows are ordered by whole words, each pass breaking up only the rows that were alike so
/// far. Only the first 256 bytes count.
struct TextKeys: Sendable {
    private var words: [UInt64] = []
    /// Where each text begins in `words`, with one end more.
    private var starts: [Int32] = [0]
    /// By number, the place in `originals` of a text that has capital letters, or -1.
    private var places: [Int32] = []
    private var originals: [String] = []
    private var flip: UInt64 = 0

    /// The bytes of a text that count.
    static let longest = 256

    init() {}

    mutating func removeAll() {
        words.removeAll(keepingCapacity: true)
        starts.removeAll(keepingCapacity: true)
        starts.append(0)
        places.removeAll(keepingCapacity: true)
        originals.removeAll(keepingCapacity: true)
    }

    /// Takes in a text and gives it a number; `flip` is all ones to turn the order round.
    mutating func append(_ text: String, _ flip: UInt64) -> Int {
        self.flip = flip
        let bytes = unsafe text.utf8.span.bytes
        let count = min(bytes.byteCount, Self.longest)
        var hasCapitals = false
        var offset = 0
        while offset < count {
            let word = Self.word(bytes, at: offset, count: count)
            let folded = Self.folded(word)
            if folded != word { hasCapitals = true }
            words.append(folded ^ flip)
            offset += 8
        }
        places.append(hasCapitals ? Int32(originals.count) : -1)
        if hasCapitals { originals.append(text) }
        starts.append(Int32(words.count))
        return places.count - 1
    }

    /// Eight bytes, the first the highest, and zeros behind the text's end.
    private static func word(_ bytes: RawSpan, at offset: Int, count: Int) -> UInt64 {
        if offset + 8 <= count {
            // SAFETY: the eight bytes lie within the span.
            return unsafe bytes.unsafeLoadUnaligned(fromByteOffset: offset, as: UInt64.self)
                .bigEndian
        }
        var word: UInt64 = 0
        for index in offset..<count {
            let byte = unsafe bytes.unsafeLoad(fromByteOffset: index, as: UInt8.self)
            word |= UInt64(byte) << UInt64(56 - 8 * (index - offset))
        }
        return word
    }

    /// A word with the letters A to Z made small, all eight bytes at once.
    static func folded(_ word: UInt64) -> UInt64 {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let low = word & (0x7f * ones)
        // A byte's highest bit says whether its lower seven are at least `A`, and above `Z`; bytes beyond ASCII stay.
        let isFromA = low &+ (0x80 - 0x41) * ones
        let isBeyondZ = low &+ (0x80 - 0x5b) * ones
        let capitals = (isFromA ^ isBeyondZ) & ~word & (0x80 * ones)
        return word | (capitals >> 2)
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
        guard rows[run].contains(where: { places[Int($0.row)] >= 0 }) else { return }
        // Capital letters come first, so a text without any comes after all others.
        rows[run].sort { a, b in
            let (first, second) = isDescending ? (b, a) : (a, b)
            switch (original(first.row), original(second.row)) {
            case (let x?, let y?) where !x.elementsEqual(y): return x.lexicographicallyPrecedes(y)
            case (_?, nil): return true
            case (nil, _?): return false
            default: return a.row < b.row
            }
        }
    }

    /// The bytes of a text that has capital letters.
    private func original(_ number: Int32) -> Substring.UTF8View? {
        let place = places[Int(number)]
        return place < 0 ? nil : originals[Int(place)].utf8.prefix(Self.longest)
    }
}
