internal import Clibbpf
internal import Glibc

/// The error number with which bpf(2) refuses every call: EPERM, EACCES or ENOSYS; nil where calls reach the kernel.
///
/// A call on no descriptor ends with EBADFD (EBADF on some kernels) where it is looked at, and needs no capability. A seccomp filter
/// answers EPERM or ENOSYS, a security module EPERM or EACCES, a kernel without CONFIG_BPF_SYSCALL ENOSYS.
package func refusalOfEveryBPFCall() -> Int32? {
    var info = bpf_btf_info()
    var size = UInt32(MemoryLayout.size(ofValue: info))
    let result = unsafe bpf_obj_get_info_by_fd(-1, &info, &size)
    return [EPERM, EACCES, ENOSYS].first { $0 == -result }
}
