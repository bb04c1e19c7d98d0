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

    /// What can be given to anyone: versions, machine, device, where models run, and the codes of
    /// the latest errors with the lines of code they came from. No message, path or text is in it.
    static String report(Settings settings, String device, List<ErrorEntry> errors, String steps) {
        String failures =
                errors.stream()
                        .limit(ERRORS)
                        .map(error ->
                                error.time()
                                        + " "
                                        + error.code()
                                        + "\n"
                                        + String.join("\n", error.where()))
                        .collect(Collectors.joining("\n\n"));
        return machine(device, steps)
                + "Models run: "
                + Json.line(settings.compute())
                + "\nOffline: "
                + settings.offline()
                + "\nErrors: "
                + (failures.isEmpty() ? "none" : "\n" + failures)
                + "\n";
    }

    private static String machine(String device, String steps) {
        Runtime runtime = Runtime.getRuntime();
        return """
        Factorscope %s
        Java %s (%s), JavaFX %s
        %s %s, %s; %d processors, %s of Java memory
        Device: %s
        Window: %s
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
                        steps);
    }

    /// Versions, machine, device, settings and the latest errors; the home folder appears as `~`.
    static String text(Settings settings, String device, List<ErrorEntry> errors, String steps) {
        String failures =
                errors.stream()
                        .limit(ERRORS)
                        .map(error -> error.time() + " " + error.code() + " " + error.message())
                        .collect(Collectors.joining("\n"));
        String all =
                machine(device, steps)
                        + "Settings: "
                        + Json.text(settings)
                        + "\nErrors: "
                        + (failures.isEmpty() ? "none" : "\n" + failures)
                        + "\n";
        return withoutHome(all, System.getProperty("user.home"));
    }
}
