extension FrameWriter {
    /// Makes the terminal write in a style; for a blank, only what shows on one is brought about.
    mutating func select(_ style: Style, isBlank: Bool, into bytes: inout [UInt8]) {
        guard style != pen else { return }
        let wanted = isBlank ? blankStyle(for: style) : style
        guard wanted != pen else { return }
        let start = bytes.count
        if let pen { appendChange(from: pen, to: wanted, into: &bytes) }
        let end = bytes.count
        appendChange(from: nil, to: wanted, into: &bytes)
        keepShorter(start, end, hasFirst: pen != nil, in: &bytes)
        pen = wanted
    }

    /// The style closest to the one that is on which shows the same blank.
    private func blankStyle(for style: Style) -> Style {
        guard var result = pen, style.attributes.isDisjoint(with: Self.visibleOnBlank) else {
            return style
        }
        result.background = style.background
        result.attributes.subtract(Self.visibleOnBlank)
        return result
    }

    /// Of two ways, the one up to `end` and the one behind it, drops the longer.
    private func keepShorter(_ start: Int, _ end: Int, hasFirst: Bool, in bytes: inout [UInt8]) {
        let (first, second) = (end - start, bytes.count - end)
        if hasFirst, first <= second {
            bytes.removeSubrange(end...)
        } else {
            bytes.removeSubrange(start..<end)
        }
    }

    /// Appends one SGR sequence that leads from a style, or from any style, to another; nothing when both look the same here.
    private mutating func appendChange(
        from old: Style?, to new: Style, into bytes: inout [UInt8]
    ) {
        var parameters = Parameters(start: bytes.count)
        if old == nil { parameters.append(0, to: &bytes) }
        let before = old ?? .plain
        appendAttributes(from: usable(before), to: usable(new), &parameters, into: &bytes)
        appendColor(
            from: before.foreground, to: new.foreground, base: 30, &parameters, into: &bytes)
        appendColor(
            from: before.background, to: new.background, base: 40, &parameters, into: &bytes)
        parameters.finish(&bytes)
    }

    /// The attributes that this terminal shows as what they are.
    private func usable(_ style: Style) -> Attributes {
        capabilities.italic
            ? style.attributes : style.attributes.subtracting([.italic, .strikethrough])
    }

    private func appendAttributes(
        from old: Attributes, to new: Attributes, _ parameters: inout Parameters,
        into bytes: inout [UInt8]
    ) {
        guard old != new else { return }
        var current = old
        // One code ends both bold and dim.
        if !current.subtracting(new).isDisjoint(with: [.bold, .dim]) {
            parameters.append(22, to: &bytes)
            current.subtract([.bold, .dim])
        }
        for (attribute, on, off) in Self.codes {
            if new.contains(attribute), !current.contains(attribute) {
                parameters.append(on, to: &bytes)
            } else if current.contains(attribute), !new.contains(attribute) {
                parameters.append(off, to: &bytes)
            }
        }
    }

    private static let codes: [(Attributes, on: Int, off: Int)] = [
        (.bold, 1, 22), (.dim, 2, 22), (.italic, 3, 23), (.underline, 4, 24), (.reverse, 7, 27),
        (.strikethrough, 9, 29),
    ]

    private mutating func appendColor(
        from old: Color, to new: Color, base: Int, _ parameters: inout Parameters,
        into bytes: inout [UInt8]
    ) {
        guard old != new else { return }
        let wanted = colors.color(new)
        guard colors.color(old) != wanted else { return }
        switch wanted {
        case .terminalDefault: parameters.append(base + 9, to: &bytes)
        case .indexed(let index) where index < 8:
            parameters.append(base + Int(index), to: &bytes)
        case .indexed(let index) where index < 16:
            parameters.append(base + 52 + Int(index), to: &bytes)
        case .indexed(let index):
            for value in [base + 8, 5, Int(index)] { parameters.append(value, to: &bytes) }
        case .rgb(let red, let green, let blue):
            for value in [base + 8, 2, Int(red), Int(green), Int(blue)] {
                parameters.append(value, to: &bytes)
            }
        }
    }
}

/// The parameters of one SGR sequence, written as they come.
private struct Parameters {
    private let start: Int

    init(start: Int) { self.start = start }

    /// Appends a parameter behind `ESC [` or `;`, without a 0 in front, which an empty parameter means.
    func append(_ value: Int, to bytes: inout [UInt8]) {
        if bytes.count == start {
            bytes += [0x1B, 0x5B]
            if value == 0 { return }
        } else {
            bytes.append(0x3B)
        }
        bytes.append(decimal: value)
    }

    /// Ends the sequence, if there is one.
    func finish(_ bytes: inout [UInt8]) {
        if bytes.count > start { bytes.append(0x6D) }
    }
}
