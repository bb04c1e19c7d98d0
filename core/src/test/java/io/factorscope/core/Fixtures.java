package io.factorscope.core;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Safetensors;
import io.factorscope.core.tensor.DeviceChoice;
import io.factorscope.core.tensor.TensorEngine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.stream.Stream;

/// Where the tests' files are, and the engine they share.
public final class Fixtures {
    /// The project's root folder.
    public static final Path HOME = Path.of(System.getProperty("factorscope.home"));

    private Fixtures() {}

    /// A file or folder under the test resources' fixtures.
    public static Path path(String name) {
        return HOME.resolve("core/src/test/resources/fixtures").resolve(name);
    }

    /// The engine on the processor, with one thread: threads that wait for each other are slow on a
    /// machine that has other work.
    public static TensorEngine engine() throws FactorscopeException {
        return TensorEngine.start(DeviceChoice.parse("cpu"), 1);
    }

    /// The tiny random GPT-2 whose values PyTorch computed.
    public static LanguageModel tinyGpt2() throws FactorscopeException {
        return LanguageModel.open(path("tiny-gpt2"), engine());
    }

    /// The embedded model.
    public static LanguageModel storyteller() throws FactorscopeException {
        return LanguageModel.open(HOME.resolve("resources/models/storyteller"), engine());
    }

    /// A float tensor of a safetensors file, whatever its shape.
    public static float[] floats(Safetensors file, String name) throws FactorscopeException {
        return file.floats(name);
    }

    /// The largest absolute difference of two arrays of one length.
    public static double maxDifference(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new AssertionError(a.length + " numbers against " + b.length);
        }
        double max = 0;
        for (int i = 0; i < a.length; i++) {
            max = Math.max(max, Math.abs((double) a[i] - b[i]));
        }
        return max;
    }

    /// Copies a folder's files, so that a test may damage them.
    public static Path copy(Path folder, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(file.getFileName().toString()),
                        StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return to;
    }
}
