internal import Interface
internal import Terminal

/// The keys of `[theme.overrides]`, one for each role.
enum OverrideKey {
    /// The table they stand in.
    static let table = ["theme", "overrides"]

    /// What a key changes; nil for a key there is not, and for a text that is no style.
    ///
    /// Beside the roles' names those of this program's forerunner are understood, each of which was one colour.
    static func change(_ name: String, _ text: String) -> (role: Role, patch: StylePatch)? {
        if let role = Role(name: name) {
            guard let patch = StylePatch(text) else { return nil }
            return (role, role == .background ? background(patch) : patch)
        }
        guard let (role, isBackground) = older[name], let color = Color(text: text) else {
            return nil
        }
        let patch =
            isBackground ? StylePatch(background: color) : StylePatch(foreground: color)
        return (role, patch)
    }

    /// Whether there is such a key.
    static func isKnown(_ name: String) -> Bool { Role(name: name) != nil || older[name] != nil }

    /// The ground has no text, so a colour alone is that of the ground.
    private static func background(_ patch: StylePatch) -> StylePatch {
        guard patch.background == nil else { return patch }
        return StylePatch(background: patch.foreground, attributes: patch.attributes)
    }

    private static let older: [String: (role: Role, isBackground: Bool)] = [
        "bg": (.background, true), "fg": (.text, false), "border": (.dialogFrame, false),
        "header_bg": (.headerLabel, true),
        "selection_bg": (.cursorRow, true), "selection_fg": (.cursorRow, false),
        "mem_used": (.memoryUsed, false), "mem_cached": (.memoryCache, false),
        "mem_buffers": (.memoryBuffers, false), "gpu_util": (.gpuUsed, false),
        "gpu_mem": (.gpuMemory, false), "status_key": (.keyBarKey, false),
        "visual_bg": (.visualRange, true),
    ]
}
