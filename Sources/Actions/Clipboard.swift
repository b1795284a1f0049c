package import Terminal

/// Text for the clipboard of the terminal at the far end (OSC 52).
package enum Clipboard {
    /// The most bytes of text that are sent: terminals drop a sequence over 100,000 bytes, base64 included.
    package static let limit = 74_994

    /// The bytes that put a text into the clipboard; nil for a text over `limit`.
    ///
    /// tmux gets the sequence twice: plain, which it takes itself where `set-clipboard` is on, and wrapped for the terminal
    /// outside, which it lets through where `allow-passthrough` is on. GNU screen lets device control strings through, if
    /// short ones.
    package static func sequence(
        for text: String, through multiplexer: Capabilities.Multiplexer
    ) -> [UInt8]? {
        let bytes = Array(text.utf8)
        guard bytes.count <= limit else { return nil }
        let plain = Array("\u{1B}]52;c;".utf8) + Base64.encode(bytes) + [0x07]
        switch multiplexer {
        case .none: return plain
        case .tmux: return plain + tmux(plain)
        case .screen: return screen(plain)
        }
    }

    private static func tmux(_ sequence: [UInt8]) -> [UInt8] {
        let doubled = sequence.flatMap { $0 == 0x1B ? [0x1B, 0x1B] : [$0] }
        return Array("\u{1B}Ptmux;".utf8) + doubled + Array("\u{1B}\\".utf8)
    }

    /// screen's buffer for a string took 768 bytes in its older versions.
    private static func screen(_ sequence: [UInt8]) -> [UInt8] {
        stride(from: 0, to: sequence.count, by: 512).flatMap { start in
            Array("\u{1B}P".utf8) + sequence[start..<min(start + 512, sequence.count)]
                + Array("\u{1B}\\".utf8)
        }
    }
}

/// The encoding of RFC 4648, section 4.
enum Base64 {
    private static let letters = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)

    /// Encodes bytes, padded with `=`.
    static func encode(_ bytes: [UInt8]) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity((bytes.count + 2) / 3 * 4)
        for start in stride(from: 0, to: bytes.count, by: 3) {
            let group = bytes[start..<min(start + 3, bytes.count)]
            let padded = Array(group) + [0, 0]
            let bits = UInt32(padded[0]) << 16 | UInt32(padded[1]) << 8 | UInt32(padded[2])
            for place in 0..<4 {
                let index = Int(bits >> (18 - 6 * UInt32(place)) & 63)
                result.append(place <= group.count ? letters[index] : UInt8(ascii: "="))
            }
        }
        return result
    }
}
