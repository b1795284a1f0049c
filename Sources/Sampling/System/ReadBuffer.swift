internal import Glibc

/// The memory into which files of /proc are read, reused from file to file.
@safe
struct ReadBuffer: ~Copyable {
    private var base: UnsafeMutableRawPointer
    private(set) var capacity: Int
    private(set) var count = 0

    /// What no file of /proc outgrows; the rest of a longer one is left.
    static let limit = 64 << 20
    /// The smallest page of any kernel, in bytes.
    private static let smallestPage = 4096
    /// For a file whose records may be of any length.
    static let anyLength = smallestPage

    init(capacity: Int = 32 << 10) {
        self.capacity = max(capacity, 256)
        unsafe base = .allocate(byteCount: self.capacity, alignment: 16)
    }

    deinit {
        unsafe base.deallocate()
    }

    /// The bytes of the last file.
    var bytes: RawSpan {
        @_lifetime(borrow self)
        borrowing get {
            let span = unsafe RawSpan(_unsafeStart: base, byteCount: count)
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }

    /// Replaces the bytes with a file's, from its start; returns 0 or the error number.
    ///
    /// The kernel renders a file of one record (`/proc/stat`) in its first read, which is therefore the only one unless the
    /// buffer was filled. A file of many records (`/proc/diskstats`) comes in pieces, each of as many records as go into a page
    /// (fs/seq_file.c): where `longestRecord`, in bytes, is given it is read to its end, and a piece that leaves room for another
    /// record is known to be the last.
    mutating func fill(from descriptor: Int32, longestRecord: Int? = nil) -> Int32 {
        count = 0
        while true {
            let got = unsafe pread(descriptor, base + count, capacity - count, count)
            if got < 0 {
                if errno == EINTR { continue }
                count = 0
                return errno
            }
            count += got
            let isLast = longestRecord.map { got < Self.smallestPage - $0 } ?? true
            if got == 0 || (isLast && count < capacity) { return 0 }
            if count == capacity && !grow() { return 0 }
        }
    }

    /// Replaces the bytes with those of a file below an open directory; returns 0 or the error number.
    mutating func fill(
        in directory: Int32, _ path: UnsafePointer<CChar>, longestRecord: Int? = nil
    ) -> Int32 {
        guard let file = unsafe OpenFile(in: directory, path) else {
            count = 0
            return errno
        }
        return fill(from: file.descriptor, longestRecord: longestRecord)
    }

    /// Doubles the room, keeping what is in it; false at the limit.
    private mutating func grow() -> Bool {
        if capacity >= Self.limit { return false }
        let larger = UnsafeMutableRawPointer.allocate(
            byteCount: capacity * 2, alignment: 16)
        unsafe larger.copyMemory(from: base, byteCount: count)
        unsafe base.deallocate()
        unsafe base = larger
        capacity *= 2
        return true
    }
}
