package io.factorscope.core.model;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.job.FactorscopeException;

/// How a matrix product is computed; which is fastest differs between processors.
enum Kernel {
    /// The engine's own product in float32.
    PLAIN(0, false),
    /// oneDNN's product in float32; processors only.
    ONEDNN(1, false),
    /// The engine's own product in bfloat16.
    HALF(2, true),
    /// oneDNN's product in bfloat16; processors with instructions for it only.
    HALF_ONEDNN(3, true),
    /// bfloat16 weights widened piece by piece, then as `PLAIN`; exact for weights stored so.
    WIDENED(4, true),
    /// The same, then as `ONEDNN`.
    WIDENED_ONEDNN(5, true);

    private static final String DIRECT = "direct";

    private final int op;
    private final boolean half;

    Kernel(int op, boolean half) {
        this.op = op;
        this.half = half;
    }

    /// The number by which the op program knows it.
    int op() {
        return op;
    }

    /// Whether it takes bfloat16 weights.
    boolean half() {
        return half;
    }

    boolean onednn() {
        return this == ONEDNN || this == HALF_ONEDNN || this == WIDENED_ONEDNN;
    }

    /// Which kernel to use by how many rows (texts × positions) go through a matrix at once, and up
    /// to how many texts are decoded by [DirectSteps], in none of these.
    record Choice(Kernel one, Kernel few, Kernel many, @JsonProperty(required = true) int direct) {
        /// Up to this many rows are few.
        static final int FEW = 16;

        /// [DirectSteps] takes up to this many texts at most.
        static final int MOST_DIRECT = 64;

        /// One kernel for everything.
        static Choice of(Kernel kernel) {
            return new Choice(kernel, kernel, kernel, 0);
        }

        Kernel forRows(long rows) {
            return rows == 1 ? one : rows <= FEW ? few : many;
        }
    }

    /// From `-Dfactorscope.kernel`, for those who know better than the probe; `plain` and `onednn`
    /// widen weights that are bfloat16; `direct` is `plain`, and [DirectSteps] for few texts.
    ///
    /// **Errors**: `FS-DEVICE-004` for an unknown name or one for other weights, or another device.
    static Choice parse(String name, boolean half, boolean direct) throws FactorscopeException {
        if (direct && name.equalsIgnoreCase(DIRECT)) {
            Kernel other = half ? WIDENED : PLAIN;
            return new Choice(other, other, other, Choice.MOST_DIRECT);
        }
        for (Kernel kernel : values()) {
            if (kernel.name().equalsIgnoreCase(name) && (half || !kernel.half)) {
                return Choice.of(
                        half && kernel == PLAIN
                                ? WIDENED
                                : half && kernel == ONEDNN ? WIDENED_ONEDNN : kernel);
            }
        }
        throw new FactorscopeException(
                "FS-DEVICE-004",
                "Unknown kernel '"
                        + name
                        + "'; expected "
                        + (half ? "plain, onednn, half or half_onednn" : "plain or onednn")
                        + (direct ? ", or direct" : "")
                        + ".");
    }
}
