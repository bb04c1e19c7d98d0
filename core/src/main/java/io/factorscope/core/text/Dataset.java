package io.factorscope.core.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

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

    /// So many of the texts, evenly spread over all; 0 for all of them.
    public List<String> spread(int count) {
        int size = examples.size();
        int chosen = count <= 0 ? size : Math.min(count, size);
        return IntStream.range(0, chosen)
                .mapToObj(i -> examples.get((int) ((long) i * size / chosen)).text())
                .toList();
    }
}
