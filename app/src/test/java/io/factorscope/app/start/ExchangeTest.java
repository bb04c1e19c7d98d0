package io.factorscope.app.start;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.GivenDirection;
import io.factorscope.core.store.Npy;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Files go out of the window and come in, as its menus do it.
@SuppressWarnings("NullAway.Init") // set before each test
class ExchangeTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private final Asked asked = new Asked();

    @TempDir private Path temp;

    private ModelHost models;
    private Session session;
    private StartViewModel start;

    @BeforeEach
    void openDemo() throws Exception {
        models = new ModelHost(DeviceChoice.parse("cpu"), 1);
        session = new Session(models, Preferences.forgetful());
        start = new StartViewModel(session, new DirectExecutor(), asked, failures::add);
        start.openDemo();
    }

    @AfterEach
    void close() throws Exception {
        session.close();
        models.close();
    }

    /// The demo as if for the first time; the open one is not opened again.
    private void openFreshDemo() throws Exception {
        close();
        openDemo();
    }

    private Analysis analysis() {
        return Objects.requireNonNull(session.analysis());
    }

    private Path written(String name) {
        assertEquals(List.of(), failures);
        Path file = temp.resolve(name);
        assertTrue(Files.isRegularFile(file), name);
        assertTrue(start.exchange().saidProperty().get().contains(name));
        return file;
    }

    private void failedWith(String code) {
        assertEquals(List.of(code), failures.stream().map(FactorscopeException::code).toList());
        failures.clear();
    }

    @Test
    void oneFileThatIsDroppedBecomesAFolderBesideItEachTimeANewOne() throws Exception {
        session.edit(new Edit.Name("F2", "mine alone"));
        start.exchange().pack(temp.resolve("sent.factorscope"));
        Path file = written("sent.factorscope");
        openFreshDemo();
        assertNull(session.annotationsProperty().get().names().get("F2"));
        start.drop(file);
        assertEquals(temp.resolve("sent"), session.folderProperty().get());
        assertEquals("mine alone", session.annotationsProperty().get().names().get("F2"));
        assertTrue(start.exchange().saidProperty().get().contains("Unpacked into"));
        start.open(file);
        assertEquals(temp.resolve("sent 2"), session.folderProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void aFileThatIsNoneIsRefusedAndWhatIsOpenStays() throws Exception {
        Analysis before = analysis();
        Path bad = Files.writeString(temp.resolve("bad.factorscope"), "no zip");
        start.drop(bad);
        failedWith("FS-PACK-001");
        assertSame(before, session.analysis());
        assertFalse(Files.exists(temp.resolve("bad")));
        start.exchange().pack(bad.resolve("below.factorscope"));
        failedWith("FS-FILE-001");
    }

    @Test
    void factorsDirectionsAndReportsAreWrittenInEveryForm() throws Exception {
        session.edit(new Edit.Name("F0", "<b>bold</b>"));
        for (String ending : List.of("csv", "json", "npy", "safetensors")) {
            start.exchange().factors(temp.resolve("factors." + ending));
            written("factors." + ending);
        }
        assertTrue(Files.readString(temp.resolve("factors.csv")).contains("<b>bold</b>"));
        ConceptEntry factor = analysis().factors().getFirst();
        for (String ending : Exchange.DIRECTION) {
            start.exchange().direction(factor, temp.resolve("F0." + ending));
            written("F0." + ending);
        }
        assertArrayEquals(
                factor.concept().direction(),
                GivenDirection.read(temp.resolve("F0.safetensors"), null));
        assertEquals(
                "GGUF",
                new String(
                        Files.readAllBytes(temp.resolve("F0.gguf")),
                        0,
                        4,
                        StandardCharsets.US_ASCII));
        start.exchange().report(temp.resolve("report.html"));
        String html = Files.readString(written("report.html"));
        assertTrue(html.contains("&lt;b&gt;bold") && !html.contains("<b>bold"));
        start.exchange().factors(temp.resolve("factors.doc"));
        failedWith("FS-EXPORT-001");
    }

    @Test
    void namesOfAnotherAnalysisComeInAndGoAgainWithOneUndo() throws Exception {
        session.edit(new Edit.Name("F2", "theirs"));
        session.edit(new Edit.Note("F4", "a note"));
        session.edit(new Edit.Name("F7", "theirs too"));
        start.exchange().pack(temp.resolve("theirs.factorscope"));
        openFreshDemo();
        session.edit(new Edit.Name("F7", "ours"));
        start.exchange().labels(temp.resolve("theirs.factorscope"));
        assertEquals(List.of(), failures);
        assertEquals("theirs", session.annotationsProperty().get().names().get("F2"));
        assertEquals("a note", session.annotationsProperty().get().note("F4"));
        assertEquals("ours", session.annotationsProperty().get().names().get("F7"));
        session.undo();
        assertNull(session.annotationsProperty().get().names().get("F2"));
        assertEquals("", session.annotationsProperty().get().note("F4"));
        assertEquals("ours", session.annotationsProperty().get().names().get("F7"));
    }

    @Test
    void aDirectionFromAFileIsAConceptThatIsShown() throws Exception {
        String hook = start.exchange().hooks().getFirst();
        assertEquals(analysis().manifest().spec().labelHook().name(), hook);
        float[] direction = analysis().labels().getFirst().concept().direction();
        Npy.write(temp.resolve("wave.npy"), direction, direction.length);
        start.exchange().given(temp.resolve("wave.npy"), hook, "wave");
        assertEquals(List.of(), failures);
        ConceptEntry given = entry("V:wave");
        assertArrayEquals(direction, given.concept().direction());
        assertEquals("concept V:wave", asked.places().getLast());
        start.exchange().given(temp.resolve("wave.npy"), "blocks.3.mlp.hook_post", "other");
        failedWith("FS-IMPORT-001");
        start.exchange().given(temp.resolve("wave.npy"), "nowhere", "other");
        assertEquals(1, failures.size());
        assertNull(analysis().find("V:other"));
    }

    private ConceptEntry entry(String id) {
        ConceptEntry entry = analysis().find(id);
        assertNotNull(entry, id);
        return entry;
    }
}
