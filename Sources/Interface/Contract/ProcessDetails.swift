package import Model

/// What was read of one process on demand: files, limits, environment and the like.
package struct ProcessDetails: Equatable, Sendable {
    /// Of which process.
    package var identity: ProcessIdentity
    /// What was read, in the order in which it is shown.
    package var sections: [Section]
    /// The CPUs that its first thread may run on, in ascending order; nil where that could not be read.
    package var allowedCPUs: [Int]?
    /// Its first thread's I/O priority; nil where that could not be read.
    package var ioPriority: IOPriority?

    /// Makes details of their parts.
    package init(identity: ProcessIdentity, sections: [Section]) {
        self.identity = identity
        self.sections = sections
    }

    /// Lines of one kind.
    package struct Section: Equatable, Sendable {
        /// The kind: "Open files", "Limits".
        package var title: String
        /// The lines, hostile characters and all.
        package var lines: [String]
        /// Why nothing, or not all, could be read: "permission denied", "no answer within 200 ms".
        package var problem: String?

        /// Makes a section.
        package init(title: String, lines: [String], problem: String? = nil) {
            self.title = title
            self.lines = lines
            self.problem = problem
        }
    }
}
