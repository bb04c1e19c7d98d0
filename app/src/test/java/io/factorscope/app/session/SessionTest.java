package io.factorscope.app.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.Home;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

class SessionTest {
    @TempDir Path temp;
    private final List<FactorscopeException> failures = new ArrayList<>();
    private Path saved;
    private Session session;

    @BeforeEach
    void aSavedAnalysisIsOpen() throws Exception {
        saved = temp.resolve("saved");
        AnalysisStore.Opened shipped = AnalysisStore.open(Home.shippedAnalysis());
        AnalysisStore.save(saved, shipped.analysis(), shipped.state());
        session = session();
        session.open(shipped.analysis(), EditLog.open(saved, temp.resolve("user")), saved);
    }

    private Session session() {
        return new Session(
                new ModelHost(DeviceChoice.AUTO, 0),
                Preferences.forgetful(),
                new DirectExecutor(),
                failures::add);
    }

    private Analysis analysis() {
        return Objects.requireNonNull(session.analysis());
    }

    private ConceptEntry factor(int k) {
        return analysis().factors().get(k);
    }

    @Test
    void everyChangeIsOnDiskAtOnceAndNothingIsLeftToSave() throws Exception {
        session.rename(factor(3), "my name");
        session.edit(new Edit.Note("F3", "a note"));
        SteerSpec before = session.steeringProperty().get();
        SteerSpec one = new SteerSpec(before.generate(), List.of(new Slider("F3", 2, false)));
        session.steeringProperty().set(one);
        assertFalse(session.unsavedProperty().get());
        AnalysisStore.Opened again = AnalysisStore.open(saved);
        assertEquals("my name", again.state().annotations().names().get("F3"));
        assertEquals("a note", again.state().annotations().note("F3"));
        assertEquals(one, again.state().steering());
        session.close();
        assertEquals(List.of(), failures);
    }

    @Test
    void aChangeCanBeTakenBackAndMadeAgain() throws Exception {
        String first = session.nameOf(factor(3));
        session.rename(factor(3), "my name");
        session.edit(new Edit.Stars(List.of("F1"), List.of()));
        assertEquals("starring", session.undoTextProperty().get());
        session.undo();
        session.undo();
        assertEquals(first, session.nameOf(factor(3)));
        assertEquals("", session.undoTextProperty().get());
        session.undo();
        session.redo();
        assertEquals("my name", session.nameOf(factor(3)));
        assertEquals("my name", session.names().get("F3"));
        session.edit(new Edit.Note("F1", "x"));
        assertEquals("", session.redoTextProperty().get());
        assertEquals(
                session.annotationsProperty().get(),
                AnalysisStore.open(saved).state().annotations());
    }

    @Test
    void aSecondWindowSaysThatItCannotKeepChanges() throws Exception {
        Session second = session();
        second.open(analysis(), EditLog.open(saved, temp.resolve("user")), saved);
        assertTrue(second.readOnlyProperty().get());
        second.rename(factor(3), "lost");
        assertTrue(second.unsavedProperty().get());
        assertFalse(AnalysisStore.open(saved).state().annotations().names().containsValue("lost"));
        second.close();
        session.rename(factor(3), "kept");
        assertTrue(AnalysisStore.open(saved).state().annotations().names().containsValue("kept"));
    }

    @Test
    void changesMadeBeforeANewFitIsOnDiskGoThereWhenItIs() throws Exception {
        session.open(analysis(), session.state(), null);
        assertTrue(session.unsavedProperty().get());
        session.rename(factor(2), "early");
        Path fits = temp.resolve("fits");
        AnalysisStore.save(fits, analysis(), session.state());
        session.savedTo(fits, EditLog.open(fits, temp.resolve("user")));
        session.rename(factor(4), "late");
        assertFalse(session.unsavedProperty().get());
        var names = AnalysisStore.open(fits).state().annotations().names();
        assertEquals("early", names.get("F2"));
        assertEquals("late", names.get("F4"));
        assertFalse(EditLog.isTaken(saved), "the log before was let go");
    }

    @Test
    void whatIsShippedIsNeverChangedAndChangesToItAreKeptForTheUser() throws Exception {
        Path shipped = Home.shippedAnalysis();
        AnalysisStore.Opened opened = AnalysisStore.open(shipped);
        session.open(opened.analysis(), EditLog.open(shipped, temp.resolve("user")), null);
        session.rename(factor(3), "mine");
        session.close();
        assertEquals(opened.state(), AnalysisStore.open(shipped).state());
        try (EditLog log = EditLog.open(shipped, temp.resolve("user"))) {
            assertEquals("mine", log.state().annotations().names().get("F3"));
        }
    }

    @Test
    void changesThatCannotBeWrittenAreReportedAndStayUnsaved() throws Exception {
        Path other = temp.resolve("other");
        AnalysisStore.save(other, analysis(), session.state());
        EditLog broken = EditLog.open(other, temp.resolve("user"));
        session.open(analysis(), broken, other);
        broken.close();
        session.rename(factor(1), "x");
        assertEquals("FS-FILE-001", failures.getFirst().code());
        assertTrue(session.unsavedProperty().get());
        assertEquals("x", session.nameOf(factor(1)));
    }
}
