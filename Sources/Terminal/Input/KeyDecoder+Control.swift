extension KeyDecoder {
    /// Ends a control sequence with its last byte.
    mutating func finishControl(_ final: UInt8) {
        let parameters = ControlParameters(pending[2...])
        pending.append(final)
        guard parameters.isWellFormed else { return abandon(for: nil) }
        if final == 0x7E, parameters.marker == nil, parameters.value(0) == 200 {
            return beginPaste()
        }
        // The kitty protocol can report a key going up; nothing here waits for that.
        let isRelease = parameters.value(1, part: 1) == 3 && parameters.marker == nil
        if isRelease { return reset() }
        guard let event = KeyDecoder.event(final, parameters) else { return abandon(for: nil) }
        finish(event)
    }

    private static func event(_ final: UInt8, _ parameters: ControlParameters) -> Event? {
        switch parameters.marker {
        case 0x3C: mouse(final, parameters).map { .mouse($0) }
        case nil: unmarked(final, parameters)
        default: nil
        }
    }

    private static func unmarked(_ final: UInt8, _ parameters: ControlParameters) -> Event? {
        let modifiers = Modifiers(parameter: parameters.value(1))
        switch final {
        case 0x49 where parameters.value(0) == 0: return .focus(true)
        case 0x4F where parameters.value(0) == 0: return .focus(false)
        case 0x5A: return .key(.tab, modifiers.union(.shift))
        case 0x75:
            return unicodeKey(parameters.value(0), modifiers, shifted: parameters.value(0, part: 1))
        case 0x7E where parameters.value(0) == 27:
            return unicodeKey(parameters.value(2), modifiers, shifted: 0)
        case 0x7E: return numberedKey(parameters.value(0)).map { .key($0, modifiers) }
        case 0x61...0x64: return cursorKey(final & 0x5F).map { .key($0, modifiers.union(.shift)) }
        case 0x24, 0x40, 0x5E: return rxvtKey(final, parameters.value(0))
        default: return cursorKey(final).map { .key($0, modifiers) }
        }
    }

    /// rxvt ends the numbered keys in `$` with Shift, `^` with Control, `@` with both.
    private static func rxvtKey(_ final: UInt8, _ number: Int) -> Event? {
        let modifiers: Modifiers =
            final == 0x24 ? .shift : final == 0x5E ? .control : [.shift, .control]
        return numberedKey(number).map { .key($0, modifiers) }
    }
}

// MARK: - Keys by code point

extension KeyDecoder {
    /// The key with a code point, as the kitty protocol and xterm's modifyOtherKeys name it.
    private static func unicodeKey(
        _ code: Int, _ modifiers: Modifiers, shifted: Int
    ) -> Event? {
        if let key = namedKey(code) { return .key(key, modifiers) }
        if let character = keypadCharacter(code) { return .character(character, modifiers) }
        // The private use area holds the protocol's own keys: those left are modifiers, media and lock keys.
        guard code >= 0x20, !(57344...63743).contains(code),
            let scalar = Unicode.Scalar(UInt32(code))
        else { return nil }
        guard modifiers.contains(.shift) else { return .character(Character(scalar), modifiers) }
        let upper = Unicode.Scalar(UInt32(shifted)).flatMap { shifted > 0x20 ? Character($0) : nil }
        return .character(
            upper ?? Character(scalar).uppercased().first ?? Character(scalar),
            modifiers.subtracting(.shift))
    }

    private static func namedKey(_ code: Int) -> Key? {
        switch code {
        case 27: .escape
        case 13, 57414: .enter
        case 9: .tab
        case 8, 127: .backspace
        case 57361: .printScreen
        case 57362: .pause
        case 57363: .menu
        case 57376...57398: .function(code - 57376 + 13)
        default: keypadKey(code)
        }
    }

    private static func keypadKey(_ code: Int) -> Key? {
        let keys: [Key] = [
            .left, .right, .up, .down, .pageUp, .pageDown, .home, .end, .insert, .delete, .begin,
        ]
        return (57417...57427).contains(code) ? keys[code - 57417] : nil
    }

    private static func keypadCharacter(_ code: Int) -> Character? {
        let signs: [Character] = [
            "0", "1", "2", "3", "4", "5", "6", "7", "8", "9", ".", "/", "*", "-", "+",
        ]
        return (57399...57413).contains(code) ? signs[code - 57399] : code == 57415 ? "=" : nil
    }
}
