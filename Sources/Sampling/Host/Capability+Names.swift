extension Capability {
    /// Every capability's name by its bit (include/uapi/linux/capability.h, Linux 5.9 and later).
    package static let allNames = [
        "cap_chown", "cap_dac_override", "cap_dac_read_search", "cap_fowner", "cap_fsetid",
        "cap_kill", "cap_setgid", "cap_setuid", "cap_setpcap", "cap_linux_immutable",
        "cap_net_bind_service", "cap_net_broadcast", "cap_net_admin", "cap_net_raw", "cap_ipc_lock",
        "cap_ipc_owner", "cap_sys_module", "cap_sys_rawio", "cap_sys_chroot", "cap_sys_ptrace",
        "cap_sys_pacct", "cap_sys_admin", "cap_sys_boot", "cap_sys_nice", "cap_sys_resource",
        "cap_sys_time", "cap_sys_tty_config", "cap_mknod", "cap_lease", "cap_audit_write",
        "cap_audit_control", "cap_setfcap", "cap_mac_override", "cap_mac_admin", "cap_syslog",
        "cap_wake_alarm", "cap_block_suspend", "cap_audit_read", "cap_perfmon", "cap_bpf",
        "cap_checkpoint_restore",
    ]

    /// The names of the bits of a set; one that is newer than the list is named by its number.
    package static func names(in set: UInt64) -> [String] {
        (0..<64).filter { set >> UInt64($0) & 1 == 1 }
            .map { $0 < allNames.count ? allNames[$0] : "cap_\($0)" }
    }

    /// A set in words: all names, or all but those that are missing where these are fewer.
    package static func text(of set: UInt64) -> String {
        let present = names(in: set)
        let missing = allNames.filter { !present.contains($0) }
        if present.isEmpty { return "none" }
        if missing.isEmpty { return "all" }
        if missing.count < present.count { return "all but " + missing.joined(separator: ", ") }
        return present.joined(separator: ", ")
    }
}
