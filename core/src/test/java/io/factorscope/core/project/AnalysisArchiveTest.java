package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// An analysis goes into one file and comes out the same; a file that would do harm comes out not
/// at all.
class AnalysisArchiveTest {
    @TempDir private static Path once;
    private static Path saved = Path.of("");

    @TempDir private Path folder;
    private Path packed = Path.of("");
    private Path unpacked = Path.of("");

    @BeforeAll
    static void analyse() throws FactorscopeException {
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            saved = SmallAnalysis.save(once.resolve("saved"), SmallAnalysis.of(model, 0));
        }
    }

    @BeforeEach
    void name() {
        packed = folder.resolve("mine.factorscope");
        unpacked = folder.resolve("mine");
    }

    private void pack() throws FactorscopeException {
        AnalysisArchive.pack(saved, AnalysisStore.open(saved).state(), packed);
    }

    @Test
    void anAnalysisComesOutAsItWentInWithAllThatWasSaid() throws FactorscopeException {
        pack();
        AnalysisArchive.unpack(packed, unpacked);
        AnalysisStore.Opened before = AnalysisStore.open(saved);
        AnalysisStore.Opened after = AnalysisStore.open(unpacked);
        assertEquals(before.state(), after.state());
        assertEquals("dogs & cats", after.state().annotations().names().get("F0"));
        assertEquals(before.analysis().manifest(), after.analysis().manifest());
        for (ConceptEntry entry : before.analysis().concepts()) {
            ConceptEntry again = AnalysisContexts.one(after.analysis(), entry.id());
            assertArrayEquals(entry.scores(), again.scores());
            assertEquals(entry.projection(), again.projection());
        }
        assertEquals(before.analysis().nodes().size(), after.analysis().nodes().size());
    }

    @Test
    void onlyTheFilesOfTheAnalysisAreSentAndTheSameFilesAreTheSameBytes()
            throws IOException, FactorscopeException {
        Path secret = Files.writeString(saved.resolve(".env"), "OPENAI_API_KEY=planted");
        Files.writeString(saved.resolve("private.txt"), "mine");
        pack();
        byte[] first = Files.readAllBytes(packed);
        pack();
        assertArrayEquals(first, Files.readAllBytes(packed));
        Files.delete(secret);
        Files.delete(saved.resolve("private.txt"));
        try (ZipFile zip = new ZipFile(packed.toFile())) {
            List<String> names = zip.stream().map(ZipEntry::getName).toList();
            assertTrue(names.contains("tree/tree.json") && names.contains("G.npy"), "" + names);
            assertTrue(names.stream().noneMatch(n -> n.contains("env") || n.contains("txt")));
        }
    }

    @FunctionalInterface
    private interface Filling {
        void into(ZipOutputStream zip) throws IOException;
    }

    private void zip(Filling filling) throws IOException {
        try (OutputStream out = Files.newOutputStream(packed);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            filling.into(zip);
        }
    }

    private static void put(ZipOutputStream zip, String name, String text) throws IOException {
        zip.putNextEntry(new ZipEntry(name));
        zip.write(text.getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
    }

    private void refused(String code) throws IOException {
        Failing.with(code, () -> AnalysisArchive.unpack(packed, unpacked));
        assertFalse(Files.exists(unpacked), "something was unpacked");
        try (Stream<Path> all = Files.list(folder)) {
            assertEquals(List.of(packed), all.toList());
        }
    }

    @Test
    void namesThatLeadOutsideAreRefused() throws IOException {
        for (String name :
                List.of("../evil", "/etc/evil", "a/../../evil", "..\\evil", "C:evil", "tree/..")) {
            zip(zip -> put(zip, name, "x"));
            refused("FS-PACK-002");
        }
    }

    @Test
    void namesThatAreThereTwiceAreRefused() throws IOException {
        zip(zip -> {
            put(zip, "analysis.json", "{}");
            put(zip, "ANALYSIS.json", "{}");
        });
        refused("FS-PACK-002");
    }

    @Test
    void whatGrowsWithoutEndIsRefused() throws IOException {
        byte[] zeros = new byte[1 << 20];
        zip(zip -> {
            zip.putNextEntry(new ZipEntry("G.npy"));
            for (int i = 0; i < 80; i++) {
                zip.write(zeros);
            }
            zip.closeEntry();
        });
        refused("FS-PACK-003");
        zip(zip -> {
            for (int i = 0; i < 10_001; i++) {
                put(zip, "tree/W" + i + ".npy", "");
            }
        });
        refused("FS-PACK-003");
    }

    @Test
    void whatIsNoAnalysisIsRefused() throws IOException {
        zip(zip -> put(zip, "hello.txt", "x"));
        refused("FS-PACK-001");
        Files.writeString(packed, "no zip at all");
        refused("FS-PACK-001");
        zip(zip -> put(zip, "analysis.json", "{}"));
        refused("FS-JSON-001");
    }

    @Test
    void aFolderThatIsThereIsNotTouched() throws IOException, FactorscopeException {
        pack();
        Files.writeString(unpacked, "mine");
        Failing.with("FS-PACK-004", () -> AnalysisArchive.unpack(packed, unpacked));
        assertEquals("mine", Files.readString(unpacked));
    }

    @Test
    void archivesSurviveDamage() throws IOException, FactorscopeException {
        pack();
        int refused =
                Damage.survived(
                        packed,
                        Integer.MAX_VALUE,
                        200,
                        file -> {
                            try {
                                AtomicFiles.deleteTree(unpacked);
                            } catch (IOException e) {
                                throw new IllegalStateException(e);
                            }
                            AnalysisArchive.unpack(file, unpacked);
                        });
        assertTrue(refused > 120, "only " + refused);
    }
}
