internal import Clinux
internal import Glibc

/// A pipe on which threads wake a poll loop; it lives as long as anyone who may write to it.
final class WakePipe: Sendable {
    /// The end to poll for reading.
    let reader: Descriptor
    private let writer: Descriptor

    /// Makes a pipe that blocks neither side; a failure is the errno.
    init() throws(Errno) {
        var ends: [Int32] = [-1, -1]
        let result = unsafe ends.withUnsafeMutableBufferPointer { buffer in
            unsafe bpftop_pipe(buffer.baseAddress, O_NONBLOCK)
        }
        guard result == 0, let reader = Descriptor(ends[0]), let writer = Descriptor(ends[1]) else {
            throw Errno(code: -result)
        }
        self.reader = reader
        self.writer = writer
    }

    /// Makes the reading end readable; a full pipe already is.
    func wake() { try? writer.write([1]) }

    /// Takes away what made the reading end readable.
    func drain() { _ = try? reader.read(limit: 65536) }

    /// Waits until someone wakes, at most so many ms.
    func wait(milliseconds: Int) {
        var events = pollfd(fd: reader.number, events: Int16(POLLIN), revents: 0)
        unsafe poll(&events, 1, Int32(clamping: max(0, milliseconds)))
    }
}
