internal import Model

/// Reads what the zram devices hold that /proc/swaps names as swap.
struct ZramReader {
    private let swaps: KeptFile
    private let blocks: String
    private var devices: [KeptFile] = []
    /// When the devices are looked up again, in ns of the monotonic clock.
    private var scanAt: UInt64 = 0

    init(root: String) {
        let root = root.hasSuffix("/") ? root : root + "/"
        swaps = KeptFile(root + "proc/swaps", longestRecord: ReadBuffer.anyLength)
        blocks = root + "sys/block/"
    }

    /// Adds up the devices; nil when none is swap.
    mutating func read(into buffer: inout ReadBuffer, now: UInt64) -> SystemSample.Zram? {
        if now >= scanAt {
            scanAt = now &+ KeptFile.patience
            devices = []
            if swaps.read(into: &buffer, now: now) { findDevices(buffer.bytes) }
        }
        var sum: SystemSample.Zram?
        for device in devices where device.read(into: &buffer, now: now) {
            guard let one = SystemSample.Zram(mmStat: buffer.bytes) else { continue }
            sum = SystemSample.Zram(
                original: one.original &+ (sum?.original ?? 0),
                compressed: one.compressed &+ (sum?.compressed ?? 0),
                used: one.used &+ (sum?.used ?? 0))
        }
        return sum
    }

    private mutating func findDevices(_ bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        repeat {
            guard scanner.take("/dev/zram"), let number = scanner.unsigned() else { continue }
            devices.append(KeptFile("\(blocks)zram\(number)/mm_stat"))
        } while scanner.skipLine()
    }
}

extension SystemSample.Zram {
    /// Reads the first three numbers of mm_stat (Documentation/admin-guide/blockdev/zram.rst, since Linux 4.1), all bytes.
    init?(mmStat bytes: RawSpan) {
        var scanner = FieldScanner(bytes)
        guard let original = scanner.unsigned(), let compressed = scanner.unsigned(),
            let used = scanner.unsigned()
        else { return nil }
        self.init(original: original, compressed: compressed, used: used)
    }
}
