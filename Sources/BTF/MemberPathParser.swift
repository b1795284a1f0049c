/// Reads the text of a `MemberPath`: `name`, then any number of `.name`, `[number]` and `[NAME]`.
struct MemberPathParser {
    private let text: [UInt8]
    private var position = 0

    init(_ text: [UInt8]) { self.text = text }

    mutating func parse() throws(MemberPathError) -> [MemberPath.Component] {
        var components: [MemberPath.Component] = [.member(try name(else: .expectedName))]
        while position < text.count {
            switch text[position] {
            case UInt8(ascii: "."):
                position += 1
                components.append(.member(try name(else: .expectedName)))
            case UInt8(ascii: "["):
                position += 1
                components.append(try index())
            default:
                throw failure(.unexpectedCharacter)
            }
        }
        return components
    }

    private func failure(_ reason: MemberPathError.Reason) -> MemberPathError {
        MemberPathError(position: position, reason: reason)
    }

    private mutating func index() throws(MemberPathError) -> MemberPath.Component {
        guard position < text.count else { throw failure(.expectedIndex) }
        let component: MemberPath.Component
        if MemberPathParser.isDigit(text[position]) {
            component = .index(try number())
        } else {
            component = .enumerator(try name(else: .expectedIndex))
        }
        guard position < text.count, text[position] == UInt8(ascii: "]") else {
            throw failure(.expectedClosingBracket)
        }
        position += 1
        return component
    }

    private mutating func number() throws(MemberPathError) -> UInt32 {
        let start = position
        var value: UInt32 = 0
        while position < text.count, MemberPathParser.isDigit(text[position]) {
            let digit = UInt32(text[position] - UInt8(ascii: "0"))
            let (tens, tensOverflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, sumOverflow) = tens.addingReportingOverflow(digit)
            guard !tensOverflow, !sumOverflow else {
                throw MemberPathError(position: start, reason: .indexTooLarge)
            }
            value = sum
            position += 1
        }
        return value
    }

    private mutating func name(
        else reason: MemberPathError.Reason
    ) throws(MemberPathError) -> String {
        let start = position
        while position < text.count, MemberPathParser.isNamePart(text[position]) { position += 1 }
        guard start < position, !MemberPathParser.isDigit(text[start]) else {
            throw MemberPathError(position: start, reason: reason)
        }
        return String(decoding: text[start..<position], as: UTF8.self)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    private static func isNamePart(_ byte: UInt8) -> Bool {
        isDigit(byte) || byte == UInt8(ascii: "_")
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
    }
}
