/// The clusters of one screen that are more than one scalar, one after the other, each behind a byte with its length.
struct ClusterStore: Sendable {
    private var storage: [UInt8] = []

    /// The bytes in use.
    var count: Int { storage.count }

    /// Forgets every cluster, keeping the memory.
    mutating func removeAll() { storage.removeAll(keepingCapacity: true) }

    /// Keeps a copy of these bytes, at most 255 of them, and returns where it is.
    mutating func insert(_ bytes: Span<UInt8>) -> Int {
        let offset = storage.count
        let length = min(bytes.count, 255)
        storage.append(UInt8(truncatingIfNeeded: length))
        for index in 0..<length { storage.append(bytes[index]) }
        return offset
    }

    /// Returns the bytes of the cluster at an offset that `insert` gave.
    subscript(offset: Int) -> ArraySlice<UInt8> {
        guard storage.indices.contains(offset) else { return [] }
        let start = offset + 1
        return storage[start..<min(start + Int(storage[offset]), storage.count)]
    }
}
