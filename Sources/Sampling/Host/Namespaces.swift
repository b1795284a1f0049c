internal import Glibc

/// Whether the processes below a root directory's /proc are those of the machine's first PID namespace, by its fixed inode
/// (PROC_PID_INIT_INO of include/linux/proc_ns.h); nil where /proc does not say.
func isInitialPIDNamespace(root: String) -> Bool? {
    inode(of: procDirectory(root) + "/self/ns/pid").map { $0 == 0xeffffffc }
}

/// The inode number of a file, by which namespaces are told apart; nil where it cannot be looked at.
func inode(of path: String) -> UInt64? {
    var status = stat()
    return unsafe stat(path, &status) == 0 ? UInt64(status.st_ino) : nil
}
