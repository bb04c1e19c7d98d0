package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/// The type in which weights are kept; everything else is float32.
public enum Precision {
    /// float32, or bfloat16 where the weights would not fit in memory as float32.
    AUTO,
    /// float32.
    FLOAT32,
    /// bfloat16: half the memory; exact for weights stored so, else rounded to 8 bits.
    BFLOAT16;

    /// Reads `auto`, `float32` or `bfloat16`.
    ///
    /// **Errors**: `FS-DEVICE-005` for anything else.
    public static Precision parse(String text) throws FactorscopeException {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "auto" -> AUTO;
            case "float32", "f32" -> FLOAT32;
            case "bfloat16", "bf16" -> BFLOAT16;
            default ->
                    throw new FactorscopeException(
                            "FS-DEVICE-005",
                            "Unknown type '" + text + "'; expected auto, float32 or bfloat16.");
        };
    }

    /// As people and files write it.
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// What `AUTO` means for weights that need `float32Bytes` of memory as float32 where
    /// `memoryBytes` are installed; a fifth is left to everything else.
    static Precision automatic(long float32Bytes, long memoryBytes) {
        return float32Bytes > memoryBytes / 5 * 4 ? BFLOAT16 : FLOAT32;
    }

    /// Bytes of memory in this machine.
    static long installedMemory() {
        return ManagementFactory.getOperatingSystemMXBean()
                        instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getTotalMemorySize()
                : Long.MAX_VALUE;
    }
}
