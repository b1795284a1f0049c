import Glibc

/// Runs a body as another user, this thread alone: the kernel's own call changes one thread, the C library's all of them.
///
/// Takes root; where this process is not root's, the body simply runs as whoever it is.
package func asOtherUser<Result>(_ user: UInt32 = 65534, _ body: () throws -> Result) rethrows
    -> Result
{
    typealias SystemCall = @convention(c) (Int, Int, Int, Int) -> Int
    guard geteuid() == 0, let symbol = dlsym(nil, "syscall") else { return try body() }
    let call = unsafeBitCast(symbol, to: SystemCall.self)
    #if arch(x86_64)
        let setresuid = 117
    #else
        let setresuid = 147
    #endif
    // The saved id stays root's, as the way back.
    guard call(setresuid, Int(user), Int(user), 0) == 0 else { return try body() }
    defer { _ = call(setresuid, 0, 0, 0) }
    return try body()
}
