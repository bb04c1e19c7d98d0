package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;

class SafetensorsTest {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("weights.safetensors");
    }

    @Test
    void halvesAreWidenedToTheValuesTheyStandFor() throws IOException, FactorscopeException {
        // sign, 5 exponent and 10 fraction bits: 1, -2, 65504, smallest subnormal 2^-24, 1/3
        byte[] half = SafetensorsFile.shorts(0x3C00, 0xC000, 0x7BFF, 0x0001, 0x3555, 0x8000);
        // the upper half of a float32: 1, -2, 3.140625, 2^127
        byte[] brain = SafetensorsFile.shorts(0x3F80, 0xC000, 0x4049, 0x7F00);
        Path path =
                new SafetensorsFile()
                        .add("half", "F16", new long[] {6}, half)
                        .add("brain", "BF16", new long[] {2, 2}, brain)
                        .add("full", "F32", new long[] {1}, SafetensorsFile.floats(0.1f))
                        .write(file());
        Safetensors tensors = Safetensors.open(path);
        assertEquals(Set.of("half", "brain", "full"), tensors.names());
        assertArrayEquals(new long[] {2, 2}, tensors.shape("brain"));
        float third = (1 + 0x155 / 1024f) / 4;
        assertArrayEquals(
                new float[] {1, -2, 65504, (float) Math.pow(2, -24), third, -0f},
                Fixtures.floats(tensors, "half"));
        assertArrayEquals(
                new float[] {1, -2, 3.140625f, (float) Math.pow(2, 127)},
                Fixtures.floats(tensors, "brain"));
        assertArrayEquals(new float[] {0.1f}, Fixtures.floats(tensors, "full"));
    }

    @Test
    void float32IsReadEvenWhereItIsNotAligned() throws IOException, FactorscopeException {
        float[] values = {1.5f, -7, 1e-30f};
        Path path =
                new SafetensorsFile()
                        .add("odd", "F16", new long[] {1}, SafetensorsFile.shorts(0))
                        .add("full", "F32", new long[] {3}, SafetensorsFile.floats(values))
                        .write(file());
        assertArrayEquals(values, Fixtures.floats(Safetensors.open(path), "full"));
    }

    @Test
    void anotherShapeOrTypeThanExpectedIsRefused() throws IOException, FactorscopeException {
        Path path =
                new SafetensorsFile()
                        .add("w", "F32", new long[] {2}, SafetensorsFile.floats(1, 2))
                        .add("ids", "I64", new long[] {1}, new byte[8])
                        .write(file());
        Safetensors tensors = Safetensors.open(path);
        String message = Failing.with("FS-MODEL-007", () -> tensors.require("w", 3));
        assertTrue(message.contains("[2]") && message.contains("[3]"), message);
        Failing.with("FS-MODEL-007", () -> tensors.require("w", 1, 2));
        Failing.with("FS-MODEL-006", () -> tensors.require("ids", 1));
        assertTrue(Failing.with("FS-MODEL-006", () -> tensors.shape("gone")).contains("gone"));
    }

    @Test
    void aBrokenHeaderIsRefused() throws IOException {
        byte[] json = "{\"w\": {\"dtype\": \"F32\"}}".getBytes(StandardCharsets.UTF_8);
        byte[] garbage = "not json at all".getBytes(StandardCharsets.UTF_8);
        byte[] past =
                "{\"w\": {\"dtype\": \"F32\", \"shape\": [4], \"data_offsets\": [0, 16]}}"
                        .getBytes(StandardCharsets.UTF_8);
        long[] claims = {json.length + 1, Long.MAX_VALUE, -1, 0};
        for (long claim : claims) {
            Path path = SafetensorsFile.write(file(), json, claim, new byte[0]);
            String message = Failing.with("FS-MODEL-005", () -> Safetensors.open(path));
            assertTrue(message.contains("weights.safetensors"), message);
        }
        for (byte[] header : new byte[][] {json, garbage, past}) {
            Path path = SafetensorsFile.write(file(), header, header.length, new byte[8]);
            Failing.with("FS-MODEL-005", () -> Safetensors.open(path));
        }
    }

    @Test
    void tensorsThatOverlapOrDoNotFillTheirPlaceAreRefused() throws IOException {
        String[] headers = {
            "{'a': {'dtype': 'F32', 'shape': [2], 'data_offsets': [0, 8]},"
                    + " 'b': {'dtype': 'F32', 'shape': [2], 'data_offsets': [4, 12]}}",
            "{'a': {'dtype': 'F32', 'shape': [4], 'data_offsets': [0, 8]}}",
            "{'a': {'dtype': 'F32', 'shape': [-2], 'data_offsets': [0, 8]}}",
            "{'a': {'dtype': 'F32', 'shape': [4294967296, 4294967296], 'data_offsets': [0, 0]}}",
            "[1, 2]",
            "7",
        };
        for (String header : headers) {
            byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            Path path = SafetensorsFile.write(file(), json, json.length, new byte[16]);
            Failing.with("FS-MODEL-005", () -> Safetensors.open(path));
        }
    }

    @Test
    void aFileCutAnywhereInItsDataIsRefused() throws IOException {
        Path whole = Fixtures.path("tiny-gpt2/model.safetensors");
        byte[] bytes = Files.readAllBytes(whole);
        for (int length : new int[] {0, 5, 8, 100, bytes.length / 2, bytes.length - 1}) {
            Path path = Files.write(file(), Arrays.copyOf(bytes, length));
            String message = Failing.with("FS-MODEL-005", () -> Safetensors.open(path));
            assertTrue(message.contains("weights.safetensors"), message);
        }
        Failing.with("FS-FILE-003", () -> Safetensors.open(folder.resolve("gone")));
    }
}
