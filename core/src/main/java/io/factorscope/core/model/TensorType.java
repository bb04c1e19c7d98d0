package io.factorscope.core.model;

import org.jspecify.annotations.Nullable;

/// How a tensor's numbers are stored. The `Q` types are GGUF's: blocks of numbers that share a
/// scale.
enum TensorType {
    F32(1, 4),
    F16(1, 2),
    BF16(1, 2),
    Q4_0(32, 18),
    Q4_1(32, 20),
    Q5_0(32, 22),
    Q5_1(32, 24),
    Q8_0(32, 34),
    Q4_K(256, 144),
    Q5_K(256, 176),
    Q6_K(256, 210);

    private final int blockLength;
    private final int blockBytes;

    TensorType(int blockLength, int blockBytes) {
        this.blockLength = blockLength;
        this.blockBytes = blockBytes;
    }

    /// How many numbers share a block.
    int blockLength() {
        return blockLength;
    }

    /// How many bytes a block takes.
    int blockBytes() {
        return blockBytes;
    }

    boolean quantised() {
        return blockLength > 1;
    }

    /// Bytes of `count` numbers, a multiple of the block's length.
    long bytes(long count) {
        return count / blockLength * blockBytes;
    }

    /// What people call a type: `float32`, `bfloat16`, `Q8_0`.
    static String words(String name) {
        return switch (name) {
            case "F32" -> "float32";
            case "F16" -> "float16";
            case "BF16" -> "bfloat16";
            default -> name;
        };
    }

    static @Nullable TensorType named(String name) {
        for (TensorType type : values()) {
            if (type.name().equals(name)) {
                return type;
            }
        }
        return null;
    }
}
