import Glibc

/// Waits until one of a few descriptors is ready.
package enum Poll {
    /// A descriptor to watch, and for what.
    package struct Watch: Sendable {
        /// The open descriptor.
        package var descriptor: Int32
        /// Whether to wait for input.
        package var input: Bool
        /// Whether to wait for room to write.
        package var output: Bool

        /// Creates a watch; for input unless said otherwise.
        package init(_ descriptor: Int32, input: Bool = true, output: Bool = false) {
            self.descriptor = descriptor
            self.input = input
            self.output = output
        }
    }

    /// What a descriptor is ready for.
    package struct Readiness: OptionSet, Hashable, Sendable {
        /// One bit per state.
        package let rawValue: UInt8
        /// Creates a set from its bits.
        package init(rawValue: UInt8) { self.rawValue = rawValue }

        /// A read gives something at once.
        package static let readable = Readiness(rawValue: 1 << 0)
        /// A write takes something at once.
        package static let writable = Readiness(rawValue: 1 << 1)
        /// The other end is gone, or the descriptor is not open.
        package static let hungUp = Readiness(rawValue: 1 << 2)
    }

    /// Waits, `timeoutMilliseconds` at most or without end for `nil`; returns one set per watch.
    ///
    /// Wraps `poll(2)`. A signal ends the wait with empty sets.
    /// - Throws: `systemCall`.
    package static func wait(
        _ watches: [Watch], timeoutMilliseconds: Int?
    ) throws(TerminalError) -> [Readiness] {
        var requests = watches.map { watch in
            let events = (watch.input ? POLLIN : 0) | (watch.output ? POLLOUT : 0)
            return pollfd(fd: watch.descriptor, events: Int16(events), revents: 0)
        }
        let timeout = timeoutMilliseconds.map { Int32(clamping: max(0, $0)) } ?? -1
        let count = unsafe poll(&requests, nfds_t(requests.count), timeout)
        if count < 0, errno != EINTR { throw .systemCall("poll", errno: errno) }
        return requests.map { count > 0 ? Readiness($0.revents) : [] }
    }
}

extension Poll.Readiness {
    fileprivate init(_ events: Int16) {
        var result: Poll.Readiness = []
        if Int32(events) & POLLIN != 0 { result.insert(.readable) }
        if Int32(events) & POLLOUT != 0 { result.insert(.writable) }
        if Int32(events) & (POLLHUP | POLLERR | POLLNVAL) != 0 { result.insert(.hungUp) }
        self = result
    }
}
