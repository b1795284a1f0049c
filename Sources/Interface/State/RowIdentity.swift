package import Model

/// What a row shows, told apart from any other that is, was or will be.
///
/// A process's first thread has the process's number and start time, so the kind belongs to it.
package struct RowIdentity: Hashable, Sendable {
    /// The process's, or the thread's, number and start.
    package var task: ProcessIdentity
    /// Whether it is a single thread.
    package var isThread: Bool

    /// The number in the viewer's PID namespace.
    package var pid: UInt32 { task.pid }

    /// Makes an identity of its parts.
    package init(_ task: ProcessIdentity, isThread: Bool = false) {
        self.task = task
        self.isThread = isThread
    }
}

extension TaskRecord {
    /// The identity of the row that shows this record.
    var rowIdentity: RowIdentity { RowIdentity(identity, isThread: isThread) }
}
