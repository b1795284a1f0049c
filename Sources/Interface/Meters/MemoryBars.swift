package import Model

extension SystemSample.Memory {
    /// The memory bar: used, shared, buffers and cache in parts of the whole, which never exceed it.
    package var bar: Bar {
        let whole = Double(max(1, total))
        let sharedPart = min(shared, used)
        let cacheAll = cached &+ reclaimable
        let cache = cacheAll > shared ? cacheAll - shared : 0
        return Bar(
            label: "Mem",
            segments: [
                Bar.Segment(.memoryUsed, Double(used - sharedPart) / whole),
                Bar.Segment(.memoryShared, Double(sharedPart) / whole),
                Bar.Segment(.memoryBuffers, Double(buffers) / whole),
                Bar.Segment(.memoryCache, Double(cache) / whole),
            ],
            text: total == 0 ? "-" : "\(bytes(used))/\(bytes(total))")
    }

    /// The swap bar; what zram holds is said in the text, as its size after compression and the ratio.
    package func swapBar(zram: SystemSample.Zram?) -> Bar {
        guard swapTotal > 0 else { return Bar(label: "Swp", segments: [], text: "none") }
        let used = swapTotal > swapFree ? swapTotal - swapFree : 0
        var text = "\(bytes(used))/\(bytes(swapTotal))"
        if let zram, zram.original > 0, zram.compressed > 0 {
            let ratio = Double(zram.original) / Double(zram.compressed)
            text = "zram \(bytes(zram.original)) in \(bytes(zram.used)) \(decimal(ratio)):1 " + text
        }
        return Bar(
            label: "Swp", segments: [Bar.Segment(.swapUsed, Double(used) / Double(swapTotal))],
            text: text)
    }
}

/// Bytes as the columns show them.
func bytes(_ value: UInt64) -> String { Value.bytesText(Double(value)) }

/// A number with one decimal, or more.
func decimal(_ value: Double, _ decimals: Int = 1) -> String { Value.decimal(value, decimals) }
