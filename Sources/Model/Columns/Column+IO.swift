internal import CBpftop

extension Column {
    static let ioColumns: [Column] = [
        byteRate(
            "read_bytes_per_second", "READ/s", 8, "bytes per second fetched from storage",
            from: "ioac.read_bytes"
        ) {
            $0.readBytes
        },
        byteRate(
            "write_bytes_per_second", "WRITE/s", 8, "bytes per second sent to storage",
            from: "ioac.write_bytes"
        ) {
            $0.writeBytes
        },
        bytes("read_bytes", "READ", 6, .io, "bytes fetched from storage", from: "ioac.read_bytes") {
            $0.readBytes
        },
        bytes("write_bytes", "WRITE", 6, .io, "bytes sent to storage", from: "ioac.write_bytes") {
            $0.writeBytes
        },
        bytes(
            "cancelled_write_bytes", "CANCEL", 6, .io,
            "bytes whose writing truncation made needless", from: "ioac.cancelled_write_bytes"
        ) {
            $0.cancelledWriteBytes
        },
        bytes(
            "rchar_bytes", "RCHAR", 6, .io, "bytes read by system calls, cached ones included",
            from: "ioac.rchar"
        ) {
            $0.readCharacters
        },
        bytes(
            "wchar_bytes", "WCHAR", 6, .io, "bytes written by system calls, cached ones included",
            from: "ioac.wchar"
        ) {
            $0.writtenCharacters
        },
        byteRate(
            "rchar_bytes_per_second", "RCHR/s", 8, "bytes per second read by system calls",
            from: "ioac.rchar"
        ) {
            $0.readCharacters
        },
        byteRate(
            "wchar_bytes_per_second", "WCHR/s", 8, "bytes per second written by system calls",
            from: "ioac.wchar"
        ) {
            $0.writtenCharacters
        },
    ]

    /// A column of a byte counter's growth per second.
    private static func byteRate(
        _ name: String, _ header: String, _ width: Int, _ meaning: String, from source: String,
        value: @escaping @Sendable (TaskRecord) -> UInt64?
    ) -> Column {
        Column(name, header, width, .io, meaning, from: source, kind: .byteRate, isOfRecord: true) {
            snapshot, row in
            .optional(snapshot.rate(row, of: value), Value.byteRate)
        }
    }
}
