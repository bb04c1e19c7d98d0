package io.factorscope.app.factors;

import io.factorscope.core.project.ConceptEntry;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// One line of the table: `tag` is `#8` or `label`, `fires` a share of tokens, `steers` percentage
/// points or null where it was not measured, `words` what the filter looks through.
public record ConceptRow(
        ConceptEntry entry,
        String tag,
        int order,
        String name,
        List<String> tokens,
        double fires,
        @Nullable Double steers,
        String words) {}
