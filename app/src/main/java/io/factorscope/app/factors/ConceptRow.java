package io.factorscope.app.factors;

import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.project.ConceptEntry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One line of the table: `tag` is `#8` or `label`, `fires` a share of tokens, `steers` percentage
/// points or null where it was not measured, `label` the one that fires it most, `words` what the
/// filter looks through.
public record ConceptRow(
        ConceptEntry entry,
        String tag,
        String name,
        List<String> tokens,
        double fires,
        TokenScore label,
        @Nullable Double steers,
        String words) {
    /// How clearly it is about one label of the data: that label's share.
    double clarity() {
        return label.value();
    }

    /// How well it steers, 0 where that was not measured.
    double steerability() {
        return steers == null ? 0 : steers;
    }
}
