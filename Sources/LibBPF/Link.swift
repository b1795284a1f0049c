internal import Clibbpf
internal import Glibc

/// An attached program; it is detached when this value goes.
///
/// Wraps `struct bpf_link`.
@safe
package struct Link: ~Copyable {
    let link: OpaquePointer
    let name: String

    deinit {
        unsafe bpf_link__destroy(link)
    }

    /// Runs an iterator over all its objects and throws away what it prints; returns the number of bytes printed.
    ///
    /// Wraps `BPF_ITER_CREATE`, `read` to the end and `close`: three system calls for an iterator that prints nothing. A read
    /// that gives EAGAIN has visited a million objects without output and is repeated (kernel/bpf/bpf_iter.c).
    @discardableResult
    package func iterate() throws(BPFError) -> Int {
        let descriptor = try check("BPF_ITER_CREATE", name) {
            unsafe bpf_iter_create(bpf_link__fd(link))
        }
        defer { close(descriptor) }
        var total = 0
        var buffer: InlineArray<4096, UInt8> = InlineArray(repeating: 0)
        while true {
            var bytes = buffer.mutableSpan
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe read(descriptor, $0.baseAddress, $0.count)
            }
            if count == 0 { return total }
            if count > 0 {
                total += count
            } else if errno != EAGAIN && errno != EINTR {
                throw BPFError("read iterator", name, code: errno)
            }
        }
    }
}
