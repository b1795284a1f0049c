internal import Clibbpf
internal import Glibc

/// The raw BTF of the running kernel, asked of bpf(2) where sysfs does not show it.
///
/// Wraps `BPF_BTF_GET_NEXT_ID`, `BPF_BTF_GET_FD_BY_ID` and `BPF_OBJ_GET_INFO_BY_FD`: the kernel's own BTF is the one of the name
/// "vmlinux" that `kernel_btf` is set for, since Linux 5.11. Needs CAP_SYS_ADMIN. Throws ENOENT where there is none.
package func kernelBTFByID() throws(BPFError) -> [UInt8] {
    // The kernel reads its BTF, and numbers it, when the first program is loaded.
    _ = libbpf_probe_bpf_prog_type(BPF_PROG_TYPE_RAW_TRACEPOINT, nil)
    var id: UInt32 = 0
    while true {
        let result = unsafe bpf_btf_get_next_id(id, &id)
        if result < 0 { throw BPFError("find BTF", "vmlinux", code: -result) }
        let descriptor = bpf_btf_get_fd_by_id(id)
        if descriptor == -ENOENT { continue }
        if descriptor < 0 { throw BPFError("open BTF", "\(id)", code: -descriptor) }
        defer { close(descriptor) }
        if let bytes = try kernelBTF(descriptor) { return bytes }
    }
}

/// The bytes of a BTF object; nil where it is not the kernel's own.
private func kernelBTF(_ descriptor: Int32) throws(BPFError) -> [UInt8]? {
    var name = [CChar](repeating: 0, count: 16)
    var info = bpf_btf_info()
    let nameResult = unsafe name.withUnsafeMutableBufferPointer { text in
        info.name = UInt64(UInt(bitPattern: text.baseAddress))
        info.name_len = UInt32(text.count)
        return readInfo(descriptor, &info)
    }
    _ = try check("read BTF", "vmlinux") { nameResult }
    let isWhole = unsafe strcmp(name, "vmlinux") == 0
    guard info.kernel_btf != 0, isWhole else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(info.btf_size))
    let result = unsafe bytes.withUnsafeMutableBytes { buffer in
        info = bpf_btf_info()
        info.btf = UInt64(UInt(bitPattern: buffer.baseAddress))
        info.btf_size = UInt32(buffer.count)
        return readInfo(descriptor, &info)
    }
    _ = try check("read BTF", "vmlinux") { result }
    return bytes
}

/// Wraps `BPF_OBJ_GET_INFO_BY_FD` for a BTF object; a negative error number where it fails.
private func readInfo(_ descriptor: Int32, _ info: inout bpf_btf_info) -> Int32 {
    var length = UInt32(MemoryLayout<bpf_btf_info>.size)
    return unsafe bpf_obj_get_info_by_fd(descriptor, &info, &length)
}
