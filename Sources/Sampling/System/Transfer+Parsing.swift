internal import Model

extension SystemSample.Transfer {
    /// Adds up the disks of /proc/diskstats: bytes read and written; a sector there is always 512 bytes.
    ///
    /// Every byte is counted once: partitions are left out, as are devices whose I/O is done by another device of the list
    /// (`WholeDisks` says which).
    init(diskstats bytes: RawSpan) {
        self.init(received: 0, sent: 0)
        var disks = WholeDisks()
        var scanner = FieldScanner(bytes)
        repeat {
            scanner.skipWord()
            scanner.skipWord()
            let name = scanner.word()
            guard disks.counts(scanner.bytes.extracting(name)) else { continue }
            // reads, reads merged, sectors read, ms; the same of writes
            scanner.skipWord()
            scanner.skipWord()
            received &+= (scanner.unsigned() ?? 0) &* 512
            scanner.skipWord()
            scanner.skipWord()
            scanner.skipWord()
            sent &+= (scanner.unsigned() ?? 0) &* 512
        } while scanner.skipLine()
    }

    /// Adds up the interfaces of /proc/net/dev but loopback: bytes received and sent.
    ///
    /// The reader's network namespace counts, and of stacked interfaces (bridge, bond, veth) each is counted.
    init(netdev bytes: RawSpan) {
        self.init(received: 0, sent: 0)
        var scanner = FieldScanner(bytes)
        // Two lines of headings.
        guard scanner.skipLine(), scanner.skipLine() else { return }
        repeat {
            scanner.skipBlanks()
            if scanner.take("lo:") { continue }
            // A name is followed by a colon, and that, on old kernels, directly by the number.
            while !scanner.isAtEnd, scanner.current != 0x3a, scanner.current != 0x0a {
                scanner.advance()
            }
            guard scanner.take(":"), let bytesReceived = scanner.unsigned() else { continue }
            for _ in 0..<7 { scanner.skipWord() }
            received &+= bytesReceived
            sent &+= scanner.unsigned() ?? 0
        } while scanner.skipLine()
    }
}
