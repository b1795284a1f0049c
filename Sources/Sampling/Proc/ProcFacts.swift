internal import Linux

/// What /proc keeps from this reader; facts for a person, as none of them is an error.
package struct ProcFacts: Equatable, Sendable {
    /// The `hidepid` option of /proc's mount, as the kernel prints it ("2", "invisible"); nil when nothing is hidden.
    package var hidePID: String?
    /// Whether /proc shows the processes of a PID namespace other than the machine's first; nil when not known.
    package var isNamespaced: Bool?
    /// Processes that were listed but whose `stat` was denied, in the last walk.
    package var hiddenProcesses = 0
    /// Processes whose `io` was denied, in the last walk.
    package var deniedIO = 0

    /// Makes facts of a /proc that hides nothing.
    package init() {}

    /// One sentence for every fact that limits what is shown, without full stops.
    package var sentences: [String] {
        var result: [String] = []
        if let hidePID {
            result.append(
                "/proc is mounted with hidepid=\(hidePID): other users' processes may be missing")
        }
        if isNamespaced == true {
            result.append("/proc shows only the processes of this PID namespace")
        }
        if hiddenProcesses > 0 {
            result.append("processes that are listed but may not be read: \(hiddenProcesses)")
        }
        if deniedIO > 0 {
            result.append("processes whose I/O needs CAP_SYS_PTRACE to be read: \(deniedIO)")
        }
        return result
    }

    /// Looks at how /proc is mounted and which PID namespace it shows.
    init(root: String, mounts: [Mount]) {
        self.init()
        let option = mounts.last { $0.type == "proc" && $0.point == "/proc" }?.option("hidepid")
        hidePID = option == "0" || option == "off" ? nil : option
        isNamespaced = isInitialPIDNamespace(root: root).map { !$0 }
    }
}
