package io.factorscope.app.steer;

import java.util.List;

/// What has been written so far, one text a sample, prompts included.
public record Texts(List<String> baseline, List<String> steered) {
    /// Nothing yet.
    static final Texts NONE = new Texts(List.of(), List.of());

    /// A copy that nobody can change.
    public Texts {
        baseline = List.copyOf(baseline);
        steered = List.copyOf(steered);
    }
}
