extension BTF {
    /// What follows the name in a record.
    func content(of record: borrowing TypeRecord) throws(BTFError) -> BTFType.Content {
        let size = record.sizeOrType
        return switch record.kind {
        case .void: .void
        case .int: .integer(try integer(record))
        case .ptr, .typedef, .volatile, .const, .restrict, .typeTag: .reference(record.target)
        case .array:
            .array(
                element: TypeID(rawValue: try record.word(0)),
                index: TypeID(rawValue: try record.word(1)), count: try record.word(2))
        case .struct, .union: .members(try members(record), size: size)
        case .enum, .enum64:
            .enumerators(try enumerators(record), size: size, isSigned: record.kindFlag)
        case .fwd: .forward(isUnion: record.kindFlag)
        case .func:
            .function(prototype: record.target, linkage: UInt32(truncatingIfNeeded: record.vlen))
        case .funcProto: try prototype(record)
        case .var: .variable(record.target, linkage: try record.word(0))
        case .datasec: .variables(try sectionVariables(record), size: size)
        case .float: .floatingPoint(size: size)
        case .declTag: try declarationTag(record)
        }
    }

    func integer(_ record: borrowing TypeRecord) throws(BTFError) -> BTFType.Integer {
        let word = try record.word(0)
        let encoding = word >> 24
        return BTFType.Integer(
            size: record.sizeOrType, isSigned: encoding & 1 != 0, isCharacter: encoding & 2 != 0,
            isBoolean: encoding & 4 != 0, bitOffset: UInt8(truncatingIfNeeded: word >> 16),
            bits: UInt8(truncatingIfNeeded: word))
    }

    private func members(_ record: borrowing TypeRecord) throws(BTFError) -> [BTFType.Member] {
        var members: [BTFType.Member] = []
        members.reserveCapacity(record.vlen)
        for index in 0..<record.vlen {
            let member = try record.member(index)
            members.append(
                BTFType.Member(
                    name: try strings.string(at: member.nameOffset), type: member.type,
                    bitOffset: member.bitOffset, bitfieldSize: member.bitfieldSize))
        }
        return members
    }

    private func enumerators(
        _ record: borrowing TypeRecord
    ) throws(BTFError) -> [BTFType.Enumerator] {
        var enumerators: [BTFType.Enumerator] = []
        enumerators.reserveCapacity(record.vlen)
        for index in 0..<record.vlen {
            let enumerator = try record.enumerator(index)
            enumerators.append(
                BTFType.Enumerator(
                    name: try strings.string(at: enumerator.nameOffset), value: enumerator.value))
        }
        return enumerators
    }

    /// Parameters up to the one that stands for `...`: the last, with neither name nor type.
    private func prototype(_ record: borrowing TypeRecord) throws(BTFError) -> BTFType.Content {
        var parameters: [BTFType.Parameter] = []
        parameters.reserveCapacity(record.vlen)
        var isVariadic = false
        for index in 0..<record.vlen {
            let nameOffset = try record.word(0, ofEntry: index, stride: 8)
            let type = TypeID(rawValue: try record.word(1, ofEntry: index, stride: 8))
            if nameOffset == 0, type == .void, index == record.vlen - 1 {
                isVariadic = true
                break
            }
            parameters.append(
                BTFType.Parameter(name: try strings.string(at: nameOffset), type: type))
        }
        return .prototype(
            returns: record.target, parameters: parameters, isVariadic: isVariadic)
    }

    private func sectionVariables(
        _ record: borrowing TypeRecord
    ) throws(BTFError) -> [BTFType.SectionVariable] {
        var variables: [BTFType.SectionVariable] = []
        variables.reserveCapacity(record.vlen)
        for index in 0..<record.vlen {
            variables.append(
                BTFType.SectionVariable(
                    variable: TypeID(rawValue: try record.word(0, ofEntry: index, stride: 12)),
                    offset: try record.word(1, ofEntry: index, stride: 12),
                    size: try record.word(2, ofEntry: index, stride: 12)))
        }
        return variables
    }

    private func declarationTag(
        _ record: borrowing TypeRecord
    ) throws(BTFError) -> BTFType.Content {
        let component = try record.word(0)
        return .declarationTag(record.target, component: component == .max ? nil : component)
    }
}
