/// Puts text into the clipboard of the machine where the terminal's window is (OSC 52), over any number of connections.
package enum Clipboard {
    /// The longest text in bytes: what xterm takes, as base64, in one sequence.
    package static let limit = 74_994

    /// Returns the bytes that copy a text; `nil` for a longer one than `limit`.
    ///
    /// Through tmux it goes twice, plain and wrapped: which one passes is a matter of tmux's settings. Whether the terminal
    /// obeys nobody can tell.
    package static func sequence(
        copying text: String, through multiplexer: Capabilities.Multiplexer
    ) -> [UInt8]? {
        guard text.utf8.count <= limit else { return nil }
        let plain = Array("\u{1B}]52;c;".utf8) + base64(Array(text.utf8)) + [0x07]
        return switch multiplexer {
        case .none: plain
        case .tmux: plain + wrappedForTmux(plain)
        case .screen: wrappedForScreen(plain)
        }
    }

    private static let stringTerminator: [UInt8] = [0x1B, 0x5C]

    /// Every ESC inside is doubled.
    private static func wrappedForTmux(_ bytes: [UInt8]) -> [UInt8] {
        let doubled = bytes.flatMap { $0 == 0x1B ? [$0, $0] : [$0] }
        return Array("\u{1B}Ptmux;".utf8) + doubled + stringTerminator
    }

    /// screen passes strings of less than 768 bytes on, so a long one goes in pieces.
    private static func wrappedForScreen(_ bytes: [UInt8]) -> [UInt8] {
        stride(from: 0, to: bytes.count, by: 512).flatMap { start in
            Array("\u{1B}P".utf8) + bytes[start..<min(start + 512, bytes.count)] + stringTerminator
        }
    }

    /// RFC 4648, with padding.
    static func base64(_ bytes: [UInt8]) -> [UInt8] {
        let alphabet = Array(
            "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
            for place in 0..<4 {
                let isPadding = place > group.count
                result.append(isPadding ? 0x3D : alphabet[bits >> (18 - 6 * place) & 0x3F])
            }
        }
        return result
    }
}
