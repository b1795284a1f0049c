internal import Clibbpf

/// How many CPUs the kernel keeps per-CPU data for, those not online included.
///
/// Wraps `libbpf_num_possible_cpus`, which reads /sys/devices/system/cpu/possible.
package func possibleCPUCount() throws(BPFError) -> Int {
    Int(try check("count", "possible CPUs") { libbpf_num_possible_cpus() })
}
