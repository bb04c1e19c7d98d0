package io.factorscope.app.shell;

import io.factorscope.app.error.ErrorEntry;
import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.project.Settings;
import io.factorscope.core.store.Json;

import java.util.List;
import java.util.stream.Collectors;

/// What a bug report needs, and nothing that tells who reports it.
final class Diagnostics {
    private static final int ERRORS = 20;

    private Diagnostics() {}

    /// The home folder as `~`, also where JSON has doubled its backslashes.
    static String withoutHome(String text, String home) {
        boolean isRoot = home.length() < 2;
        return isRoot ? text : text.replace(home, "~").replace(home.replace("\\", "\\\\"), "~");
    }

    /// Versions, machine, device, settings and the latest errors; the home folder appears as `~`.
    static String text(Settings settings, String device, List<ErrorEntry> errors, String steps) {
        Runtime runtime = Runtime.getRuntime();
        String failures =
                errors.stream()
                        .limit(ERRORS)
                        .map(error -> error.time() + " " + error.code() + " " + error.message())
                        .collect(Collectors.joining("\n"));
        String all =
                """
                Factorscope %s
                Java %s (%s), JavaFX %s
                %s %s, %s; %d processors, %s of Java memory
                Device: %s
                Window: %s
                Settings: %s
                Errors: %s
                """
                        .formatted(
                                Provenance.VERSION,
                                Runtime.version(),
                                System.getProperty("java.vendor"),
                                System.getProperty("javafx.version", "unknown"),
                                System.getProperty("os.name"),
                                System.getProperty("os.version"),
                                System.getProperty("os.arch"),
                                runtime.availableProcessors(),
                                Amounts.bytes(runtime.maxMemory()),
                                device.isEmpty() ? "no model has been opened" : device,
                                steps,
                                Json.text(settings),
                                failures.isEmpty() ? "none" : "\n" + failures);
        return withoutHome(all, System.getProperty("user.home"));
    }
}
