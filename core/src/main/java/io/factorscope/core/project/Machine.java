package io.factorscope.core.project;

import com.sun.management.OperatingSystemMXBean;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What this machine has left, in bytes.
public interface Machine {
    /// Memory that programs can still take.
    long memory();

    /// Space left on the disk that holds a path, which need not exist yet.
    long disk(Path path) throws IOException;

    /// The machine that this program runs on.
    static Machine here() {
        return new Machine() {
            @Override
            public long memory() {
                return availableMemory();
            }

            @Override
            public long disk(Path path) throws IOException {
                Path there = path.toAbsolutePath();
                while (!Files.exists(there) && there.getParent() != null) {
                    there = there.getParent();
                }
                return Files.getFileStore(there).getUsableSpace();
            }
        };
    }

    private static long availableMemory() {
        // Elsewhere "free" leaves out what the system keeps only as a cache, so all counts.
        long total =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class)
                        .getTotalMemorySize();
        Path linux = Path.of("/proc/meminfo");
        if (!Files.isReadable(linux)) {
            return total;
        }
        try {
            List<String> lines = Files.readAllLines(linux);
            return lines.stream()
                    .filter(line -> line.startsWith("MemAvailable:"))
                    .map(line -> line.replaceAll("\\D", ""))
                    .mapToLong(kilobytes -> 1024 * Long.parseLong(kilobytes))
                    .map(available -> Math.min(available, total))
                    .findFirst()
                    .orElse(total);
        } catch (IOException | NumberFormatException e) {
            return total;
        }
    }
}
