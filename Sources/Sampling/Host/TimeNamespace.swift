/// By how many ns the boot clock of our time namespace is ahead of the kernel's own, modulo 2^64; 0 where there are no such namespaces.
///
/// CLOCK_BOOTTIME and the start times of /proc have it in them (`timens_add_boottime_ns` of include/linux/time_namespace.h,
/// Linux 5.6), a task's `start_boottime` does not.
///
/// The file has the offsets of the namespace in which our children will be, and before Linux 6.3 an exec did not take us there.
func boottimeOffset(root: String = "/") -> UInt64 {
    let namespaces = procDirectory(root) + "/self/ns/time"
    let (own, children) = (inode(of: namespaces), inode(of: namespaces + "_for_children"))
    guard own == children || own == nil || children == nil else { return 0 }
    for line in textFile(procDirectory(root) + "/self/timens_offsets")?.split(separator: "\n") ?? []
    {
        let words = line.split(separator: " ")
        guard words.count == 3, words[0] == "boottime", let seconds = Int64(words[1]),
            let nanoseconds = Int64(words[2])
        else { continue }
        return UInt64(bitPattern: seconds &* 1_000_000_000 &+ nanoseconds)
    }
    return 0
}
