// The one gate for libbpf's return codes: nothing else in this target looks at errno.

internal import Clibbpf
internal import Glibc

/// Runs a call that returns a negative error number on failure.
func check(
    _ operation: String, _ subject: String, _ body: () -> CInt
) throws(BPFError) -> CInt {
    LibBPFLog.clear()
    let result = body()
    if result < 0 {
        throw BPFError(operation, subject, code: -result, log: LibBPFLog.take())
    }
    return result
}

/// Runs a call that returns NULL on failure and says why in errno (libbpf 1.0 and later).
func require(
    _ operation: String, _ subject: String, _ body: () -> OpaquePointer?
) throws(BPFError) -> OpaquePointer {
    LibBPFLog.clear()
    let result = unsafe body()
    let code = errno
    guard let result = unsafe result else {
        throw BPFError(operation, subject, code: code, log: LibBPFLog.take())
    }
    return unsafe result
}

/// Runs a system call that returns -1 on failure and says why in errno.
func checkSystemCall(
    _ operation: String, _ subject: String, _ body: () -> Int
) throws(BPFError) -> Int {
    let result = body()
    if result < 0 { throw BPFError(operation, subject, code: errno) }
    return result
}
