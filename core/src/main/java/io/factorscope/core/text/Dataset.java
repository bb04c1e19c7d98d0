package io.factorscope.core.text;

import java.util.LinkedHashSet;
import java.util.List;

/// Texts with labels, in file order.
public record Dataset(String name, List<Example> examples) {
    /// A copy that nobody can change.
    public Dataset {
        examples = List.copyOf(examples);
    }

    /// The distinct labels in order of first use, without the empty one.
    public List<String> labels() {
        LinkedHashSet<String> labels = new LinkedHashSet<>();
        for (Example example : examples) {
            if (!example.label().isEmpty()) {
                labels.add(example.label());
            }
        }
        return List.copyOf(labels);
    }
}
