import BTF
import DebugInfo
import Glibc
import Testing

struct `Build id` {
    /// A note: three words, the owner and the description, each filled to 4.
    func note(_ type: UInt32, _ owner: [UInt8], _ text: [UInt8], _ order: ByteOrder) -> [UInt8] {
        func word(_ value: Int) -> [UInt8] {
            let bytes = (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return order == .littleEndian ? bytes : bytes.reversed()
        }
        func filled(_ bytes: [UInt8]) -> [UInt8] {
            bytes + [UInt8](repeating: 0, count: (4 - bytes.count % 4) % 4)
        }
        return word(owner.count) + word(text.count) + word(Int(type)) + filled(owner) + filled(text)
    }

    let gnu = Array("GNU\0".utf8)
    let linux = Array("Linux\0".utf8)

    @Test(arguments: [ByteOrder.littleEndian, .bigEndian])
    func `the note of the right type and owner is found among others`(order: ByteOrder) {
        let id = (1...20).map { UInt8($0 * 11) }
        let notes =
            note(3, linux, [9, 9, 9], order) + note(5, gnu, [1, 2, 3, 4, 5], order)
            + note(0x100, linux, [], order) + note(3, gnu, id, order) + note(3, gnu, [7], order)
        #expect(BuildID(notes: notes, byteOrder: order)?.bytes == id)
        let other: ByteOrder = order == .littleEndian ? .bigEndian : .littleEndian
        #expect(BuildID(notes: notes, byteOrder: other) == nil)
    }

    @Test func `notes without one, or cut off before its end, give nil`() {
        let before = note(3, linux, [1, 2], .littleEndian)
        let notes = before + note(3, gnu, Array(1...20), .littleEndian)
        for length in 0..<notes.count {
            #expect(BuildID(notes: Array(notes[..<length]), byteOrder: .littleEndian) == nil)
        }
        #expect(BuildID(notes: before, byteOrder: .littleEndian) == nil)
        #expect(BuildID(notes: notes, byteOrder: .littleEndian)?.bytes.count == 20)
    }

    @Test func `an id that is empty or beyond belief is passed over`() {
        let notes =
            note(3, gnu, [], .littleEndian)
            + note(3, gnu, [UInt8](repeating: 1, count: 65), .littleEndian)
        #expect(BuildID(notes: notes, byteOrder: .littleEndian) == nil)
        let more = notes + note(3, gnu, [5, 6], .littleEndian)
        #expect(BuildID(notes: more, byteOrder: .littleEndian)?.description == "0506")
    }

    @Test func `lengths that no file has do not trap`() {
        for value in [UInt8(0x7F), 0x80, 0xFC, 0xFF] {
            let notes = [UInt8](repeating: value, count: 64)
            #expect(BuildID(notes: notes, byteOrder: .littleEndian) == nil)
            #expect(BuildID(notes: notes, byteOrder: .bigEndian) == nil)
        }
    }

    @Test func `the text is hexadecimal and reads back`() throws {
        let id = try #require(BuildID("00ff1A"))
        #expect(id.bytes == [0, 255, 26])
        #expect(id.description == "00ff1a")
        #expect(BuildID(id.description) == id)
    }

    @Test(arguments: ["", "0", "0g", "00 ", "é", String(repeating: "00", count: 65)])
    func `other text is no build id`(text: String) {
        #expect(BuildID(text) == nil)
    }

    @Test(.enabled(if: access("/sys/kernel/notes", R_OK) == 0, "needs /sys/kernel/notes"))
    func `the running kernel's notes can be read`() throws {
        let notes = Scratch.bytes(ofFile: "/sys/kernel/notes")
        #expect(try BuildID.ofRunningKernel() == BuildID(notes: notes))
    }

    @Test func `notes that are not there are an error`() {
        #expect(throws: DebugInfoError.cannotOpen(errno: ENOENT)) {
            try BuildID.ofRunningKernel(notesPath: "/absent/notes")
        }
    }
}
