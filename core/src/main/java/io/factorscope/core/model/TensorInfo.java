package io.factorscope.core.model;

import java.util.List;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A tensor as a file's header names it; `type` as the file's format spells it.
record TensorInfo(String name, String type, List<Long> shape) {
    private static final Pattern LAYER =
            Pattern.compile("(?:^|\\.)(?:h|layers|blocks|blk)\\.(\\d{1,4})\\.");

    TensorInfo {
        shape = List.copyOf(shape);
    }

    /// How many numbers it has.
    long count() {
        return shape.stream().reduce(1L, (a, b) -> a * b);
    }

    /// Masks and tables that old files keep among the weights, though nobody trained them.
    boolean isBuffer() {
        boolean mask = name.endsWith(".attn.bias") && shape.size() == 4;
        return mask || name.endsWith(".attn.masked_bias") || name.endsWith("rotary_emb.inv_freq");
    }

    /// The layer that it belongs to, by its name.
    OptionalInt layer() {
        Matcher layer = LAYER.matcher(name);
        return layer.find()
                ? OptionalInt.of(Integer.parseInt(layer.group(1)))
                : OptionalInt.empty();
    }
}
