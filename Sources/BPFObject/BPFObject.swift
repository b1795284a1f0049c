/// A compiled BPF object, carried inside the program.
///
/// The build-tool plugin makes one static member for every `bpf/*.bpf.c`; this target holds nothing else.
package struct BPFObject: Sendable {
    private let digits: StaticString

    init(hexadecimal digits: StaticString) {
        self.digits = digits
    }

    /// The object's ELF image, in bytes.
    package var bytes: [UInt8] {
        digits.withUTF8Buffer { text in
            (0..<text.count / 2).map { index in
                unsafe Self.nibble(text[2 * index]) << 4 | Self.nibble(text[2 * index + 1])
            }
        }
    }

    /// The value of one lower-case hexadecimal digit, as `od` writes it.
    private static func nibble(_ digit: UInt8) -> UInt8 {
        digit < UInt8(ascii: "a") ? digit - UInt8(ascii: "0") : digit - UInt8(ascii: "a") + 10
    }
}
