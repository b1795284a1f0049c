/// Turns what a terminal sends into events.
///
/// Understands xterm and what descends from it, the kitty keyboard protocol, rxvt, tmux, screen, the Linux console, SGR and
/// X10 mouse reports, bracketed paste and focus reports. The bytes may be cut anywhere: the same bytes give the same events
/// however they are fed. Memory is bounded whatever comes.
package struct KeyDecoder: Sendable {
    /// The most bytes of one paste that are kept, 256 KiB.
    package static let pasteLimit = 256 << 10

    /// Where in a sequence the decoder stands.
    enum State: Sendable {
        case ground
        /// Inside a character of this many bytes.
        case utf8(length: Int)
        /// Behind ESC.
        case escape
        /// Behind ESC `[`.
        case control
        /// Behind ESC `[` `[`, as the Linux console begins F1...F5.
        case consoleFunction
        /// Behind ESC `O`.
        case singleShift
        /// Inside an X10 mouse report, three bytes behind ESC `[` `M`.
        case mouseBytes
        /// Inside a string that ends in ST or BEL: an answer, of no interest.
        case string
        /// Inside such a string, behind ESC.
        case stringEscape
        case paste
    }

    var state = State.ground
    /// The bytes of the sequence so far, from its first on; in a paste, the pasted ones.
    var pending: [UInt8] = []
    /// Whether an ESC stood before the sequence, which is how Alt is sent with a key that has one itself.
    var hasAltPrefix = false
    /// How much of the end marker of a paste has been seen.
    var pasteEndMatched = 0
    var events: [Event] = []

    /// Longer sequences than this mean nothing.
    private static let longestSequence = 64

    /// Creates a decoder that is in no sequence.
    package init() {}

    /// Decodes bytes and returns the events that are complete.
    package mutating func feed(_ bytes: [UInt8]) -> [Event] {
        events.removeAll()
        for byte in bytes { accept(byte) }
        return events
    }

    /// Whether a sequence is begun that may be one or may be done: call `timeout()` when nothing more comes.
    package var isPending: Bool {
        if case .ground = state { false } else { true }
    }

    /// How long to wait for more before `timeout()`, in milliseconds; `nil` when nothing is begun.
    ///
    /// A lone ESC must become the Escape key soon; a paste may well stop for a while on a slow line.
    package var timeoutMilliseconds: Int? {
        switch state {
        case .ground: nil
        case .paste: 1000
        case .string, .stringEscape: isMereAlt ? Self.patience : 1000
        default: Self.patience
        }
    }

    /// How long a lone ESC may be the beginning of more, in ms: a slow line brings an arrow key in two pieces.
    private static let patience = 150

    /// Whether all that came is an ESC and the character that would begin a sequence: Alt with that character.
    private var isMereAlt: Bool { pending.count == 2 }

    /// Ends the sequence that is begun: a lone ESC is the Escape key, a paste without its end is one all the same.
    package mutating func timeout() -> [Event] {
        events.removeAll()
        switch state {
        case .ground: break
        case .escape: emitEscapes()
        case .control where isMereAlt, .singleShift where isMereAlt, .string where isMereAlt:
            acceptAlt(pending[1])
        case .paste: finishPaste()
        default: emitUnknown()
        }
        reset()
        return events
    }
}

// MARK: - The machine

extension KeyDecoder {
    private mutating func accept(_ byte: UInt8) {
        switch state {
        case .ground: acceptFirst(byte)
        case .utf8(let length): acceptContinuation(byte, of: length)
        case .escape: acceptEscaped(byte)
        case .control: acceptControl(byte)
        case .consoleFunction: acceptConsoleFunction(byte)
        case .singleShift: acceptSingleShift(byte)
        case .mouseBytes: acceptMouseByte(byte)
        case .string, .stringEscape: acceptString(byte)
        case .paste: acceptPasted(byte)
        }
    }

    /// Takes a byte that begins something.
    private mutating func acceptFirst(_ byte: UInt8) {
        switch byte {
        case 0x1B:
            pending = [byte]
            state = .escape
        case 0..<0x20, 0x7F: emit(KeyDecoder.control(byte))
        case 0x20..<0x7F: emit(.character(Character(Unicode.Scalar(byte))))
        case 0xC2..<0xE0: begin(byte, length: 2)
        case 0xE0..<0xF0: begin(byte, length: 3)
        case 0xF0..<0xF5: begin(byte, length: 4)
        default: emit(.unknown([byte]))
        }
    }

    private mutating func begin(_ byte: UInt8, length: Int) {
        pending.append(byte)
        state = .utf8(length: length)
    }

