import BTF

// A view of bytes cannot be kept in a fixture or captured by `#expect`, so tests ask through these.

/// The location of a member, by the names of its struct (or union) and path.
func locate(_ path: String, in name: String, of bytes: [UInt8]) throws -> MemberLocation? {
    let btf = try BTF(bytes)
    let ids = try btf.find([TypeQuery(.struct, name), TypeQuery(.union, name)])
    guard let id = ids[0] ?? ids[1] else { return nil }
    return try btf.location(of: MemberPath(path), in: id)
}

/// The type with an id.
func type(_ id: UInt32, of bytes: [UInt8]) throws -> BTFType {
    try BTF(bytes).type(TypeID(rawValue: id))
}

/// The name of a type as in C.
func typeName(_ id: UInt32, of bytes: [UInt8]) throws -> String {
    try BTF(bytes).typeName(of: TypeID(rawValue: id))
}

/// Opens the bytes and throws the view away.
func open(_ bytes: [UInt8]) throws {
    _ = try BTF(bytes)
}

/// Opens the bytes and reads all there is in them.
func validate(_ bytes: [UInt8]) throws {
    try BTF(bytes).validate()
}
