internal import Glibc
internal import Linux
package import Model

/// Which cgroups are frozen, by cgroup.events (since Linux 5.2).
///
/// Another thread has inotify watch each cgroup's file and reads it; it is read again only when the kernel says that it has
/// changed. So a sample costs one read(2), which mostly finds nothing; none where someone polls the descriptor.
package struct FrozenCgroups {
    private let lookup: BackgroundLookup<Key, Reading>?
    private let notices: Notices?
    private var known: [UInt64: Reading] = [:]
    /// The cgroups by watch.
    private var watched: [Int32: Key] = [:]
    private var updates = 0
    /// The watches that have reported a change since the last update.
    private var changed: Set<Int32> = []
    /// Whether someone else sees when there is something to read.
    private var isPolled = false

    /// A cgroup and its path.
    struct Key: Hashable, Sendable {
        let cgroup: UInt64
        let path: String
    }

    /// The watch over a cgroup's file, and what the file said after it was set.
    struct Reading: Sendable {
        let watch: Int32
        let isFrozen: Bool
    }

    /// Makes a store over the hierarchy that is mounted below a root directory.
    package init(root: String = "/") {
        guard let hierarchy = UnifiedHierarchy(mounts: Mount.all(root: root), root: root),
            let notices = Notices()
        else {
            (lookup, notices) = (nil, nil)
            return
        }
        self.notices = notices
        // The root cgroup has no such file, and a cgroup may be gone: no need to ask again soon.
        lookup = BackgroundLookup(
            deadline: 1_000_000_000, pause: 60_000_000_000, capacity: 1 << 17
        ) { key in
            hierarchy.directory(of: key.path).flatMap { notices.watch("\($0)/cgroup.events") }
        }
    }

    /// Whether nothing is being looked up, or has been found since the last update.
    package var isSettled: Bool { lookup?.isSettled ?? true }

    /// Notes what has changed and asks about cgroups that are new; returns whether something has been found.
    @discardableResult
    package mutating func update(_ texts: inout Texts) -> Bool {
        guard let lookup else { return false }
        let found = lookup.take()
        for (key, reading) in found {
            known[key.cgroup] = reading
            watched[reading.watch] = key
            if texts.frozen[key.cgroup] != reading.isFrozen {
                texts.frozen[key.cgroup] = reading.isFrozen
            }
        }
        if !isPolled { readNotices() }
        if !changed.isEmpty { askAgain(lookup) }
        updates &+= 1
        guard texts.cgroups.count != known.count || updates.isMultiple(of: 16) else {
            return !found.isEmpty
        }
        forget(allBut: texts.cgroups, &texts)
        lookup.request(
            texts.cgroups.lazy.filter { [known] in known[$0.key] == nil }
                .map { Key(cgroup: $0.key, path: $0.value.path) })
        return !found.isEmpty
    }

    /// Asks about the cgroups that have changed, and leaves those that cannot be asked about just now: a watch whose first look-up is
    /// not done, or one that is being looked up.
    private mutating func askAgain(_ lookup: BackgroundLookup<Key, Reading>) {
        if changed.contains(Notices.overflow) { changed = Set(watched.keys) }
        let isSettled = lookup.isSettled
        var left: Set<Int32> = []
        for watch in changed {
            if let key = watched[watch] {
                // What is being looked up may have been read before the change.
                if lookup.request([key]) == 0, !lookup.isRefused(key) { left.insert(watch) }
            } else if !isSettled {
                left.insert(watch)
            }
        }
        changed = left
    }

    /// A descriptor that is readable when a cgroup was frozen or thawed; nil where none can be watched.
    ///
    /// From then on an update reads nothing, and `readNotices` must be called whenever the descriptor is readable.
    package mutating func poll() -> Int32? {
        isPolled = notices != nil
        return notices?.descriptor
    }

    /// Reads which cgroups have changed, for the next update.
    package mutating func readNotices() {
        if let notices { changed.formUnion(notices.take()) }
    }

    private mutating func forget(allBut cgroups: [UInt64: CgroupPath], _ texts: inout Texts) {
        for (cgroup, reading) in known where cgroups[cgroup] == nil {
            notices?.forget(reading.watch)
            watched[reading.watch] = nil
            known[cgroup] = nil
            texts.frozen[cgroup] = nil
        }
    }
}

extension FrozenCgroups {
    /// An inotify instance over files that say "frozen 1".
    final class Notices: Sendable {
        let descriptor: Int32

        /// Makes one that watches nothing; nil where the user has too many.
        init?() {
            let opened = inotify_init1(Int32(IN_NONBLOCK | IN_CLOEXEC))
            guard opened >= 0 else { return nil }
            descriptor = opened
        }

        deinit { close(descriptor) }

        /// Watches a file and then reads it; nil where it cannot be watched or does not say.
        func watch(_ path: String) -> Reading? {
            let watch = unsafe inotify_add_watch(descriptor, path, UInt32(IN_MODIFY))
            guard watch >= 0 else { return nil }
            guard let file = OpenFile(path), let isFrozen = Self.isFrozen(file.descriptor) else {
                forget(watch)
                return nil
            }
            return Reading(watch: watch, isFrozen: isFrozen)
        }

        private static func isFrozen(_ file: Int32) -> Bool? {
            var bytes = [UInt8](repeating: 0, count: 256)
            let count = unsafe bytes.withUnsafeMutableBytes {
                unsafe read(file, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return nil }
            for line in bytes.prefix(count).split(separator: UInt8(ascii: "\n")) {
                if line.elementsEqual("frozen 1".utf8) { return true }
                if line.elementsEqual("frozen 0".utf8) { return false }
            }
            return nil
        }

        func forget(_ watch: Int32) { inotify_rm_watch(descriptor, watch) }

        /// Stands for all watches, where the kernel had no room for what has changed (IN_Q_OVERFLOW).
        static let overflow: Int32 = -1

        /// The watches whose files have changed since the last call, each once.
        func take() -> Set<Int32> {
            var changed: Set<Int32> = []
            unsafe withUnsafeTemporaryAllocation(byteCount: 8192, alignment: 8) { buffer in
                var count: Int
                repeat {
                    count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
                    unsafe Self.gather(
                        UnsafeRawBufferPointer(buffer).prefix(max(0, count)), &changed)
                    // Where there is room for one more, that was all.
                } while count + MemoryLayout<inotify_event>.size > buffer.count
            }
            return changed
        }

        private static func gather(
            _ events: Slice<UnsafeRawBufferPointer>, _ changed: inout Set<Int32>
        ) {
            let size = MemoryLayout<inotify_event>.size
            var offset = 0
            // SAFETY: the kernel writes whole events, each as long as its header says.
            while unsafe offset + size <= events.count {
                let event = unsafe events.loadUnaligned(
                    fromByteOffset: offset, as: inotify_event.self)
                if event.mask & UInt32(IN_MODIFY | IN_Q_OVERFLOW) != 0 { changed.insert(event.wd) }
                offset += size + Int(event.len)
            }
        }
    }
}
