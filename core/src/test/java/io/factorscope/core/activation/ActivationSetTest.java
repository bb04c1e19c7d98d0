package io.factorscope.core.activation;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Npy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

class ActivationSetTest {
    @TempDir private Path folder;

    private static TokenTable table(int rows) {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int i = 0; i < rows; i++) {
            builder.add(i / 2, i % 2 + 1, i, "t" + i, "");
        }
        return builder.build();
    }

    private static void assertRows(ActivationSet set) {
        assertEquals(2, set.n());
        assertEquals(3, set.d());
        float[] row = new float[3];
        set.row(1, row);
        assertArrayEquals(new float[] {4, 5, 6}, row);
        set.row(0, row);
        assertArrayEquals(new float[] {1, 2, 3}, row);
    }

    @Test
    void rowsAreTheSameFromAMappedFileAnotherOrderAndMemory()
            throws IOException, FactorscopeException {
        float[] values = {1, 2, 3, 4, 5, 6};
        Path mapped = folder.resolve("mapped.npy");
        Npy.write(mapped, values, 2, 3);
        try (ActivationSet set = ActivationSet.open(mapped)) {
            assertRows(set);
            assertNull(set.tokens());
        }
        ByteBuffer data = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
        for (double x : new double[] {1, 4, 2, 5, 3, 6}) {
            data.putDouble(x);
        }
        byte[] header =
                "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }\n"
                        .getBytes(StandardCharsets.US_ASCII);
        ByteBuffer file =
                ByteBuffer.allocate(10 + header.length + 48).order(ByteOrder.LITTLE_ENDIAN);
        file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
        file.putShort((short) header.length).put(header).put(data.array());
        try (ActivationSet set =
                ActivationSet.open(Files.write(folder.resolve("f8.npy"), file.array()))) {
            assertRows(set);
        }
        try (ActivationSet set = ActivationSet.ofValues(values, 2, 3)) {
            assertRows(set);
        }
    }

    @Test
    void anArrayThatIsNoMatrixIsRefused() throws FactorscopeException {
        Path line = folder.resolve("line.npy");
        Npy.write(line, new float[3], 3);
        Failing.with("FS-NPY-004", () -> ActivationSet.open(line).close());
        Failing.with("FS-FILE-003", () -> ActivationSet.open(folder.resolve("no.npy")).close());
    }

    @Test
    void aFolderWhoseTokensDoNotFitIsRefused() throws FactorscopeException {
        Npy.write(folder.resolve(ActivationSet.ACTIVATIONS), new float[6], 2, 3);
        Failing.with("FS-FILE-003", () -> ActivationSet.open(folder).close());
        table(3).write(folder.resolve(ActivationSet.TOKENS));
        String message = Failing.with("FS-ACT-002", () -> ActivationSet.open(folder).close());
        assertTrue(message.contains("2 rows") && message.contains("3 tokens"), message);
    }

    @Test
    void aTokenTableComesBackWithAnyText() throws FactorscopeException {
        String[] odd = {",", "\"", "\n", "a\r\nb", " ", "", "<E6 9D>", "\"x\",", "日本", "\uFEFF"};
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int i = 0; i < odd.length; i++) {
            builder.add(i / 4, i % 4, 100 + i, odd[i], odd[odd.length - 1 - i]);
        }
        TokenTable written = builder.build();
        Path file = folder.resolve("tokens.csv");
        written.write(file);
        TokenTable read = TokenTable.read(file);
        assertEquals(odd.length, read.size());
        for (int i = 0; i < odd.length; i++) {
            assertEquals(i / 4, read.sample(i));
            assertEquals(i % 4, read.pos(i));
            assertEquals(100 + i, read.id(i));
            assertEquals(odd[i], read.token(i));
            assertEquals(odd[odd.length - 1 - i], read.label(i));
            assertEquals(i % 4, read.rank(i));
        }
    }

    @Test
    void aBrokenTokenTableIsNamedWithItsRow() throws IOException {
        Path file = folder.resolve("tokens.csv");
        String header = "sample,pos,id,token,label\n";
        String[] broken = {"", "a,b\n", header + "0,1,2,x,y\n0,one,2,x,y\n", header + "0,1,2\n"};
        for (String content : broken) {
            Files.writeString(file, content);
            String message = Failing.with("FS-ACT-001", () -> TokenTable.read(file));
            assertTrue(message.contains("tokens.csv row "), message);
        }
        Files.writeString(file, broken[2]);
        String third = Failing.with("FS-ACT-001", () -> TokenTable.read(file));
        assertTrue(third.contains("row 3"), third);
    }
}
