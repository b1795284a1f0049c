internal import Clibz

/// A compiled BPF object, carried inside the program.
///
/// The build-tool plugin makes one static member for every `bpf/*.bpf.c`; this target holds nothing else.
package struct BPFObject: Sendable {
    private let digits: StaticString

    /// An object out of the hexadecimal digits of its gzip(1) stream.
    init(gzip digits: StaticString) {
        self.digits = digits
    }

    /// The object's ELF image, in bytes.
    package var bytes: [UInt8] {
        let stream = stream
        // RFC 1952: the last four bytes are the size of what is compressed, the lowest first.
        let size = stream.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
        var bytes = [UInt8](repeating: 0, count: size)
        let count = unsafe clibz_expand(stream, stream.count, &bytes, size)
        precondition(count == size, "a damaged BPF object")
        return bytes
    }

    private var stream: [UInt8] {
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
