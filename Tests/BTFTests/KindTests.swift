import BTF
import TestSupport
import Testing

@Suite struct KindTests {
    /// Reads the one record that `add` makes, in both byte orders, behind an int of id 1.
    private func content(
        _ add: (inout BTFBuilder) -> Void, sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> BTFType {
        let both = try [false, true].map { isBigEndian in
            var builder = BTFBuilder(isBigEndian: isBigEndian)
            builder.int("int", size: 4, encoding: 1)
            add(&builder)
            let bytes = builder.bytes
            try validate(bytes)
            return try type(2, of: bytes)
        }
        #expect(both[0] == both[1], sourceLocation: sourceLocation)
        return both[0]
    }

    @Test func `void is id 0 and needs no record`() throws {
        let void = try type(0, of: BTFBuilder().bytes)
        #expect(void == BTFType(id: .void, kind: .void, name: "void", content: .void))
    }

    @Test(
        arguments: [
            (0, false, false, false), (1, true, false, false), (2, false, true, false),
            (4, false, false, true), (7, true, true, true),
        ] as [(UInt32, Bool, Bool, Bool)])
    func `an int has size, sign and bits`(
        encoding: UInt32, isSigned: Bool, isCharacter: Bool, isBoolean: Bool
    ) throws {
        let type = try content {
            $0.int("t", size: 8, encoding: encoding, bitOffset: 3, bits: 5)
        }
        let integer = BTFType.Integer(
            size: 8, isSigned: isSigned, isCharacter: isCharacter, isBoolean: isBoolean,
            bitOffset: 3, bits: 5)
        #expect(type.kind == .int)
        #expect(type.name == "t")
        #expect(type.content == .integer(integer))
    }

    @Test func `pointers and modifiers refer to one type`() throws {
        let kinds: [(BTFKind, (inout BTFBuilder) -> Void)] = [
            (.ptr, { $0.pointer(to: 1) }), (.typedef, { $0.typedef("", 1) }),
            (.volatile, { $0.volatile(1) }), (.const, { $0.const(1) }),
            (.restrict, { $0.restrict(1) }), (.typeTag, { $0.typeTag("", 1) }),
        ]
        for (kind, add) in kinds {
            let type = try content(add)
            #expect(type.kind == kind)
            #expect(type.content == .reference(TypeID(rawValue: 1)))
        }
    }

    @Test func `an array has element, index and count`() throws {
        let type = try content { $0.array(of: 1, count: 7, index: 1) }
        let int = TypeID(rawValue: 1)
        #expect(type.content == .array(element: int, index: int, count: 7))
    }

    @Test(arguments: [false, true])
    func `structs and unions have members`(isUnion: Bool) throws {
        let members: [BTFBuilder.Member] = [.init("a", 1, at: 0), .init("", 1, at: 4)]
        let type = try content {
            if isUnion {
                $0.union("x", size: 8, members)
            } else {
                $0.structure("x", size: 8, members)
            }
        }
        #expect(type.kind == (isUnion ? .union : .struct))
        let expected = [("a", 0), ("", 32)].map { name, bits in
            BTFType.Member(
                name: name, type: TypeID(rawValue: 1), bitOffset: bits, bitfieldSize: 0)
        }
        #expect(type.content == .members(expected, size: 8))
    }

    @Test func `a member's bitfield is told by the flag of its struct`() throws {
        let type = try content {
            $0.structure("x", size: 4, [.init("a", 1, atBit: 5, bits: 3), .init("b", 1, at: 0)])
        }
        guard case .members(let members, _) = type.content else {
            Issue.record("no members")
            return
        }
        #expect(members.map(\.bitOffset) == [5, 0])
        #expect(members.map(\.bitfieldSize) == [3, 0])
    }

    @Test func `enumerators have 32-bit values with or without sign`() throws {
        let values: [(String, Int32)] = [("A", 1), ("B", -1), ("C", .min)]
        let unsigned = try content { $0.enumeration("e", values) }
        let signed = try content { $0.enumeration("e", size: 1, isSigned: true, values) }
        #expect(
            unsigned.content
                == .enumerators(
                    [("A", 1), ("B", 0xFFFF_FFFF), ("C", 0x8000_0000)].map(BTFType.Enumerator.init),
                    size: 4, isSigned: false))
        #expect(
            signed.content
                == .enumerators(
                    [("A", 1), ("B", -1), ("C", -0x8000_0000)].map(BTFType.Enumerator.init),
                    size: 1, isSigned: true))
    }

    @Test func `enumerators of enum64 have 64-bit values`() throws {
        let type = try content {
            $0.enumeration64("e", [("A", 0x1_0000_0002), ("B", .max)])
        }
        #expect(type.kind == .enum64)
        #expect(
            type.content
                == .enumerators(
                    [("A", 0x1_0000_0002), ("B", -1)].map(BTFType.Enumerator.init), size: 8,
                    isSigned: false))
    }

    @Test func `a forward says whether it is a union`() throws {
        #expect(try content { $0.forward("f") }.content == .forward(isUnion: false))
        #expect(
            try content { $0.forward("f", isUnion: true) }.content == .forward(isUnion: true))
    }

    @Test func `a prototype has parameters and may be variadic`() throws {
        let int = TypeID(rawValue: 1)
        let fixed = try content { $0.prototype(returns: 1, [("a", 1), ("", 1)]) }
        let variadic = try content { $0.prototype(returns: 0, [("a", 1), ("", 0)]) }
        #expect(
            fixed.content
                == .prototype(
                    returns: int,
                    parameters: [.init(name: "a", type: int), .init(name: "", type: int)],
                    isVariadic: false))
        #expect(
            variadic.content
                == .prototype(
                    returns: .void, parameters: [.init(name: "a", type: int)], isVariadic: true))
    }

    @Test func `functions and variables have a linkage`() throws {
        let one = TypeID(rawValue: 1)
        let function = try content { $0.function("f", prototype: 1, linkage: 2) }
        let variable = try content { $0.variable("v", 1, linkage: 1) }
        #expect(function.content == .function(prototype: one, linkage: 2))
        #expect(variable.content == .variable(one, linkage: 1))
    }

    @Test func `a data section lists variables with offset and size`() throws {
        let type = try content { $0.dataSection(".data", size: 12, [(1, offset: 8, size: 4)]) }
        let entry = BTFType.SectionVariable(variable: TypeID(rawValue: 1), offset: 8, size: 4)
        #expect(type.content == .variables([entry], size: 12))
    }

    @Test func `floats have a size and tags a component`() throws {
        let one = TypeID(rawValue: 1)
        #expect(
            try content { $0.float("double", size: 8) }.content == .floatingPoint(size: 8))
        #expect(
            try content { $0.declarationTag("t", on: 1) }.content
                == .declarationTag(one, component: nil))
        #expect(
            try content { $0.declarationTag("t", on: 1, component: 3) }.content
                == .declarationTag(one, component: 3))
    }

    @Test func `each kind has the kernel's number`() {
        #expect(BTFKind.allCases.map(\.rawValue) == Array(0...19))
        #expect(BTFKind.ptr.rawValue == 2)
        #expect(BTFKind.funcProto.rawValue == 13)
        #expect(BTFKind.enum64.rawValue == 19)
    }
}
