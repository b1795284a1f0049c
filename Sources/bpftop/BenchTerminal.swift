import Glibc
import Terminal

/// A terminal that takes frames and that nobody looks at: both ends of it are ours.
struct BenchTerminal: ~Copyable {
    private var tty: Tty
    /// The end where a terminal emulator would read.
    private let screen: Int32

    /// How many reads the last `drain()` made.
    private(set) var lastReads = 0

    /// Opens a new pseudo-terminal.
    init(_ capabilities: Capabilities) throws(Failure) {
        var screen: Int32 = -1
        var descriptor: Int32 = -1
        guard openpty(&screen, &descriptor, nil, nil, nil) == 0 else { throw Self.failure() }
        for end in [screen, descriptor] { _ = fcntl(end, F_SETFL, O_RDWR | O_NONBLOCK) }
        var settings = termios()
        tcgetattr(descriptor, &settings)
        cfmakeraw(&settings)
        tcsetattr(descriptor, TCSANOW, &settings)
        let tty: Tty
        do throws(TerminalError) {
            tty = try Tty(owning: descriptor, capabilities: capabilities)
        } catch {
            throw Self.failure()
        }
        self.init(tty, screen)
    }

    /// Apart, as Swift 6.2 miscompiles a throw out of an initialiser that sets the properties itself.
    private init(_ tty: consuming Tty, _ screen: Int32) {
        self.tty = tty
        self.screen = screen
    }

    deinit { close(screen) }

    /// Writes a frame as the full screen does; throws where the terminal does not take all of it.
    mutating func show(_ frame: [UInt8]) throws(Failure) {
        let isWhole: Bool
        do throws(TerminalError) {
            isWhole = try tty.send(frame)
        } catch {
            throw Failure(.failed, "pseudo-terminal: \(error)")
        }
        guard isWhole else {
            throw Failure(.failed, "a frame of \(frame.count) bytes did not fit the terminal")
        }
    }

    /// Reads what was written and forgets it.
    mutating func drain() {
        lastReads = 0
        var buffer: InlineArray<65536, UInt8> = InlineArray(repeating: 0)
        var count = 0
        repeat {
            var bytes = buffer.mutableSpan
            count = bytes.withUnsafeMutableBytes { read(screen, $0.baseAddress, $0.count) }
            lastReads += 1
        } while count > 0
    }

    private static func failure() -> Failure {
        Failure(.failed, "no pseudo-terminal: \(String(cString: strerror(errno)))")
    }
}
