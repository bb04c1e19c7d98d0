package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/// The map of the shipped analysis: only worked out in sight, the latest choice wins.
class MapViewModelTest {
    private final HeldExecutor held = new HeldExecutor();
    private final SimpleObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.FACTORS);
    private final ReadOnlyObjectWrapper<AllRows> all = new ReadOnlyObjectWrapper<>(AllRows.NONE);
    private MapViewModel model;

    @BeforeEach
    void open() throws FactorscopeException {
        Session session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 1));
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
        model = new MapViewModel(session, held, all.getReadOnlyProperty(), shown);
        all.set(new AllRows(RowMaker.rows(opened.analysis(), JobContext.silent())));
    }

    @Test
    void nothingIsWorkedOutUntilTheMapIsInSight() {
        held.runAll();
        assertEquals(List.of(), model.pointsProperty().get());
        model.activeProperty().set(true);
        assertTrue(model.busyProperty().get());
        held.runAll();
        assertEquals(80, model.pointsProperty().get().size());
        assertFalse(model.busyProperty().get());
    }

    @Test
    void theNewestChoiceIsShownAndTheSameOneNotWorkedOutTwice() {
        model.activeProperty().set(true);
        held.runAll();
        List<MapViewModel.Point> axes = model.pointsProperty().get();
        model.methodProperty().set(MapViewModel.Method.NEIGHBOURS);
        model.methodProperty().set(MapViewModel.Method.PRINCIPAL);
        held.runAll();
        assertEquals(axes, model.pointsProperty().get());
        model.methodProperty().set(MapViewModel.Method.NEIGHBOURS);
        held.runAll();
        List<MapViewModel.Point> near = model.pointsProperty().get();
        assertNotEquals(axes, near);
        model.activeProperty().set(false);
        model.activeProperty().set(true);
        assertFalse(model.busyProperty().get());
    }

    @Test
    void conceptsOfAnotherHookPointAreLeftOutAndSaidSo() {
        model.activeProperty().set(true);
        shown.set(Shown.ALL);
        held.runAll();
        assertEquals(80, model.pointsProperty().get().size());
        assertTrue(model.noteProperty().get().startsWith("24 "), model.noteProperty().get());
        shown.set(Shown.NODES);
        held.runAll();
        assertEquals(0, model.pointsProperty().get().size());
    }
}
