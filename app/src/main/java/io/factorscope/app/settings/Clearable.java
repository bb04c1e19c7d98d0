package io.factorscope.app.settings;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.UnfinishedFits;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.CacheFolder;
import io.factorscope.core.tensor.TensorEngine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A folder of ours that grows by itself and can be emptied.
///
/// **Threads**: the files lane.
interface Clearable {
    /// Where it is, or null where nothing is remembered.
    @Nullable Path folder();

    /// Empties it, but for what is in use.
    void clear(JobContext context) throws FactorscopeException;

    /// How much it takes.
    default long bytes() throws FactorscopeException {
        Path folder = folder();
        return folder == null ? 0 : CacheFolder.bytes(folder);
    }

    /// Unpacked libraries and measurements; models are never touched.
    static Clearable cache() {
        return new Clearable() {
            @Override
            public Path folder() {
                return CacheFolder.path();
            }

            @Override
            public void clear(JobContext context) throws FactorscopeException {
                List<Path> models = List.of(Home.modelsFolder());
                CacheFolder.clear(folder(), TensorEngine.isRunning(), models, context);
            }
        };
    }

    /// Fits that a crash or a cancelled job has left behind.
    static Clearable interrupted(@Nullable Path folder) {
        return new Clearable() {
            @Override
            public @Nullable Path folder() {
                return folder;
            }

            @Override
            public void clear(JobContext context) throws FactorscopeException {
                if (folder != null) {
                    new UnfinishedFits(folder).clear(context);
                }
            }
        };
    }

    /// Analyses that were kept without anyone saving them, but for those that are open.
    static Clearable autosaved(@Nullable Path folder) {
        return new Clearable() {
            @Override
            public @Nullable Path folder() {
                return folder;
            }

            @Override
            public void clear(JobContext context) throws FactorscopeException {
                if (folder == null || !Files.isDirectory(folder)) {
                    return;
                }
                try (Stream<Path> each = Files.list(folder)) {
                    for (Path one : each.filter(Files::isDirectory).toList()) {
                        context.checkCancelled();
                        if (!EditLog.isTaken(one)) {
                            AtomicFiles.deleteTree(one);
                        }
                    }
                } catch (IOException e) {
                    throw Json.cannotRead(folder, e);
                }
            }
        };
    }
}
