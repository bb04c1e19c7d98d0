package io.factorscope.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The measured speed and its memory.
class ComputeSpeedTest {
    private final String before = System.getProperty("factorscope.cache", "");

    @TempDir private Path temp;

    @BeforeEach
    void useAnEmptyCache() throws Exception {
        // The engine unpacks into the usual cache first.
        TensorEngine.start(DeviceChoice.parse("cpu"), 1);
        System.setProperty("factorscope.cache", temp.toString());
    }

    @AfterEach
    void useTheUsualCache() throws Exception {
        if (before.isEmpty()) {
            System.clearProperty("factorscope.cache");
        } else {
            System.setProperty("factorscope.cache", before);
        }
        TensorEngine.start(DeviceChoice.parse("cpu"), 1);
    }

    @Test
    void isMeasuredOnceAndThenRemembered() throws Exception {
        DeviceChoice cpu = DeviceChoice.parse("cpu");
        assertNull(ComputeSpeed.remembered(cpu, 1));
        ComputeSpeed measured = ComputeSpeed.of(cpu, 1);
        assertTrue(measured.flops() > 1e8 && measured.flops() < 1e16, measured.toString());
        assertTrue(measured.bytes() > 1e7 && measured.bytes() < 1e14, measured.toString());
        assertEquals(measured, ComputeSpeed.of(cpu, 1));
        assertNull(ComputeSpeed.remembered(cpu, 2), "other threads, other speed");
        List<Path> files;
        try (Stream<Path> kept = Files.list(temp)) {
            files = kept.toList();
        }
        Files.writeString(files.getFirst(), "broken");
        assertNull(ComputeSpeed.remembered(cpu, 1));
    }
}
