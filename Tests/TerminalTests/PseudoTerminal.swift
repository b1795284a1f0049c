import Glibc

/// A pseudo-terminal: the test holds the side where a terminal emulator would sit.
final class PseudoTerminal {
    let master: Int32
    let slave: Int32
    private(set) var isMasterOpen = true

    init() throws {
        var (master, slave): (Int32, Int32) = (-1, -1)
        guard openpty(&master, &slave, nil, nil, nil) == 0 else { throw Failure.openpty(errno) }
        self.master = master
        self.slave = slave
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
    }

    deinit {
        if isMasterOpen { close(master) }
        close(slave)
    }

    enum Failure: Error { case openpty(Int32) }

    /// The path of the side that programs use.
    var path: String { String(cString: ttyname(slave)) }

    /// Opens the programs' side as `Tty` wants it.
    func open() -> Int32 { Glibc.open(path, O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK) }

    func hangUp() {
        close(master)
        isMasterOpen = false
    }

    func setSize(columns: UInt16, rows: UInt16) {
        var window = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &window)
    }

    func type(_ text: String) {
        let bytes = Array(text.utf8)
        _ = write(master, bytes, bytes.count)
    }

    /// What programs have written and nobody has read yet.
    func read() -> [UInt8] {
        var result: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = Glibc.read(master, &buffer, buffer.count)
            guard count > 0 else { return result }
            result += buffer.prefix(count)
        }
    }

    func readText() -> String { String(decoding: read(), as: UTF8.self) }

    /// The settings, as words to compare.
    var settings: Settings {
        var settings = termios()
        tcgetattr(slave, &settings)
        return Settings(settings)
    }

    struct Settings: Equatable {
        let flags: [UInt32]
        let controls: [UInt8]

        init(_ settings: termios) {
            var settings = settings
            flags = [settings.c_iflag, settings.c_oflag, settings.c_cflag, settings.c_lflag]
            controls = withUnsafeBytes(of: &settings.c_cc) { Array($0) }
        }

        /// Neither lines, echo nor signals by keys.
        var isRaw: Bool {
            flags[3] & UInt32(ICANON | ECHO | ISIG) == 0 && flags[1] & UInt32(OPOST) == 0
        }
    }
}
