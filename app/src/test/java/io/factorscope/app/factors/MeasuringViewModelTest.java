package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// Measuring how factors of the shipped analysis steer.
class MeasuringViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();
    private ModelHost models;
    private Session session;

    @BeforeEach
    void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 1);
        session = new Session(models);
    }

    @AfterEach
    void close() {
        models.close();
    }

    private FactorsViewModel model(TaskExecutor executor) throws FactorscopeException {
        FactorsViewModel model =
                new FactorsViewModel(session, executor, new Asked(), failures::add);
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        return model;
    }

    private static ConceptRow row(FactorsViewModel model, String id) {
        return model.rows().stream().filter(row -> row.id().equals(id)).findAny().orElseThrow();
    }

    @Test
    void aMeasuredFactorHasAFigureInTheTableUntilItIsUndone() throws FactorscopeException {
        FactorsViewModel model = model(new DirectExecutor());
        model.choose(List.of("F8"));
        assertNull(row(model, "F8").scores().steers());
        model.measureChosen();
        Steerability steers =
                Objects.requireNonNull(session.annotationsProperty().get().measured().get("F8"));
        assertEquals(steers.gain(), row(model, "F8").scores().steers());
        assertTrue(steers.alpha() > 0);
        assertNotNull(steers.firing());
        assertNotNull(steers.opposite());
        assertFalse(model.measuring().runningProperty().get());
        session.undo();
        assertNull(row(model, "F8").scores().steers());
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsAskedForMeanwhileIsMeasuredNext() throws FactorscopeException {
        HeldExecutor held = new HeldExecutor();
        FactorsViewModel model = model(held);
        held.runAll();
        model.measuring().measure(List.of("F8"));
        model.measuring().measure(List.of("F8", "F9"));
        held.runNext();
        assertEquals(Set.of("F8"), session.annotationsProperty().get().measured().keySet());
        assertTrue(model.measuring().runningProperty().get(), "F9 comes next");
        model.measuring().cancel();
        held.runAll();
        assertFalse(model.measuring().runningProperty().get());
        assertEquals(Set.of("F8"), session.annotationsProperty().get().measured().keySet());
        assertEquals(List.of(), failures);
    }

    @Test
    void whatIsCancelledIsNotKept() throws FactorscopeException {
        HeldExecutor held = new HeldExecutor();
        FactorsViewModel model = model(held);
        held.runAll();
        model.choose(List.of("F8", "F9"));
        model.measureChosen();
        assertTrue(model.measuring().runningProperty().get());
        model.measureChosen(); // one at a time
        model.measuring().cancel();
        held.runAll();
        assertFalse(model.measuring().runningProperty().get());
        assertTrue(session.annotationsProperty().get().measured().isEmpty());
        assertEquals(List.of(), failures);
    }
}
