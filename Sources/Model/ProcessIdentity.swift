/// A process, told apart from any other that had or will have its number.
///
/// Tags, cursors, folds and signals are bound to this and never to a row or a bare number.
package struct ProcessIdentity: Hashable, Sendable {
    /// The number in the viewer's PID namespace; for a thread, the thread's.
    package var pid: UInt32
    /// When it started, in ns of the boot clock.
    package var startTime: UInt64

    /// Makes an identity of its two parts.
    package init(pid: UInt32, startTime: UInt64) {
        self.pid = pid
        self.startTime = startTime
    }

    /// Feeds both parts as one word: command lines are looked up by identity for every row, and a second word would take as long
    /// as the first.
    package func hash(into hasher: inout Hasher) {
        hasher.combine(startTime ^ UInt64(pid) << 40)
    }
}
