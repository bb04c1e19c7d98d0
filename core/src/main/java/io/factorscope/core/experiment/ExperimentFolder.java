package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Files;
import java.nio.file.Path;

/// Where an experiment's steps leave their results, and find those of a run before.
///
/// Each file is written whole or not at all, so what is there is done: a killed run goes on with
/// the first step whose file is missing.
final class ExperimentFolder {
    private static final String SPEC = "experiment.json";

    private final Path folder;

    /// A folder for one experiment.
    ///
    /// **Errors**: `FS-EXP-004` when it holds another one's.
    ExperimentFolder(Path folder, ExperimentSpec spec) throws FactorscopeException {
        this.folder = folder;
        Path file = folder.resolve(SPEC);
        if (Files.exists(file)) {
            String known = Json.line(Json.read(file, ExperimentSpec.class));
            String asked = Json.line(spec);
            if (!known.equals(asked)) {
                throw new FactorscopeException(
                        "FS-EXP-004",
                        folder
                                + " holds an experiment with other settings ("
                                + SPEC
                                + "); expected the same ones to go on with. Choose another folder,"
                                + " or remove this one.");
            }
        } else {
            Json.write(file, spec);
        }
    }

    /// A step of the experiment.
    @FunctionalInterface
    interface Step<T> {
        T run() throws FactorscopeException;
    }

    /// The result in a file, or, where there is none, that of the step, which is then written.
    <T> T keep(String name, Class<T> type, Step<T> step) throws FactorscopeException {
        Path file = folder.resolve(name);
        if (Files.exists(file)) {
            return Json.read(file, type);
        }
        T result = step.run();
        Json.write(file, result);
        return result;
    }

    Path resolve(String name) {
        return folder.resolve(name);
    }
}
