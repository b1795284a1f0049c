internal import Clibbpf
internal import Glibc

/// The kernel's interpreter of BPF, which runs what has not been compiled (net.core.bpf_jit_enable is 0).
enum Interpreter {
    /// Whether a call of bpf_get_current_task() crashes it.
    ///
    /// Since Linux 6.10 arm64's compiler puts the helper's code in place of the call, wherefore the verifier leaves the helper's number
    /// in the call (bpf_jit_inlines_helper_call of kernel/bpf/verifier.c), also where nothing will be compiled: the interpreter then
    /// jumps to what is no address, and the kernel oopses. Seen on Debian's 6.12.117.
    static let isDeadly: Bool = {
        #if arch(arm64)
            return KernelVersion.running >= KernelVersion(6, 10)
        #else
            return false
        #endif
    }()

    /// Throws `BPFError.interpreted` where one of the programs, which are loaded, would be interpreted and that is deadly.
    static func refuse(_ programs: [String], of object: OpaquePointer, _ name: String)
        throws(BPFError)
    {
        guard isDeadly else { return }
        for program in programs {
            let descriptor = unsafe bpf_program__fd(
                bpf_object__find_program_by_name(object, program))
            if descriptor >= 0, isInterpreted(descriptor) {
                throw BPFError(
                    "load", name, code: BPFError.interpreted,
                    log: "\(program) is not compiled, and would crash this kernel's interpreter")
            }
        }
    }

    /// Whether a loaded program has not been compiled; false where the kernel does not say.
    static func isInterpreted(_ descriptor: Int32) -> Bool {
        var info = bpf_prog_info()
        var size = UInt32(MemoryLayout<bpf_prog_info>.size)
        let result = unsafe bpf_obj_get_info_by_fd(descriptor, &info, &size)
        return result == 0 && info.jited_prog_len == 0
    }
}

extension BPFError {
    /// The code of a program that is loaded but must not be run: ENOEXEC, which bpf(2) does not return.
    package static let interpreted: Int32 = ENOEXEC
}
