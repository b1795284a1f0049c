import BTF

extension MemberLocation {
    /// The same member some bytes further on.
    func moved(by distance: UInt32) -> MemberLocation {
        MemberLocation(
            byteOffset: byteOffset + distance, bitOffset: bitOffset, bitWidth: bitWidth, size: size,
            kind: kind, typeName: typeName, type: type)
    }
}
