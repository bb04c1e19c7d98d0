package io.factorscope.app;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Labelled sentences that the shipped analysis has not seen.
public final class UnseenSentences {
    private UnseenSentences() {}

    /// A file with them in a folder.
    public static Path in(Path folder) throws FactorscopeException {
        Path file = folder.resolve("unseen.json");
        Json.write(
                file,
                Map.of(
                        "weather",
                        List.of("Hail fell on the wide road.", "A breeze blew at noon all day."),
                        "else",
                        List.of("My shoe has a hole in it.", "We counted to nine twice.")));
        return file;
    }
}
