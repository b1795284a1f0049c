import Glibc

/// A pseudo-terminal: the test holds the side where a terminal emulator would sit.
package final class PseudoTerminal {
    private let master: Int32
    /// The side that programs use.
    package let slave: Int32
    private var isMasterOpen = true

    /// TIOCSPTLCK and TIOCGPTPEER of asm-generic/ioctls.h, which are no constants to Swift.
    private static let (lock, peer): (UInt, UInt) = (0x4004_5431, 0x5441)

    /// Opens a terminal of 80 columns and 24 rows.
    package init() throws {
        // Closed on exec from the first instant: a program that another test starts just then would keep it from hanging up.
        let master = Glibc.open("/dev/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC)
        var lock: CInt = 0
        guard master >= 0, ioctl(master, Self.lock, &lock) == 0 else {
            throw SpawnError(program: "/dev/ptmx", code: errno)
        }
        self.master = master
        slave = ioctl(master, Self.peer, O_RDWR | O_NOCTTY | O_CLOEXEC)
        guard slave >= 0 else { throw SpawnError(program: "TIOCGPTPEER", code: errno) }
        setSize(columns: 80, rows: 24)
    }

    deinit {
        if isMasterOpen { close(master) }
        close(slave)
    }

    /// The path of the side that programs use.
    package var path: String { String(cString: ttyname(slave)) }

    /// Opens the programs' side as `Tty` wants it.
    package func open() -> Int32 { Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK) }

    /// Goes away, as a terminal whose window is closed.
    package func hangUp() {
        if isMasterOpen { close(master) }
        isMasterOpen = false
    }

    /// Sets the size, of which the kernel tells the foreground job.
    package func setSize(columns: UInt16, rows: UInt16) {
        var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }

    /// Writes what a user types; false where the terminal takes no more.
    @discardableResult
    package func type(_ bytes: [UInt8]) -> Bool { write(master, bytes, bytes.count) == bytes.count }

    /// Writes what a user types.
    package func type(_ text: String) { type(Array(text.utf8)) }

    /// What programs have written and nobody has read yet.
    package func read() -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while isMasterOpen {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            result += buffer.prefix(count)
        }
        return result
    }

    /// Waits at most so many ms until there is something to read, and reads it.
    package func read(within milliseconds: Int32) -> [UInt8] {
        var waiting = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
        return poll(&waiting, 1, milliseconds) > 0 ? read() : []
    }

    /// What programs have written, as text.
    package func readText() -> String { String(decoding: read(), as: UTF8.self) }

    /// The settings, as words to compare: what `stty -a` prints, but for the size.
    package var settings: Settings {
        var settings = termios()
        tcgetattr(slave, &settings)
        return Settings(settings)
    }

    /// A terminal's settings.
    package struct Settings: Equatable {
        let flags: [UInt32]
        let controls: [UInt8]

        init(_ settings: termios) {
            var settings = settings
            flags = [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
            controls = withUnsafeBytes(of: &settings.c_cc) { Array($0) }
        }

        /// Neither lines, echo nor signals by keys.
        package var isRaw: Bool {
            flags[3] & UInt32(ICANON | ECHO | ISIG) == 0 && flags[1] & UInt32(OPOST) == 0
        }
    }
}
