package io.factorscope.app.evaluate;

import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentSpec;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;

/// One run of the list: where it is, what it was asked to do, and whether it has ended.
///
/// `request`: null for a folder that was made elsewhere, which can be read but not gone on with.
public record RunItem(
        Path folder, @Nullable RunRequest request, ExperimentSpec spec, boolean ended) {
    /// The same, with what is on disk now.
    RunItem again() {
        return new RunItem(folder, request, spec, hasResult(folder));
    }

    static boolean hasResult(Path folder) {
        return Files.isRegularFile(folder.resolve(ExperimentResult.FILE));
    }

    /// Whether both are the same run, perhaps at different times.
    static boolean same(@Nullable RunItem one, @Nullable RunItem other) {
        return one != null && other != null && one.folder().equals(other.folder());
    }

    /// What a person calls it; empty for no name.
    public String name() {
        String given = request == null ? null : request.name();
        return given == null ? "" : given;
    }

    /// Whether it can go on where it was.
    public boolean canGoOn() {
        return !ended && request != null;
    }
}
