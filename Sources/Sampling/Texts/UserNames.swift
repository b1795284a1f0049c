internal import CBpftop
internal import Glibc
package import Model

/// The names of users, without ever asking a name service in this process.
///
/// /etc/passwd is read here, again when it changes; for an id that it lacks a `getent` child is asked from another thread.
/// (In a static executable NSS would load the host's modules, which crashes; and a directory server may take seconds.)
package struct UserNames {
    private let path: String
    private let lookup: BackgroundLookup<UInt32, String>
    private var local: [UInt32: String] = [:]
    private var version: FileVersion?
    private var checkAt: UInt64 = 0
    /// Whether the last sample named no user that is not known.
    private var knowsAll = false

    /// How often /etc/passwd is looked at, in ns.
    private static let patience: UInt64 = 5_000_000_000

    /// Makes a store over a file in the form of /etc/passwd; `reader` is asked for ids that are not in it.
    ///
    /// An id that `reader` does not know, or takes more than 5 s for, is not asked for again for 10 minutes.
    package init(
        passwd: String = "/etc/passwd",
        reader: @escaping @Sendable (UInt32) -> String? = { NameService.userName($0) }
    ) {
        path = passwd
        lookup = BackgroundLookup(
            deadline: 5_000_000_000, pause: 600_000_000_000, capacity: 256, lookUp: reader)
    }

    /// Whether nothing is being looked up, or has been found since the last update.
    package var isSettled: Bool { lookup.isSettled }

    /// Merges what is known into the texts and asks for the ids among the tasks that are not.
    ///
    /// While all are known only tasks that have changed are looked at. Returns whether something has been found.
    @discardableResult
    package mutating func update(
        _ tasks: [TaskRecord], changed: [Int32]? = nil, texts: inout Texts
    ) -> Bool {
        refreshLocal(&texts)
        let found = lookup.take()
        for (id, name) in found where local[id] == nil { texts.users[id] = name }
        let ids =
            if let changed, knowsAll {
                Self.ids(of: tasks, changed.lazy.map { Int($0) })
            } else {
                Self.ids(of: tasks, tasks.indices)
            }
        let unknown = ids.filter { texts.users[$0] == nil }
        knowsAll = unknown.isEmpty
        if !unknown.isEmpty { lookup.request(unknown.sorted()) }
        return !found.isEmpty
    }

    /// Every user that rows name; neighbours mostly have the same, so few reach the set.
    private static func ids(of tasks: [TaskRecord], _ rows: some Sequence<Int>) -> Set<UInt32> {
        var ids: Set<UInt32> = []
        var last: (UInt32, UInt32, UInt32) = (.max, .max, .max)
        let tasks = tasks.span
        for index in rows {
            let these = (tasks[index].euid, tasks[index].uid, tasks[index].loginuid)
            if these == last { continue }
            last = these
            ids.formUnion([these.0, these.1, these.2])
        }
        ids.remove(.max)
        return ids
    }

    /// The id of a name in /etc/passwd; nil for one that only a name service may know.
    package mutating func id(of name: String) -> UInt32? {
        var texts = Texts()
        refreshLocal(&texts)
        return local.filter { $0.value == name }.keys.min()
    }

    private mutating func refreshLocal(_ texts: inout Texts) {
        let now = clockTime(CLOCK_MONOTONIC)
        if now < checkAt { return }
        checkAt = now &+ Self.patience
        let found = FileVersion(path)
        if found == version && version != nil { return }
        version = found
        knowsAll = false
        for id in local.keys { texts.users[id] = nil }
        local = Self.read(path)
        texts.users.merge(local) { _, new in new }
    }

    private static func read(_ path: String) -> [UInt32: String] {
        var buffer = ReadBuffer()
        guard let file = OpenFile(path),
            buffer.fill(from: file.descriptor, longestRecord: ReadBuffer.anyLength) == 0
        else { return [:] }
        return parse(buffer.bytes)
    }

    /// Names by id out of the lines of passwd(5); the first line of an id counts, lines of another form do not.
    static func parse(_ bytes: RawSpan) -> [UInt32: String] {
        var names: [UInt32: String] = [:]
        var scanner = FieldScanner(bytes)
        repeat {
            let name = scanner.rest(until: UInt8(ascii: ":"))
            guard !name.isEmpty, scanner.take(":") else { continue }
            _ = scanner.rest(until: UInt8(ascii: ":"))
            guard scanner.take(":"), let id = scanner.unsigned(), scanner.current == 0x3a,
                let id = UInt32(exactly: id), names[id] == nil
            else { continue }
            names[id] = scanner.text(name)
        } while scanner.skipLine()
        return names
    }
}

/// What tells one content of a file from another.
private struct FileVersion: Equatable {
    let device: UInt64
    let inode: UInt64
    let size: Int64
    let seconds: Int
    let nanoseconds: Int

    /// Looks at a file; nil when it is not there.
    init?(_ path: String) {
        var status = stat()
        guard unsafe stat(path, &status) == 0 else { return nil }
        device = UInt64(status.st_dev)
        inode = UInt64(status.st_ino)
        size = Int64(status.st_size)
        seconds = status.st_mtim.tv_sec
        nanoseconds = status.st_mtim.tv_nsec
    }
}
