extension KeyDecoder {
    /// The key behind a control character: what Control does to the letter in a terminal.
    static func control(_ byte: UInt8) -> Event {
        switch byte {
        case 0x00: .character(" ", .control)
        case 0x08, 0x7F: .key(.backspace)
        case 0x09: .key(.tab)
        case 0x0A, 0x0D: .key(.enter)
        case 0x1B: .key(.escape)
        case 0x01...0x1A: .character(Character(Unicode.Scalar(byte | 0x60)), .control)
        default: .character(Character(Unicode.Scalar(byte | 0x40)), .control)
        }
    }

    /// Takes the letter of ESC `[` `[` letter: the Linux console's F1...F5.
    mutating func acceptConsoleFunction(_ byte: UInt8) {
        guard byte >= 0x41, byte <= 0x45 else { return abandon(for: byte) }
        finish(.key(.function(Int(byte) - 0x40)))
    }

    /// Takes what follows ESC `O`: a keypad, cursor or function key, for old terminals with a modifier in front.
    mutating func acceptSingleShift(_ byte: UInt8) {
        if byte >= 0x30, byte <= 0x39, pending.count < 4 { return pending.append(byte) }
        guard byte >= 0x20, byte < 0x7F else { return abandon(for: byte) }
        let modifiers = Modifiers(
            parameter: pending.dropFirst(2).reduce(0) { $0 * 10 + Int($1) - 48 })
        if let event = KeyDecoder.singleShift(byte, modifiers) {
            finish(event)
        } else {
            pending.append(byte)
            abandon(for: nil)
        }
    }

    private static func singleShift(_ byte: UInt8, _ modifiers: Modifiers) -> Event? {
        if let key = cursorKey(byte) { return .key(key, modifiers) }
        switch byte {
        case 0x4D: return .key(.enter, modifiers)
        // rxvt sends the arrows with Control as small letters.
        case 0x61...0x64: return cursorKey(byte & 0x5F).map { .key($0, modifiers.union(.control)) }
        case 0x6A...0x79: return .character(Character(Unicode.Scalar(byte - 0x40)), modifiers)
        case 0x58: return .character("=", modifiers)
        case 0x49: return .key(.tab, modifiers)
        case 0x20: return .character(" ", modifiers)
        default: return nil
        }
    }

    /// The keys that a capital letter means behind both ESC `[` and ESC `O`.
    static func cursorKey(_ byte: UInt8) -> Key? {
        switch byte {
        case 0x41: .up
        case 0x42: .down
        case 0x43: .right
        case 0x44: .left
        case 0x45: .begin
        case 0x46: .end
        case 0x48: .home
        case 0x50...0x53: .function(Int(byte) - 0x4F)
        default: nil
        }
    }

    /// The keys that a number means in ESC `[` number `~`.
    static func numberedKey(_ number: Int) -> Key? {
        switch number {
        case 1, 7: .home
        case 2: .insert
        case 3: .delete
        case 4, 8: .end
        case 5: .pageUp
        case 6: .pageDown
        case 11...15: .function(number - 10)
        case 17...21: .function(number - 11)
        case 23...26: .function(number - 12)
        case 28, 29: .function(number - 13)
        case 31...34: .function(number - 14)
        default: nil
        }
    }

    /// Ends a sequence with an event, to which the ESC in front of it adds Alt.
    mutating func finish(_ event: Event) {
        emit(hasAltPrefix ? event.adding(.alt) : event)
        reset()
    }
}

extension Modifiers {
    /// Creates a set from the number that terminals send: 1 and the bits, or 0; lock keys are dropped.
    init(parameter: Int) {
        self.init(rawValue: UInt8(truncatingIfNeeded: max(0, parameter - 1) & 0x3F))
    }
}

extension Event {
    /// Returns the same key with a modifier added; other events as they are.
    func adding(_ modifiers: Modifiers) -> Event {
        switch self {
        case .key(let key, let held): .key(key, held.union(modifiers))
        case .character(let character, let held): .character(character, held.union(modifiers))
        default: self
        }
    }
}