    private mutating func acceptContinuation(_ byte: UInt8, of length: Int) {
        guard byte & 0xC0 == 0x80 else { return abandon(for: byte) }
        pending.append(byte)
        let start = pending.count > 1 && pending[0] == 0x1B ? 1 : 0
        guard pending.count - start == length else { return }
        guard let text = String(validating: pending[start...], as: UTF8.self),
            let first = text.first
        else { return abandon(for: nil) }
        emit(.character(first, start == 1 ? .alt : []))
        reset()
    }

    private mutating func acceptEscaped(_ byte: UInt8) {
        switch byte {
        case 0x1B where hasAltPrefix: emit(.key(.escape))
        case 0x1B: hasAltPrefix = true
        case 0x5B: advance(byte, to: .control)
        case 0x4F: advance(byte, to: .singleShift)
        case 0x50, 0x58, 0x5D, 0x5E, 0x5F: advance(byte, to: .string)
        default: acceptAlt(byte)
        }
    }

    private mutating func advance(_ byte: UInt8, to next: State) {
        pending.append(byte)
        state = next
    }

    /// Takes a character that an ESC stands before: it was typed with Alt.
    private mutating func acceptAlt(_ byte: UInt8) {
        if hasAltPrefix { emit(.key(.escape)) }
        hasAltPrefix = false
        if byte >= 0xC2, byte < 0xF5 {
            return begin(byte, length: byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4)
        }
        reset()
        acceptFirst(byte)
        if let last = events.indices.last { events[last] = events[last].adding(.alt) }
    }

    private mutating func acceptControl(_ byte: UInt8) {
        switch byte {
        case 0x5B where pending.count == 2: return advance(byte, to: .consoleFunction)
        case 0x4D where pending.count == 2: return advance(byte, to: .mouseBytes)
        // `$` ends the keys that rxvt sends with Shift, and stands inside the answers to questions about modes.
        case 0x24 where pending.count > 2 && pending[2] != 0x3F: finishControl(byte)
        case 0x20..<0x40:
            guard pending.count < KeyDecoder.longestSequence else { return abandon(for: nil) }
            return pending.append(byte)
        case 0x40..<0x7F: finishControl(byte)
        default: return abandon(for: byte)
        }
    }

    /// Gives up on a sequence that `byte` does not continue, and begins anew with that byte.
    mutating func abandon(for byte: UInt8?) {
        emitUnknown()
        reset()
        if let byte { acceptFirst(byte) }
    }

    /// Returns to the state outside any sequence.
    mutating func reset() {
        state = .ground
        pending.removeAll(keepingCapacity: pending.capacity <= 4096)
        hasAltPrefix = false
        pasteEndMatched = 0
    }

    mutating func emit(_ event: Event) { events.append(event) }

    private mutating func emitUnknown() {
        emit(.unknown(hasAltPrefix ? [0x1B] + pending : pending))
    }

    private mutating func emitEscapes() {
        if hasAltPrefix { emit(.key(.escape)) }
        emit(.key(.escape))
    }
}

// MARK: - Strings and pastes

extension KeyDecoder {
    private static let pasteEnd: [UInt8] = [0x1B, 0x5B, 0x32, 0x30, 0x31, 0x7E]

    /// Skips a string that some terminal sent unasked; only its first bytes are kept.
    private mutating func acceptString(_ byte: UInt8) {
        if pending.count < KeyDecoder.longestSequence { pending.append(byte) }
        switch (state, byte) {
        case (_, 0x07), (.stringEscape, 0x5C), (_, 0x18), (_, 0x1A): abandon(for: nil)
        case (_, 0x1B): state = .stringEscape
        default: state = .string
        }
    }

    mutating func beginPaste() {
        pending.removeAll()
        pasteEndMatched = 0
        state = .paste
    }

    private mutating func acceptPasted(_ byte: UInt8) {
        let marker = KeyDecoder.pasteEnd
        if byte == marker[pasteEndMatched] {
            pasteEndMatched += 1
            if pasteEndMatched == marker.count {
                pasteEndMatched = 0
                finishPaste()
                reset()
            }
            return
        }
        // Only its first byte is in the marker twice at most, so what matched was pasted, and this byte may begin anew.
        keepPasted(marker.prefix(pasteEndMatched))
        pasteEndMatched = byte == marker[0] ? 1 : 0
        if pasteEndMatched == 0 { keepPasted([byte]) }
    }

    private mutating func keepPasted(_ bytes: ArraySlice<UInt8>) {
        pending += bytes.prefix(max(0, KeyDecoder.pasteLimit - pending.count))
    }

    private mutating func finishPaste() {
        keepPasted(KeyDecoder.pasteEnd.prefix(pasteEndMatched))
        emit(.paste(String(decoding: pending, as: UTF8.self)))
    }
}
