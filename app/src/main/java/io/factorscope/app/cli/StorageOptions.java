package io.factorscope.app.cli;

import io.factorscope.core.factorization.FitStorage;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;

/// Where a fit's large data go, on all commands that fit.
final class StorageOptions {
    @Option(
            names = "--scratch",
            paramLabel = "DIR",
            description = "For temporary files of data over 512 MiB (default: cache folder).")
    private @Nullable Path scratch;

    FitStorage storage() {
        FitStorage usual = FitStorage.usual();
        return scratch == null ? usual : usual.scratchIn(scratch);
    }
}
