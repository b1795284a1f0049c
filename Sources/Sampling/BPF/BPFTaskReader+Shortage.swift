package import LibBPF

extension BPFTaskReader {
    /// What a read leaves out, as the kernel refused a larger array.
    package struct Shortage: Sendable, CustomStringConvertible {
        /// How many records are missing; 0 where there is none of any thread.
        package let omitted: Int
        /// What the kernel said.
        package let reason: BPFError

        /// Both in one line.
        package var description: String {
            let missing = omitted > 0 ? "\(omitted) of them are missing" : "no threads are shown"
            return "the kernel gives no room for all processes, \(missing): \(reason)"
        }
    }
}
