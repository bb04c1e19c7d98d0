package io.factorscope.core.tensor;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// Fetches the engine's CUDA libraries once, at the user's wish, tries them and remembers.
///
/// The product ships and starts without them. They are fetched by the engine itself in a process of
/// its own, the only place where it may use the network; this process stays offline and takes them
/// from the next start on.
///
/// **Errors**: `FS-DEVICE-006` no NVIDIA driver, `FS-DEVICE-007` fetching or trying failed.
public final class GpuSupport {
    private static final String FILE = "gpu.json";
    private static final Duration POLL = Duration.ofMillis(200);

    private final Path cache;
    private final List<String> command;
    private final boolean driver;

    /// What is remembered: the engine's names for the library that works on this machine.
    ///
    /// `devices` is how many GPUs it saw.
    public record Enabled(String version, String flavor, int devices) {}

    GpuSupport(Path cache, List<String> command, boolean driver) {
        this.cache = cache;
        this.command = List.copyOf(command);
        this.driver = driver;
    }

    /// For this machine: tried in a second Java process of the same version and class path.
    public static GpuSupport ofThisMachine() {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        List<String> command =
                List.of(
                        java.toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Dfactorscope.cache=" + CacheFolder.path(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        GpuProbe.class.getName());
        return new GpuSupport(CacheFolder.path(), command, driverIsThere());
    }

    private static boolean driverIsThere() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        if (os.contains("win")) {
            String root = System.getenv().getOrDefault("SystemRoot", "C:\\Windows");
            return Files.exists(Path.of(root, "System32", "nvcuda.dll"));
        }
        return Files.exists(Path.of("/proc/driver/nvidia/version"));
    }

    /// Whether a driver is there to be used.
    public boolean possible() {
        return driver;
    }

    /// What was enabled on this machine, or null.
    public @Nullable Enabled enabled() {
        Path file = cache.resolve(FILE);
        try {
            return Files.isRegularFile(file) ? Json.read(file, Enabled.class) : null;
        } catch (FactorscopeException e) {
            // Made again by enabling once more.
            return null;
        }
    }

    /// Fetches about 2.5 GB, tries a matrix product on the first GPU, and remembers what worked.
    public Enabled enable(JobContext context) throws FactorscopeException {
        if (!driver) {
            throw new FactorscopeException(
                    "FS-DEVICE-006",
                    "No NVIDIA driver was found; expected Linux or Windows on x86-64 with an NVIDIA"
                            + " GPU and its driver. Install the driver, or compute on the CPU.");
        }
        Path output = cache.resolve("gpu-probe.log");
        try {
            Files.createDirectories(cache);
            context.progress("fetching the CUDA libraries", 0, -1, "");
            Process process =
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start();
            await(process, context);
            Enabled found = result(output, process.exitValue());
            Json.write(cache.resolve(FILE), found);
            return found;
        } catch (IOException e) {
            throw failed(e.toString(), output);
        }
    }

    private static void await(Process process, JobContext context) throws FactorscopeException {
        try {
            while (!process.waitFor(POLL.toMillis(), TimeUnit.MILLISECONDS)) {
                context.checkCancelled();
            }
        } catch (CancelledException e) {
            process.destroyForcibly();
            throw e;
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new CancelledException();
        }
    }

    private static Enabled result(Path output, int exit) throws IOException, FactorscopeException {
        String last = "";
        for (String line : Files.readAllLines(output)) {
            if (line.startsWith(GpuProbe.WORKS) && exit == 0) {
                List<String> words = List.of(line.split(" ", -1));
                return new Enabled(words.get(1), words.get(2), Integer.parseInt(words.get(3)));
            }
            last = line.isBlank() ? last : line.strip();
        }
        throw failed(last, output);
    }

    private static FactorscopeException failed(String why, Path output) {
        return new FactorscopeException(
                "FS-DEVICE-007",
                "The CUDA libraries could not be fetched or used ("
                        + why
                        + "); expected network access, 6 GB of free disk and a recent driver."
                        + " Details: "
                        + output
                        + ". Computing stays on the CPU.");
    }

    /// Forgets that a GPU was enabled; the fetched files stay in the cache folder.
    public void disable() throws FactorscopeException {
        try {
            Files.deleteIfExists(cache.resolve(FILE));
        } catch (IOException e) {
            throw new FactorscopeException(
                    "FS-DEVICE-007", "Cannot delete " + cache.resolve(FILE) + ": " + e + ".", e);
        }
    }
}
