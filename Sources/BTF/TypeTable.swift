/// The type section of one blob with its index: where the record of each id begins.
struct TypeTable: ~Escapable {
    let reader: ByteReader
    let header: BTFHeader
    let strings: StringTable
    /// The id of the first record: 1, or the number of ids in the base.
    let firstID: UInt32
    /// For each record its position from the start of the type section.
    let positions: [UInt32]
    let unknownKind: UnknownKind?

    /// Opens the table of BTF that stands alone.
    @_lifetime(copy bytes)
    init(_ bytes: RawSpan) throws(BTFError) {
        reader = ByteReader(bytes, byteOrder: try BTFHeader.byteOrder(of: bytes))
        header = try BTFHeader(reader)
        strings = StringTable(own: try StringSection(reader, header: header, firstOffset: 0))
        firstID = 1
        let index = try TypeIndex(reader, header: header, firstID: firstID)
        positions = index.positions
        unknownKind = index.unknownKind
    }

    /// Opens the table of split BTF.
    @_lifetime(copy bytes, copy base)
    init(_ bytes: RawSpan, base: TypeTable) throws(BTFError) {
        reader = ByteReader(bytes, byteOrder: try BTFHeader.byteOrder(of: bytes))
        header = try BTFHeader(reader)
        let own = try StringSection(
            reader, header: header, firstOffset: base.header.stringLength)
        strings = StringTable(own: own, base: base.strings)
        firstID = base.endID
        let index = try TypeIndex(reader, header: header, firstID: firstID)
        positions = index.positions
        unknownKind = index.unknownKind
    }

    /// The first id behind the table's last.
    var endID: UInt32 { firstID + UInt32(positions.count) }

    /// The record of an id of this table.
    @_lifetime(copy self)
    func record(of id: TypeID) throws(BTFError) -> TypeRecord {
        let index = Int(id.rawValue) - Int(firstID)
        guard index >= 0, index < positions.count else { throw .noSuchType(id) }
        return try TypeRecord(
            reader, position: header.typesStart + Int(positions[index]), id: id)
    }
}

/// The positions of all records, found by stepping from each to the next.
struct TypeIndex {
    var positions: [UInt32] = []
    var unknownKind: UnknownKind?

    init(_ reader: borrowing ByteReader, header: BTFHeader, firstID: UInt32) throws(BTFError) {
        // A kernel's records are about 25 bytes long on average.
        positions.reserveCapacity(Int(header.typeLength) / 24)
        let start = header.typesStart
        let end = header.typesEnd
        var position = start
        while position < end {
            let id = TypeID(rawValue: firstID &+ UInt32(truncatingIfNeeded: positions.count))
            guard end - position >= TypeRecord.fixedLength else {
                throw .recordTooLong(id, position: position)
            }
            let info = TypeInfo(rawValue: try reader.u32(at: position + 4))
            guard BTFKind.hasRecord(rawKind: info.rawKind) else {
                unknownKind = UnknownKind(kind: info.rawKind, id: id, position: position)
                return
            }
            let tail = BTFKind.tailLength(rawKind: info.rawKind, vlen: info.vlen)
            let next = position + TypeRecord.fixedLength + tail
            guard next <= end else { throw .recordTooLong(id, position: position) }
            positions.append(UInt32(truncatingIfNeeded: position - start))
            position = next
        }
    }
}
