package io.factorscope.app.evaluate;

import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ConceptKey;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Experiments on concepts of the shipped analysis.
abstract class ShippedConcepts {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ModelHost models;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static AnalysisStore.Opened shipped;

    final List<FactorscopeException> failures = new ArrayList<>();

    @TempDir Path temp;

    Session session = new Session(models);

    @BeforeAll
    static void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
        shipped = AnalysisStore.open(Home.shippedAnalysis());
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @BeforeEach
    void session() throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        session = new Session(models, preferences);
    }

    EvaluateViewModel model(TaskExecutor executor) {
        EvaluateViewModel model =
                new EvaluateViewModel(session, executor, new Asked(), failures::add);
        EvaluateForm form = model.fresh().form();
        form.what.set(EvaluateForm.What.DETECTION);
        form.sentences.set("1");
        form.samples.set("2");
        form.targets.set("0.1");
        form.tokens.set("4");
        form.directions.set("1");
        return model;
    }

    void openShipped(boolean saved) throws FactorscopeException {
        session.open(shipped.analysis(), shipped.state(), saved ? Home.shippedAnalysis() : null);
    }

    static RunItem selected(EvaluateViewModel model) {
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    static ExperimentSpec.Chosen chosen(RunItem item) {
        return Objects.requireNonNull(item.spec().sources().chosen());
    }

    static Description described(String id, int sign, String text) {
        var entry = Objects.requireNonNull(shipped.analysis().find(id));
        ConceptKey key = ConceptKey.of(entry.concept(), shipped.analysis().labels().size());
        Description.Track track = sign == 0 ? Description.Track.INPUT : Description.Track.OUTPUT;
        return new Description(key, track, sign, text, "", MadeBy.now("test", "1"));
    }
}
