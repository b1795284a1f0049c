extension BTFBuilder {
    /// A member of a struct or union to be.
    package struct Member {
        let name: String
        let type: UInt32
        let bitOffset: UInt32
        let bitfieldSize: UInt32

        /// A member at a byte, or with `bits` a bitfield at a bit.
        package init(_ name: String, _ type: UInt32, at bytes: UInt32) {
            self.init(name, type, atBit: bytes * 8, bits: 0)
        }

        /// A bitfield; 0 bits make a member that is none.
        package init(_ name: String, _ type: UInt32, atBit bit: UInt32, bits: UInt32) {
            self.name = name
            self.type = type
            bitOffset = bit
            bitfieldSize = bits
        }
    }

    /// Adds an INT; the encoding is 1 signed, 2 character, 4 truth value.
    @discardableResult
    package mutating func int(
        _ name: String, size: UInt32, encoding: UInt32 = 0, bitOffset: UInt32 = 0,
        bits: UInt32? = nil
    ) -> UInt32 {
        record(1, name, size, tail: [encoding << 24 | bitOffset << 16 | (bits ?? size * 8)])
    }

    /// Adds a PTR.
    @discardableResult
    package mutating func pointer(to type: UInt32) -> UInt32 { record(2, "", type) }

    /// Adds an ARRAY.
    @discardableResult
    package mutating func array(of type: UInt32, count: UInt32, index: UInt32 = 1) -> UInt32 {
        record(3, "", 0, tail: [type, index, count])
    }

    /// Adds a STRUCT; the flag is set when a member is a bitfield.
    @discardableResult
    package mutating func structure(
        _ name: String, size: UInt32, _ members: [Member]
    ) -> UInt32 {
        composite(4, name, size: size, members)
    }

    /// Adds a UNION.
    @discardableResult
    package mutating func union(_ name: String, size: UInt32, _ members: [Member]) -> UInt32 {
        composite(5, name, size: size, members)
    }

    private mutating func composite(
        _ kind: UInt32, _ name: String, size: UInt32, _ members: [Member]
    ) -> UInt32 {
        let flag = members.contains { $0.bitfieldSize != 0 }
        var tail: [UInt32] = []
        for member in members {
            tail += [
                string(member.name), member.type, member.bitfieldSize << 24 | member.bitOffset,
            ]
        }
        return record(kind, name, vlen: members.count, flag: flag, size, tail: tail)
    }

    /// Adds an ENUM.
    @discardableResult
    package mutating func enumeration(
        _ name: String, size: UInt32 = 4, isSigned: Bool = false, _ values: [(String, Int32)]
    ) -> UInt32 {
        let tail = values.flatMap { [string($0.0), UInt32(bitPattern: $0.1)] }
        return record(6, name, vlen: values.count, flag: isSigned, size, tail: tail)
    }

    /// Adds an ENUM64.
    @discardableResult
    package mutating func enumeration64(
        _ name: String, isSigned: Bool = false, _ values: [(String, UInt64)]
    ) -> UInt32 {
        let tail = values.flatMap {
            [string($0.0), UInt32(truncatingIfNeeded: $0.1), UInt32($0.1 >> 32)]
        }
        return record(19, name, vlen: values.count, flag: isSigned, 8, tail: tail)
    }

    /// Adds a FWD.
    @discardableResult
    package mutating func forward(_ name: String, isUnion: Bool = false) -> UInt32 {
        record(7, name, flag: isUnion, 0)
    }

    /// Adds a TYPEDEF.
    @discardableResult
    package mutating func typedef(_ name: String, _ type: UInt32) -> UInt32 {
        record(8, name, type)
    }

    /// Adds a VOLATILE.
    @discardableResult
    package mutating func volatile(_ type: UInt32) -> UInt32 { record(9, "", type) }

    /// Adds a CONST.
    @discardableResult
    package mutating func const(_ type: UInt32) -> UInt32 { record(10, "", type) }

    /// Adds a RESTRICT.
    @discardableResult
    package mutating func restrict(_ type: UInt32) -> UInt32 { record(11, "", type) }

    /// Adds a FUNC.
    @discardableResult
    package mutating func function(
        _ name: String, prototype: UInt32, linkage: Int = 1
    ) -> UInt32 {
        record(12, name, vlen: linkage, prototype)
    }

    /// Adds a FUNC_PROTO; a last parameter of no name and type 0 stands for `...`.
    @discardableResult
    package mutating func prototype(
        returns: UInt32, _ parameters: [(String, UInt32)]
    ) -> UInt32 {
        let tail = parameters.flatMap { [string($0.0), $0.1] }
        return record(13, "", vlen: parameters.count, returns, tail: tail)
    }

    /// Adds a VAR.
    @discardableResult
    package mutating func variable(
        _ name: String, _ type: UInt32, linkage: UInt32 = 1
    ) -> UInt32 {
        record(14, name, type, tail: [linkage])
    }

    /// Adds a DATASEC of variables, each with its offset and size.
    @discardableResult
    package mutating func dataSection(
        _ name: String, size: UInt32, _ variables: [(UInt32, offset: UInt32, size: UInt32)]
    ) -> UInt32 {
        let tail = variables.flatMap { [$0.0, $0.offset, $0.size] }
        return record(15, name, vlen: variables.count, size, tail: tail)
    }

    /// Adds a FLOAT.
    @discardableResult
    package mutating func float(_ name: String, size: UInt32) -> UInt32 { record(16, name, size) }

    /// Adds a DECL_TAG, on a whole type when the component is nil.
    @discardableResult
    package mutating func declarationTag(
        _ name: String, on type: UInt32, component: UInt32? = nil
    ) -> UInt32 {
        record(17, name, type, tail: [component ?? .max])
    }

    /// Adds a TYPE_TAG.
    @discardableResult
    package mutating func typeTag(_ name: String, _ type: UInt32) -> UInt32 {
        record(18, name, type)
    }
}
