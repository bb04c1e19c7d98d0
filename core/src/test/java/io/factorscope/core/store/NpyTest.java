package io.factorscope.core.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

class NpyTest {
    @TempDir private Path folder;

    /// A file as NumPy writes it, of any type and order.
    private Path file(String descr, boolean fortran, String shape, byte[] data) throws IOException {
        String order = fortran ? "True" : "False";
        return raw(
                "{'descr': '"
                        + descr
                        + "', 'fortran_order': "
                        + order
                        + ", 'shape': "
                        + shape
                        + ", }\n",
                data);
    }

    private Path raw(String header, byte[] data) throws IOException {
        byte[] text = header.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer bytes =
                ByteBuffer.allocate(10 + text.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        bytes.putShort((short) text.length).put(text).put(data);
        Path file = folder.resolve("array.npy");
        Files.write(file, bytes.array());
        return file;
    }

    private static byte[] floats(ByteOrder order, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        Arrays.stream(values).forEach(x -> bytes.putFloat((float) x));
        return bytes.array();
    }

    private static byte[] doubles(ByteOrder order, double... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(order);
        Arrays.stream(values).forEach(bytes::putDouble);
        return bytes.array();
    }

    @Test
    void anArchiveThatExpandsBeyondMeasureIsRefused() throws Exception {
        Path file = folder.resolve("bomb.npz");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x.npy"));
            byte[] zeros = new byte[1 << 20];
            for (int i = 0; i < 80; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        }
        assertTrue(Files.size(file) < 1 << 20);
        Failing.with("FS-NPY-006", () -> Npz.read(file, "x", 2));
    }

    @Test
    void whatIsWrittenIsReadBackForAnyShape() throws FactorscopeException {
        SplittableRandom random = new SplittableRandom(1);
        int[][] shapes = {{0}, {1}, {7}, {3, 5}, {20_000, 2}, {2, 3, 4}};
        for (int[] shape : shapes) {
            float[] values = new float[Arrays.stream(shape).reduce(1, (a, b) -> a * b)];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) random.nextGaussian();
            }
            Path file = folder.resolve("round.npy");
            Npy.write(file, values, shape);
            NpyArray array = Npy.read(file, shape.length);
            assertArrayEquals(shape, array.shape());
            assertEquals(shape.length, array.rank());
            assertArrayEquals(values, array.values());
            assertTrue(Npy.isMappable(file));
            assertEquals(0, Npy.dataStart(file) % 64);
        }
    }

    @Test
    void fortranOrderIsTurnedRowMajor() throws IOException, FactorscopeException {
        Path file = file("<f4", true, "(2, 3)", floats(ByteOrder.LITTLE_ENDIAN, 1, 4, 2, 5, 3, 6));
        assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6}, Npy.read(file).values());
        assertFalse(Npy.isMappable(file));
    }

    @Test
    void fortranOrderOfThreeAxesIsTurnedRowMajor() throws IOException, FactorscopeException {
        double[] stored = {0, 4, 2, 6, 1, 5, 3, 7};
        Path file = file("<f8", true, "(2, 2, 2)", doubles(ByteOrder.LITTLE_ENDIAN, stored));
        assertArrayEquals(new float[] {0, 1, 2, 3, 4, 5, 6, 7}, Npy.read(file).values());
    }

    @Test
    void doublesAndBigEndianNumbersAreRead() throws IOException, FactorscopeException {
        float[] want = {1.5f, -2.25f, 3e-5f};
        double[] in = {1.5, -2.25, 3e-5};
        assertArrayEquals(
                want,
                Npy.read(file("<f8", false, "(3,)", doubles(ByteOrder.LITTLE_ENDIAN, in)))
                        .values());
        assertArrayEquals(
                want,
                Npy.read(file(">f8", false, "(3,)", doubles(ByteOrder.BIG_ENDIAN, in))).values());
        Path big = file(">f4", false, "(3,)", floats(ByteOrder.BIG_ENDIAN, in));
        assertArrayEquals(want, Npy.read(big).values());
        assertFalse(Npy.isMappable(big));
    }

    @Test
    void aFileOfAnotherKindIsNamed() throws IOException {
        Path file = folder.resolve("notes.npy");
        Files.writeString(file, "just some words");
        assertTrue(Failing.with("FS-NPY-001", () -> Npy.read(file)).contains("notes.npy"));
        Files.write(file, new byte[0]);
        assertTrue(Failing.with("FS-NPY-001", () -> Npy.read(file)).contains("notes.npy"));
        Path header = raw("no dictionary here\n", new byte[0]);
        assertTrue(Failing.with("FS-NPY-001", () -> Npy.read(header)).contains("array.npy"));
        Path missing = folder.resolve("missing.npy");
        assertTrue(Failing.with("FS-FILE-003", () -> Npy.read(missing)).contains("missing.npy"));
    }

    @Test
    void wholeNumbersAreRefused() throws IOException {
        Path file = file("<i4", false, "(1,)", new byte[4]);
        String message = Failing.with("FS-NPY-002", () -> Npy.read(file));
        assertTrue(message.contains("array.npy") && message.contains("<i4"), message);
    }

    @Test
    void anotherNumberOfAxesIsRefused() throws IOException {
        Path file = file("<f4", false, "(2,)", floats(ByteOrder.LITTLE_ENDIAN, 1, 2));
        String message = Failing.with("FS-NPY-004", () -> Npy.shape(file, 2));
        assertTrue(message.contains("[2]") && message.contains("2 axes"), message);
    }

    @Test
    void aFileCutAnywhereIsRefusedInWords() throws IOException, FactorscopeException {
        Path whole = folder.resolve("whole.npy");
        Npy.write(whole, new float[12], 3, 4);
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = folder.resolve("cut.npy");
        for (int length = 10; length < bytes.length; length++) {
            Files.write(cut, Arrays.copyOf(bytes, length));
            assertTrue(Failing.with("FS-NPY-003", () -> Npy.read(cut)).contains("cut.npy"));
        }
        byte[] version2 = Arrays.copyOf(bytes, 11);
        version2[6] = 2;
        Files.write(cut, version2);
        assertTrue(Failing.with("FS-NPY-003", () -> Npy.read(cut)).contains("cut.npy"));
    }

    @Test
    void absurdShapesAreRefusedBeforeAnythingIsAllocated() throws IOException {
        for (String shape : new String[] {"(2000000000, 2000000000)", "(4294967295,)", "(-3,)"}) {
            Path file = file("<f4", false, shape, new byte[8]);
            String code = shape.startsWith("(2") ? "FS-NPY-003" : "FS-NPY-001";
            assertTrue(Failing.with(code, () -> Npy.read(file)).contains("array.npy"), shape);
        }
    }
}
