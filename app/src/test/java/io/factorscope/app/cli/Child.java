package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.project.Home;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A class run in a process of its own, with the tests' class path, in a folder of its own that
/// also takes the place of the user's.
final class Child {
    private static final int SECONDS = Boolean.getBoolean("factorscope.tour") ? 1800 : 120;

    private final Path folder;
    private final List<String> options = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    Child(Path folder) {
        this.folder = folder;
    }

    Child option(String option) {
        options.add(option);
        return this;
    }

    Child with(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /// All that it says.
    String run(Class<?> main, List<String> arguments) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("--enable-native-access=ALL-UNNAMED");
        command.add("-Dfactorscope.home=" + Home.path().toAbsolutePath());
        command.add("-Dfactorscope.config=" + folder.resolve("config"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        Path log = folder.resolve("log.txt");
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile());
        builder.environment().put("OMP_NUM_THREADS", "1");
        builder.environment().putAll(environment);
        builder.redirectErrorStream(true).redirectOutput(log.toFile());
        Process process = builder.start();
        boolean ended = process.waitFor(SECONDS, TimeUnit.SECONDS);
        process.destroyForcibly();
        assertTrue(ended, "too slow");
        return Files.readString(log);
    }
}
