/// A short NUL-terminated path, put together in place: "1234/task/1235/stat".
@safe
struct PathBuffer: ~Copyable {
    private let base: UnsafeMutablePointer<CChar>
    private var length = 0

    /// Three numbers of ten digits and the longest names of /proc fit.
    private static let capacity = 128

    init() {
        unsafe base = .allocate(capacity: Self.capacity)
        unsafe base.initialize(repeating: 0, count: Self.capacity)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// The path; valid until the next change.
    var pointer: UnsafePointer<CChar> { unsafe UnsafePointer(base) }

    /// Makes the path one of a process's files: "1234/stat".
    mutating func set(_ pid: UInt32, _ file: StaticString) {
        length = 0
        append(pid)
        append(file)
    }

    /// Makes the path one of a thread's files: "1234/task/1235/stat".
    mutating func set(_ pid: UInt32, thread: UInt32, _ file: StaticString) {
        length = 0
        append(pid)
        append("/task/")
        append(thread)
        append(file)
    }

    private mutating func append(_ number: UInt32) {
        var divisor: UInt32 = 1
        while number / divisor >= 10 { divisor *= 10 }
        while divisor > 0 {
            append(byte: 0x30 + UInt8(number / divisor % 10))
            divisor /= 10
        }
    }

    private mutating func append(_ text: StaticString) {
        for index in 0..<text.utf8CodeUnitCount {
            append(byte: unsafe text.utf8Start[index])
        }
    }

    private mutating func append(byte: UInt8) {
        precondition(length < Self.capacity - 1)
        unsafe base[length] = CChar(bitPattern: byte)
        length += 1
        unsafe base[length] = 0
    }
}
