internal import Model

/// The numbers of the CPUs that the kernel keeps per-CPU data for, those not online included; nil where it does not say.
///
/// They need not be consecutive: "0-3,8-11".
func possibleCPUs(root: String = "/") -> Set<Int>? {
    let base = root.hasSuffix("/") ? String(root.dropLast()) : root
    return textFile(base + "/sys/devices/system/cpu/possible").flatMap { text in
        CPUList.parse(text.filter { !$0.isWhitespace })
    }
}
