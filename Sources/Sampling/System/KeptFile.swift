internal import Glibc

/// A file that stays open from refresh to refresh, or is known not to be there.
final class KeptFile {
    private let path: String
    private let longestRecord: Int?
    private var file: OpenFile?
    /// Until when an absent file is not looked for, in ns of the monotonic clock.
    private var absentUntil: UInt64 = 0

    /// How long a file that could not be opened or read counts as absent, in ns.
    static let patience: UInt64 = 30_000_000_000

    init(_ path: String, longestRecord: Int? = nil) {
        self.path = path
        self.longestRecord = longestRecord
    }

    /// Reads the file from its start; false when it is not there.
    func read(into buffer: inout ReadBuffer, now: UInt64) -> Bool {
        if file == nil {
            if now < absentUntil { return false }
            file = OpenFile(path)
        }
        if let descriptor = file?.descriptor,
            buffer.fill(from: descriptor, longestRecord: longestRecord) == 0
        {
            return true
        }
        file = nil
        absentUntil = now &+ Self.patience
        return false
    }
}
