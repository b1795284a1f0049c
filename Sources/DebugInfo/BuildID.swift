package import BTF

/// The GNU build id of a kernel image: the same bytes mean the same build, hence the same layout.
///
/// Usually 20 bytes (SHA-1).
package struct BuildID: Hashable, Sendable {
    package let bytes: [UInt8]

    /// The most bytes of a build id that are believed; the kernel itself stops at 20.
    private static let lengthLimit = 64
}

extension BuildID {
    /// Finds the build id among ELF notes: the contents of `/sys/kernel/notes` (since Linux 2.6.23, readable
    /// by all) or of a note section.
    ///
    /// Nil when no note is of the type NT_GNU_BUILD_ID and of the owner "GNU", or when the notes are cut off
    /// before it.
    package init?(notes: [UInt8], byteOrder: ByteOrder = .ofThisMachine) {
        var position = 0
        while let note = Note(notes, at: position, byteOrder) {
            if note.isBuildID, (1...BuildID.lengthLimit).contains(note.description.count) {
                bytes = Array(notes[note.description])
                return
            }
            position = note.end
        }
        return nil
    }

    /// Reads the build id of the running kernel; nil when its notes hold none.
    ///
    /// Throws `DebugInfoError` when the notes cannot be read.
    package static func ofRunningKernel(
        notesPath: String = "/sys/kernel/notes"
    ) throws(DebugInfoError) -> BuildID? {
        let file = try InputFile(path: notesPath)
        return BuildID(notes: try file.readAll(limit: 1 << 20))
    }
}

extension BuildID: LosslessStringConvertible {
    /// The bytes in lower-case hexadecimal, as `file` and `readelf -n` write them.
    package var description: String {
        let digits = Array("0123456789abcdef".utf8)
        let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Reads the hexadecimal form, of either case; nil for anything else.
    package init?(_ description: String) {
        let digits = Array(description.utf8)
        guard digits.count.isMultiple(of: 2), (1...BuildID.lengthLimit).contains(digits.count / 2)
        else { return nil }
        var bytes: [UInt8] = []
        for index in stride(from: 0, to: digits.count, by: 2) {
            guard let high = BuildID.value(of: digits[index]),
                let low = BuildID.value(of: digits[index + 1])
            else { return nil }
            bytes.append(high << 4 | low)
        }
        self.bytes = bytes
    }

    private static func value(of digit: UInt8) -> UInt8? {
        switch digit {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): digit - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): digit - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): digit - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}

/// One ELF note among others: three words, then the owner's name and the description, each filled to 4.
private struct Note {
    let isBuildID: Bool
    let description: Range<Int>
    let end: Int

    /// The note at a position, or nil when none is left or it reaches over the end.
    init?(_ notes: [UInt8], at position: Int, _ byteOrder: ByteOrder) {
        guard let nameSize = notes.word(at: position, byteOrder),
            let descriptionSize = notes.word(at: position + 4, byteOrder),
            let type = notes.word(at: position + 8, byteOrder)
        else { return nil }
        let nameStart = position + 12
        let start = nameStart + Note.padded(nameSize)
        guard start + descriptionSize <= notes.count else { return nil }
        let gnu: [UInt8] = [UInt8(ascii: "G"), UInt8(ascii: "N"), UInt8(ascii: "U"), 0]
        isBuildID = type == 3 && Array(notes[nameStart..<nameStart + nameSize]) == gnu
        description = start..<start + descriptionSize
        end = start + Note.padded(descriptionSize)
    }

    private static func padded(_ size: Int) -> Int { (size + 3) & ~3 }
}

extension ByteOrder {
    /// The order of the machine that this program runs on.
    package static var ofThisMachine: ByteOrder {
        UInt16(1).littleEndian == 1 ? .littleEndian : .bigEndian
    }
}

extension ELFImage {
    /// The file's GNU build id, out of its notes; nil when they hold none.
    ///
    /// Throws `DebugInfoError` when a note section cannot be read.
    package var buildID: BuildID? {
        get throws(DebugInfoError) {
            for notes in try notes() {
                if let found = BuildID(notes: notes, byteOrder: byteOrder) { return found }
            }
            return nil
        }
    }
}
