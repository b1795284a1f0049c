/// Tells, name by name in the order of /proc/diskstats, whose numbers are the machine's I/O.
///
/// Left out are
/// - partitions: the kernel lists them right behind their disk, under its name and a number, with a `p` between when the name
///   ends in a digit (`part_devname` of block/genhd.c);
/// - what stands on other disks of the list or on memory: dm-, md, loop, ram, zram, bcache, drbd, zd;
/// - the single paths of an NVMe multipath disk (nvme0c1n1), whose I/O its head (nvme0n1) counts too.
struct WholeDisks: ~Copyable {
    /// The last name that was no partition, without its end when it is longer than the kernel's 32 bytes.
    private var disk = InlineArray<32, UInt8>(repeating: 0)
    private var length = 0

    /// Whether the next device's numbers count.
    mutating func counts(_ name: RawSpan) -> Bool {
        if name.byteCount == 0 || isPartition(name) { return false }
        length = min(name.byteCount, disk.count)
        for index in 0..<length { disk[index] = Self.byte(name, index) }
        return !Self.isStacked(name) && !Self.isMultipathPart(name)
    }

    private func isPartition(_ name: RawSpan) -> Bool {
        guard length > 0, name.byteCount > length else { return false }
        for index in 0..<length where disk[index] != Self.byte(name, index) { return false }
        var start = length
        if Self.isDigit(disk[length - 1]) {
            guard Self.byte(name, start) == UInt8(ascii: "p") else { return false }
            start += 1
        }
        guard start < name.byteCount else { return false }
        return (start..<name.byteCount).allSatisfy { Self.isDigit(Self.byte(name, $0)) }
    }

    private static func isStacked(_ name: RawSpan) -> Bool {
        let prefixes: [StaticString] = ["dm-", "md", "loop", "ram", "zram", "bcache", "drbd", "zd"]
        return prefixes.contains { prefix in
            var scanner = FieldScanner(name)
            return scanner.take(prefix) && (isDigit(scanner.current) || scanner.current == 0x5f)
        }
    }

    private static func isMultipathPart(_ name: RawSpan) -> Bool {
        var scanner = FieldScanner(name)
        return scanner.take("nvme") && scanner.unsigned() != nil && scanner.take("c")
    }

    private static func byte(_ name: RawSpan, _ index: Int) -> UInt8 {
        // The bounds are checked: a name's length is whatever the file says.
        unsafe name.unsafeLoad(fromByteOffset: index, as: UInt8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
}
