extension Color {
    /// Returns the nearest colour that a terminal of this depth has.
    ///
    /// The cube and the greys of the palette have fixed values everywhere; the sixteen named colours do not (every theme
    /// sets them), so a colour is never mapped *to* one of them at `.indexed256`, and at `.ansi16` the values of xterm
    /// are assumed.
    package func downgraded(to depth: ColorDepth) -> Color {
        switch (self, depth) {
        case (.terminalDefault, _), (_, .truecolor): self
        case (_, .monochrome): .terminalDefault
        case (.indexed, .indexed256): self
        case (.indexed(let index), .ansi16) where index < 16: self
        case (.indexed(let index), .ansi16): Color.nearestNamed(to: Color.components(of: index))
        case (.rgb(let red, let green, let blue), .indexed256):
            Color.nearestIndexed(to: RGB(red: Int(red), green: Int(green), blue: Int(blue)))
        case (.rgb(let red, let green, let blue), .ansi16):
            Color.nearestNamed(to: RGB(red: Int(red), green: Int(green), blue: Int(blue)))
        }
    }
}

// MARK: - The palette

/// Red, green and blue as numbers to reckon with.
private struct RGB {
    var red: Int
    var green: Int
    var blue: Int

    /// The squared distance, weighted as the eye weighs the three (green most, blue least when red is strong).
    func distance(to other: RGB) -> Int {
        let mean = (red + other.red) / 2
        let (dr, dg, db) = (red - other.red, green - other.green, blue - other.blue)
        return (512 + mean) * dr * dr / 256 + 4 * dg * dg + (767 - mean) * db * db / 256
    }
}

extension Color {
    /// The six levels of a side of the colour cube.
    private static func cubeLevel(_ step: Int) -> Int { step == 0 ? 0 : 55 + 40 * step }

    private static func nearestCubeStep(_ value: Int) -> Int {
        value < 48 ? 0 : value < 115 ? 1 : (value - 35) / 40
    }

    private static func nearestIndexed(to color: RGB) -> Color {
        let steps = (
            nearestCubeStep(color.red), nearestCubeStep(color.green), nearestCubeStep(color.blue)
        )
        let cube = RGB(red: cubeLevel(steps.0), green: cubeLevel(steps.1), blue: cubeLevel(steps.2))
        let mean = (color.red + color.green + color.blue) / 3
        let greyStep = min(23, max(0, (mean - 3) / 10))
        let level = 8 + 10 * greyStep
        let grey = RGB(red: level, green: level, blue: level)
        let isGrey = color.distance(to: grey) < color.distance(to: cube)
        let index = isGrey ? 232 + greyStep : 16 + 36 * steps.0 + 6 * steps.1 + steps.2
        return .indexed(UInt8(truncatingIfNeeded: index))
    }

    private static func nearestNamed(to color: RGB) -> Color {
        var best = (index: UInt8(0), distance: Int.max)
        for index in UInt8(0)..<16 {
            let distance = color.distance(to: components(of: index))
            if distance < best.distance { best = (index, distance) }
        }
        return .indexed(best.index)
    }

    /// The components that xterm gives an entry of the palette.
    private static func components(of index: UInt8) -> RGB {
        let index = Int(index)
        switch index {
        case 7: return RGB(red: 229, green: 229, blue: 229)
        case 8: return RGB(red: 127, green: 127, blue: 127)
        case 12: return RGB(red: 92, green: 92, blue: 255)
        case 0..<16:
            let on = index < 8 ? (index == 4 ? 238 : 205) : 255
            return RGB(
                red: index & 1 == 0 ? 0 : on, green: index & 2 == 0 ? 0 : on,
                blue: index & 4 == 0 ? 0 : on)
        case 16..<232:
            let cube = index - 16
            return RGB(
                red: cubeLevel(cube / 36), green: cubeLevel(cube / 6 % 6), blue: cubeLevel(cube % 6)
            )
        default:
            let level = 8 + 10 * (index - 232)
            return RGB(red: level, green: level, blue: level)
        }
    }
}
