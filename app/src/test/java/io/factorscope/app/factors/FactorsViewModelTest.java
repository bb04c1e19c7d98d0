package io.factorscope.app.factors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// The table's model with the direct runner, on the shipped analysis.
class FactorsViewModelTest {
    private final List<String> steered = new ArrayList<>();
    private final Navigator navigator =
            new Navigator() {
                @Override
                public void showStart() {}

                @Override
                public void showFactors() {}

                @Override
                public void steerAtRest(String concept) {}

                @Override
                public void steerGroup(String name, java.util.List<String> concepts) {}

                @Override
                public void steerParts(
                        String name,
                        java.util.List<io.factorscope.core.steering.Slider.Part> parts) {}

                @Override
                public void showSteer() {}

                @Override
                public void steer(String concept) {
                    steered.add(concept);
                }
            };
    private Session session;
    private FactorsViewModel model;

    @BeforeEach
    void open() throws FactorscopeException {
        session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 0));
        model = new FactorsViewModel(session, new DirectExecutor(), navigator);
        AnalysisStore.Opened opened = AnalysisStore.open(Home.shippedAnalysis());
        session.open(opened.analysis(), opened.state(), null);
    }

    @Test
    void showsEveryFactorClearestFirstAndChoosesOne() {
        assertEquals(80, model.rows().size());
        for (int i = 1; i < model.rows().size(); i++) {
            assertTrue(model.rows().get(i - 1).clarity() >= model.rows().get(i).clarity());
        }
        assertEquals(model.rows().getFirst().entry(), model.selectedProperty().get());
    }

    @Test
    void filtersByNameTokenAndTag() {
        model.filterProperty().set("parts of the body");
        assertEquals(List.of("#41"), model.rows().stream().map(ConceptRow::tag).toList());
        model.filterProperty().set("cheeks");
        assertTrue(model.rows().stream().anyMatch(row -> row.tag().equals("#41")));
        model.filterProperty().set("nothing has this");
        assertEquals(0, model.rows().size());
        model.filterProperty().set("");
        assertEquals(80, model.rows().size());
    }

    @Test
    void showsLabelConceptsAndAll() {
        model.shownProperty().set(FactorsViewModel.Shown.LABELS);
        assertEquals(24, model.rows().size());
        model.shownProperty().set(FactorsViewModel.Shown.ALL);
        assertEquals(104, model.rows().size());
    }

    @Test
    void aNewNameIsFoundAndAnEmptyOneGoesBackToTheAutomaticLabel() {
        ConceptEntry entry = Objects.requireNonNull(model.selectedProperty().get());
        session.rename(entry, "a quite new name");
        model.filterProperty().set("quite new");
        assertEquals(1, model.rows().size());
        assertTrue(session.unsavedProperty().get());
        session.rename(entry, "");
        assertEquals(entry.automaticLabel(), session.nameOf(entry));
        assertEquals(0, model.rows().size());
    }

    @Test
    void steersTheChosenConcept() {
        model.steerSelected();
        assertNotNull(model.selectedProperty().get());
        assertEquals(List.of(model.selectedProperty().get().id()), steered);
    }
}
