package io.factorscope.app.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.LabelMatch;
import io.factorscope.core.steering.MethodVotes;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The comparison's model on the shipped analysis.
class CompareViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private final Asked asked = new Asked();
    private ModelHost models;
    private Session session;

    @TempDir private Path temp;

    @BeforeEach
    void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
        session = new Session(models);
    }

    @AfterEach
    void close() {
        models.close();
    }

    private CompareViewModel model(TaskExecutor executor) throws FactorscopeException {
        CompareViewModel model = new CompareViewModel(session, executor, asked, failures::add);
        model.setShown(true);
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        return model;
    }

    private static String chosen(CompareColumn column) {
        LabelMatch match = Objects.requireNonNull(column.chosenProperty().get());
        return match.concept().id();
    }

    @Test
    void eachMethodShowsTheConceptThatFitsTheLabelBest() throws Exception {
        CompareViewModel model = model(new DirectExecutor());
        assertEquals(24, model.labels().size());
        model.labelProperty().set("weather");
        assertEquals("L:weather", chosen(model.columns().getLast()));
        List<LabelMatch> factors = model.columns().getFirst().candidates();
        assertEquals(8, factors.size());
        for (int i = 1; i < factors.size(); i++) {
            assertTrue(factors.get(i - 1).auroc() >= factors.get(i).auroc());
        }
        assertEquals(
                "weather", factors.getFirst().concept().evidence().byLabel().getFirst().token());
        assertTrue(model.columns().get(1).candidates().isEmpty(), "no features yet");
        model.steer(model.columns().getFirst());
        assertEquals(List.of(factors.getFirst().concept().id()), asked.steered());
        model.evaluate(model.columns().getLast());
        assertEquals("evaluate L:weather", asked.places().getLast());
        assertEquals(List.of(), failures);
    }

    @Test
    void nothingIsLookedForBeforeThePlaceIsSeen() throws Exception {
        CompareViewModel model = model(new DirectExecutor());
        model.setShown(false);
        model.labelProperty().set("weather");
        List<LabelMatch> before = List.copyOf(model.columns().getFirst().candidates());
        model.setShown(true);
        assertFalse(before.equals(model.columns().getFirst().candidates()));
        assertEquals("L:weather", chosen(model.columns().getLast()));
    }

    @Test
    void aMethodWithoutAConceptWritesNothingAndTheOthersDo() throws Exception {
        CompareViewModel model = model(new DirectExecutor());
        model.write();
        CompareTexts texts = model.textsProperty().get();
        assertEquals("", texts.texts().get(1));
        assertTrue(texts.texts().getFirst().startsWith(model.promptProperty().get()));
        assertTrue(texts.notes().getLast().startsWith("α +"));
        model.turnedProperty().set(true);
        model.write();
        assertTrue(model.textsProperty().get().notes().getLast().startsWith("α −"));
        assertFalse(model.busyProperty().get());
    }

    @Test
    void aFolderThatIsNoAutoencoderIsSaidAndNothingChanges() throws Exception {
        CompareViewModel model = model(new DirectExecutor());
        var before = session.analysis();
        model.addFeatures(temp);
        assertEquals(1, failures.size());
        assertTrue(failures.getFirst().code().startsWith("FS-"), failures.getFirst().code());
        assertEquals(before, session.analysis());
        assertFalse(model.busyProperty().get());
    }

    @Test
    void ofTwoRequestsOnlyTheLaterIsShown() throws Exception {
        HeldExecutor held = new HeldExecutor();
        CompareViewModel model = model(held);
        held.runAll();
        model.promptProperty().set("The first");
        model.write();
        model.promptProperty().set("The second");
        model.write();
        held.runAll();
        assertTrue(model.textsProperty().get().baseline().startsWith("The second"));
    }

    @Test
    void whatIsCancelledIsNotShown() throws Exception {
        HeldExecutor held = new HeldExecutor();
        CompareViewModel model = model(held);
        held.runAll();
        model.write();
        model.cancel();
        held.runAll();
        assertEquals(CompareTexts.NONE, model.textsProperty().get());
        assertFalse(model.busyProperty().get());
        assertEquals(List.of(), failures);
    }

    @Test
    void aBlindVoteCountsForTheMethodBehindTheText() throws Exception {
        CompareViewModel model = model(new DirectExecutor());
        model.booth().seed(3);
        model.booth().begin();
        BlindRound round = Objects.requireNonNull(model.booth().roundProperty().get());
        assertEquals(2, round.order().size());
        assertEquals("", model.booth().resultProperty().get());
        String method = model.columns().get(round.order().get(1)).method().id();
        String label = model.labelProperty().get();
        int before = model.booth().votes().of(label, method);
        model.booth().vote(1);
        assertEquals(before + 1, model.booth().votes().of(label, method));
        model.booth().vote(0);
        assertEquals(before + 1, model.booth().votes().of(label, method), "voted on once");
    }

    @Test
    void anotherLabelEndsTheRoundSoThatNoVoteCountsForIt() throws Exception {
        HeldExecutor held = new HeldExecutor();
        CompareViewModel model = model(held);
        held.runAll();
        model.labelProperty().set("animals");
        held.runAll();
        model.booth().begin();
        held.runAll();
        assertTrue(model.booth().readyProperty().get());
        model.labelProperty().set("afraid");
        assertFalse(model.booth().readyProperty().get());
        assertNull(model.booth().roundProperty().get());
        assertFalse(model.busyProperty().get());
        MethodVotes before = model.booth().votes();
        model.booth().vote(0);
        assertEquals(before, model.booth().votes());
        model.booth().begin();
        model.labelProperty().set("weather"); // before its texts are there
        held.runAll();
        assertFalse(model.booth().readyProperty().get());
        assertEquals(CompareTexts.NONE, model.textsProperty().get());
    }

    @Test
    void bringingFeaturesInCanBeCancelledAndLeavesNothing() throws Exception {
        HeldExecutor held = new HeldExecutor();
        CompareViewModel model = model(held);
        held.runAll();
        var before = session.analysis();
        model.addShippedFeatures();
        assertTrue(model.importingProperty().get() && model.busyProperty().get());
        model.cancel();
        assertFalse(model.importingProperty().get() || model.busyProperty().get());
        held.runAll();
        assertEquals(before, session.analysis());
        assertEquals(List.of(), failures);
    }

    @Test
    void cancellingTheTextsOfABlindRoundEndsIt() throws Exception {
        HeldExecutor held = new HeldExecutor();
        CompareViewModel model = model(held);
        held.runAll();
        model.booth().begin();
        model.cancel();
        assertNull(model.booth().roundProperty().get());
        held.runAll();
        assertFalse(model.booth().readyProperty().get());
    }
}
