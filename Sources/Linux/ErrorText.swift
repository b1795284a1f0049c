internal import Glibc

/// The system's words for an error number: "Permission denied".
package func errorText(_ code: Int32) -> String {
    // ENOTSUPP of include/linux/errno.h, which no C library knows: not supported without the compiler of BPF, say.
    if code == 524 { return "Operation not supported" }
    guard let text = unsafe strerror(code) else { return "error \(code)" }
    return unsafe String(cString: text)
}
