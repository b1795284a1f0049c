extension KeyDecoder {
    /// Reads an SGR report, ESC `[` `<` button `;` column `;` row and `M` (press) or `m` (release).
    static func mouse(_ final: UInt8, _ parameters: ControlParameters) -> MouseEvent? {
        guard parameters.count == 3, final == 0x4D || final == 0x6D else { return nil }
        return mouse(
            parameters.value(0), column: parameters.value(1), row: parameters.value(2),
            isRelease: final == 0x6D)
    }

    /// Takes one of the three bytes of an X10 report, which a terminal without SGR reports sends.
    mutating func acceptMouseByte(_ byte: UInt8) {
        pending.append(byte)
        guard pending.count == 6 else { return }
        let values = pending[3...].map { Int($0) - 32 }
        guard values.allSatisfy({ $0 >= 0 }) else { return abandon(for: nil) }
        let isRelease = values[0] & 0b1100_0011 == 3 && values[0] & 32 == 0
        let event = KeyDecoder.mouse(
            values[0], column: values[1], row: values[2], isRelease: isRelease)
        guard let event else { return abandon(for: nil) }
        finish(.mouse(event))
    }

    private static func mouse(
        _ code: Int, column: Int, row: Int, isRelease: Bool
    ) -> MouseEvent? {
        guard column > 0, row > 0,
            let action = action(code, isRelease: isRelease)
        else { return nil }
        var modifiers: Modifiers = []
        if code & 4 != 0 { modifiers.insert(.shift) }
        if code & 8 != 0 { modifiers.insert(.alt) }
        if code & 16 != 0 { modifiers.insert(.control) }
        return MouseEvent(
            action, at: Point(column: column - 1, row: row - 1), modifiers: modifiers)
    }

    /// Bits 0, 1, 6 and 7 of the code are the button, bit 5 says that the mouse moved.
    private static func action(_ code: Int, isRelease: Bool) -> MouseEvent.Action? {
        let button = code & 3
        let isMotion = code & 32 != 0
        switch code & 0b1100_0000 {
        case 0 where button == 3: return isMotion ? .move : .release(nil)
        case 0: return action([.left, .middle, .right][button], isRelease, isMotion)
        case 64 where isRelease: return nil
        case 64: return [.wheelUp, .wheelDown, .wheelLeft, .wheelRight][button]
        case 128: return action(.other(8 + button), isRelease, isMotion)
        default: return nil
        }
    }

    private static func action(
        _ button: MouseEvent.Button, _ isRelease: Bool, _ isMotion: Bool
    ) -> MouseEvent.Action {
        isRelease ? .release(button) : isMotion ? .drag(button) : .press(button)
    }
}
