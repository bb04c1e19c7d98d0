package io.factorscope.app.start;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisArchive;
import io.factorscope.core.project.AnalysisStore;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// What a file or folder that was dropped on the window is.
enum Dropped {
    ANALYSIS,
    MODEL,
    DATA;

    private static final List<String> DATA_ENDINGS = List.of(".json", ".csv", ".txt");

    /// By its ending or by what the folder holds.
    ///
    /// **Errors**: `FS-DROP-001` for what is none of them.
    static Dropped kind(Path path) throws FactorscopeException {
        String name = path.toString().toLowerCase(Locale.ROOT);
        if (Files.isRegularFile(path.resolve(AnalysisStore.MANIFEST)) || AnalysisArchive.is(path)) {
            return ANALYSIS;
        }
        if (Files.isRegularFile(path.resolve("config.json")) || name.endsWith(".gguf")) {
            return MODEL;
        }
        if (Files.isRegularFile(path) && DATA_ENDINGS.stream().anyMatch(name::endsWith)) {
            return DATA;
        }
        throw new FactorscopeException(
                "FS-DROP-001",
                path
                        + " is nothing that can be dropped here; expected a saved analysis, a"
                        + " .factorscope file, a model folder, a .gguf file, or a data set as"
                        + " .json, .csv or .txt.");
    }
}
