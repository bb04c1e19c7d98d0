package io.factorscope.app.compare;

import java.util.List;

/// What was written: without a push, and by each column with it (empty where it has no concept or
/// cannot reach the push); `notes` says with which strength.
public record CompareTexts(String baseline, List<String> texts, List<String> notes) {
    /// Nothing yet.
    public static final CompareTexts NONE =
            new CompareTexts("", List.of("", "", ""), List.of("", "", ""));

    /// A copy that nobody can change.
    public CompareTexts {
        texts = List.copyOf(texts);
        notes = List.copyOf(notes);
    }
}
