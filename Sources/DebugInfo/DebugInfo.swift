// DebugInfo
