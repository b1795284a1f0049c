import Glibc

/// Bytes that end where memory ends, so that a read behind them is a crash and not luck.
struct GuardedBytes: ~Copyable {
    private let mapping: UnsafeMutableRawPointer
    private let length: Int
    private let start: Int

    init(_ bytes: [UInt8]) {
        let page = 4096
        let room = (bytes.count + page - 1) / page * page
        length = room + page
        start = room - bytes.count
        mapping = mmap(nil, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        mapping.advanced(by: start).copyMemory(from: bytes, byteCount: bytes.count)
        mprotect(mapping.advanced(by: room), page, PROT_NONE)
    }

    deinit { munmap(mapping, length) }

    var bytes: RawSpan {
        @_lifetime(borrow self) get {
            let buffer = UnsafeRawBufferPointer(
                start: mapping.advanced(by: start), count: length - 4096 - start)
            return _overrideLifetime(RawSpan(_unsafeBytes: buffer), borrowing: self)
        }
    }
}
