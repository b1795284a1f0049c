/// A piece of text as it will be drawn: a grapheme cluster, or the visible substitute of a character that must not reach
/// the terminal.
struct VisibleCluster {
    /// The bytes of the text that it stands for.
    var source: Range<Int>
    /// The one scalar that is drawn; `nil` when the source bytes themselves are, several scalars long.
    var scalar: UInt32?
    /// 1 or 2.
    var width: Int
    /// Whether every terminal is known to give it that width.
    var isSettled: Bool

    /// Shown for what has no picture of its own: bidi controls, zero-width characters, marks without a base.
    static let placeholder: UInt32 = 0xFFFD
}

/// Cuts a text into clusters that are safe to draw.
///
/// Controls become the pictures U+2400...U+2421, every other character that is invisible or changes the direction of the
/// text becomes U+FFFD; inside a cluster an invisible character stays only where a script or an emoji needs it (a joiner
/// between two emoji, a variation selector), never behind a Latin base.
struct ClusterReader: ~Escapable {
    private let text: UTF8Span
    private let bytes: Span<UInt8>
    var offset = 0
    /// The end of a cluster that is shown scalar by scalar.
    ///
    /// Its length was paid for once; looking it up again for each of
    /// its scalars would make a hostile text cost the square of its length.
    private var brokenUntil = 0

    @_lifetime(copy text)
    init(_ text: UTF8Span) {
        self.text = text
        bytes = text.span
    }

    /// Reads the next cluster; `nil` at the end.
    @_lifetime(self: copy self)
    mutating func next() -> VisibleCluster? {
        guard offset < bytes.count else { return nil }
        let first = decode(at: offset)
        let start = offset
        offset = first.end
        if let substitute = ClusterReader.picture(of: first.scalar) {
            return single(substitute, from: start)
        }
        if start < brokenUntil || standsAlone(first) { return single(first.scalar, from: start) }
        let end = clusterEnd(from: start)
        if end <= first.end { return single(first.scalar, from: start) }
        return compound(first, from: start, to: end)
    }

    /// The picture of a C0 control character or of DEL.
    private static func picture(of scalar: UInt32) -> UInt32? {
        scalar < 0x20 ? 0x2400 + scalar : scalar == 0x7F ? 0x2421 : nil
    }

    /// Whether nothing that follows can join this scalar, decided without looking properties up.
    private func standsAlone(_ first: Decoded) -> Bool {
        guard ClusterReader.isSimple(first.scalar) else { return false }
        guard first.end < bytes.count else { return true }
        return bytes[first.end] < 0x80 || ClusterReader.isSimple(decode(at: first.end).scalar)
    }

    /// Scalars of these ranges break from each other and from ASCII: no marks, jamo, prefixes or invisible characters.
    private static func isSimple(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0x20..<0x7F, 0xA0..<0xAD, 0xAE..<0x300: true
        case 0x2010..<0x2028, 0x2030..<0x205F, 0x2070..<0x20D0, 0x2100..<0x2C00: true
        case 0x3000..<0x302A, 0x3031..<0x3099, 0x309B..<0xA490, 0xAC00..<0xD7A4: true
        default: false
        }
    }

    /// A cluster of one scalar; the placeholder where that is invisible or a mark without a base.
    private func single(_ scalar: UInt32, from start: Int) -> VisibleCluster {
        let columns = WidthClass(of: scalar).columns
        let visible = columns > 0 ? scalar : VisibleCluster.placeholder
        return VisibleCluster(
            source: start..<offset, scalar: visible, width: max(1, columns),
            isSettled: ClusterReader.isSettled(visible))
    }

    /// Terminals have agreed on these for long; newer emoji and the spacing marks are where they differ.
    private static func isSettled(_ scalar: UInt32) -> Bool {
        switch scalar {
        case 0..<0x300, 0x370..<0x483, 0x2010..<0x2300, 0x2400..<0x25FD, 0x2800..<0x2900: true
        case 0x3001..<0x302A, 0x3041..<0x3097, 0x3400..<0x4DC0, 0x4E00..<0xA48D, 0xAC00..<0xD7A4:
            true
        case 0xFFFD, 0x1F300..<0x1F322, 0x1F600..<0x1F645, 0x20000..<0x2FFFE: true
        default: false
        }
    }
}

// MARK: - Clusters of several scalars

extension ClusterReader {
    /// Past this many bytes the marks of a cluster are left out: no script needs as many.
    static let longestCluster = 48

    @_lifetime(self: copy self)
    private mutating func compound(
        _ first: Decoded, from start: Int, to end: Int
    ) -> VisibleCluster {
        let base = WidthClass(of: first.scalar)
        let parts = survey(from: start, to: end)
        if base.columns == 0 || !isAllowed(parts, base: first.scalar) {
            brokenUntil = end
            return single(first.scalar, from: start)
        }
        offset = end
        let isEmoji = base == .emojiNarrow && parts.hasEmojiSelector
        let width = isEmoji ? 2 : min(2, max(parts.isJoined ? base.columns : parts.columns, 1))
        return VisibleCluster(
            source: start..<parts.keptEnd, scalar: nil, width: width, isSettled: false)
    }

    /// What the scalars of a cluster are, those left out for length not counted.
    private struct Survey {
        var columns = 0
        var hasHidden = false
        var hasEmojiSelector = false
        var isKeycap = false
        var isJoined = false
        var keptEnd: Int
    }

    private func survey(from start: Int, to end: Int) -> Survey {
        var survey = Survey(keptEnd: start)
        var position = start
        while position < end {
            let decoded = decode(at: position)
            guard decoded.end - start <= ClusterReader.longestCluster else { break }
            let widthClass = WidthClass(of: decoded.scalar)
            survey.columns += widthClass.columns
            survey.hasHidden = survey.hasHidden || widthClass == .hidden
            survey.hasEmojiSelector = survey.hasEmojiSelector || decoded.scalar == 0xFE0F
            survey.isJoined = survey.isJoined || decoded.scalar == 0x200D
            survey.isKeycap = decoded.scalar == 0x20E3
            position = decoded.end
            survey.keptEnd = position
        }
        return survey
    }

    /// Behind a Latin base an invisible character has no business, but for the keycaps (`1` U+FE0F U+20E3).
    private func isAllowed(_ parts: Survey, base: UInt32) -> Bool {
        guard parts.hasHidden, base < 0x300, base != 0xA9, base != 0xAE else { return true }
        return parts.isKeycap && parts.hasEmojiSelector
    }

    private func clusterEnd(from start: Int) -> Int {
        var characters = text.makeCharacterIterator()
        // SAFETY: `start` is the beginning of a scalar: it is 0 or the end of a scalar decoded before.
        unsafe characters.reset(toUnchecked: start)
        _ = characters.skipForward()
        return characters.currentCodeUnitOffset
    }
}

// MARK: - Decoding

extension ClusterReader {
    fileprivate struct Decoded {
        var scalar: UInt32
        var end: Int
    }

    /// Decodes the scalar at this offset of the text, which `UTF8Span` guarantees to be well-formed.
    private func decode(at start: Int) -> Decoded {
        let lead = UInt32(bytes[start])
        if lead < 0x80 { return Decoded(scalar: lead, end: start + 1) }
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var scalar = lead & (0x7F >> UInt32(length))
        for index in start + 1..<start + length {
            scalar = scalar << 6 | UInt32(bytes[index] & 0x3F)
        }
        return Decoded(scalar: scalar, end: start + length)
    }
}
