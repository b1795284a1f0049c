/// One type, taken out of its record.
package struct BTFType: Equatable, Sendable {
    package let id: TypeID
    package let kind: BTFKind
    /// The name in BTF, empty when the type has none; "void" for id 0.
    package let name: String
    package let content: Content

    /// Makes a type of its parts.
    package init(id: TypeID, kind: BTFKind, name: String, content: Content) {
        self.id = id
        self.kind = kind
        self.name = name
        self.content = content
    }

    /// What a type says beside its name.
    package enum Content: Equatable, Sendable {
        /// `void`: nothing.
        case void
        /// `int`: an integer, character or truth value.
        case integer(Integer)
        /// `ptr`, `typedef`, `volatile`, `const`, `restrict`, `typeTag`: one other type.
        case reference(TypeID)
        /// `array`: elements of one type; a count of 0 is a flexible array.
        case array(element: TypeID, index: TypeID, count: UInt32)
        /// `struct` and `union`.
        case members([Member], size: UInt32)
        /// `enum` and `enum64`. The sign is known since Linux 6.0 (older encoders never set it).
        case enumerators([Enumerator], size: UInt32, isSigned: Bool)
        /// `fwd`: a struct or union that is declared only.
        case forward(isUnion: Bool)
        /// `func`: its prototype, and 0 static, 1 global, 2 extern.
        case function(prototype: TypeID, linkage: UInt32)
        /// `funcProto`.
        case prototype(returns: TypeID, parameters: [Parameter], isVariadic: Bool)
        /// `var`: its type, and 0 static, 1 global, 2 extern.
        case variable(TypeID, linkage: UInt32)
        /// `datasec`: the variables of an object's section.
        case variables([SectionVariable], size: UInt32)
        /// `float`: size in bytes.
        case floatingPoint(size: UInt32)
        /// `declTag`: a tag on a type, or on one member or parameter of it.
        case declarationTag(TypeID, component: UInt32?)
    }
}

extension BTFType {
    /// How an integer is stored.
    package struct Integer: Equatable, Sendable {
        /// The bytes it takes.
        package let size: UInt32
        package let isSigned: Bool
        package let isCharacter: Bool
        package let isBoolean: Bool
        /// The first bit used; not 0 only in bitfields of the old style (before Linux 5.0).
        package let bitOffset: UInt8
        /// The bits used; less than `size * 8` only in bitfields of the old style.
        package let bits: UInt8

        /// Makes an integer of the given storage.
        package init(
            size: UInt32, isSigned: Bool, isCharacter: Bool, isBoolean: Bool, bitOffset: UInt8,
            bits: UInt8
        ) {
            self.size = size
            self.isSigned = isSigned
            self.isCharacter = isCharacter
            self.isBoolean = isBoolean
            self.bitOffset = bitOffset
            self.bits = bits
        }
    }

    /// A member of a struct or union, as recorded.
    package struct Member: Equatable, Sendable {
        /// Empty for a struct or union whose members are reached without naming it.
        package let name: String
        package let type: TypeID
        /// Bits from the start of the struct.
        package let bitOffset: UInt32
        /// The width of a bitfield in bits, else 0 (also 0 for one of the old style).
        package let bitfieldSize: UInt8

        /// Makes a member of the given place.
        package init(name: String, type: TypeID, bitOffset: UInt32, bitfieldSize: UInt8) {
            self.name = name
            self.type = type
            self.bitOffset = bitOffset
            self.bitfieldSize = bitfieldSize
        }
    }

    /// A named value of an enumeration.
    package struct Enumerator: Equatable, Sendable {
        package let name: String
        /// The value; an unsigned 64-bit one above `Int64.max` has the same bits.
        package let value: Int64

        /// Makes a named value.
        package init(name: String, value: Int64) {
            self.name = name
            self.value = value
        }
    }

    /// A parameter of a function.
    package struct Parameter: Equatable, Sendable {
        /// Empty in the prototype of a function pointer.
        package let name: String
        package let type: TypeID

        /// Makes a parameter of a type.
        package init(name: String, type: TypeID) {
            self.name = name
            self.type = type
        }
    }

    /// A variable of a data section, as recorded.
    package struct SectionVariable: Equatable, Sendable {
        /// The `var`, which has the name.
        package let variable: TypeID
        /// Bytes from the start of the section.
        package let offset: UInt32
        package let size: UInt32

        /// Makes an entry for a variable.
        package init(variable: TypeID, offset: UInt32, size: UInt32) {
            self.variable = variable
            self.offset = offset
            self.size = size
        }
    }
}
