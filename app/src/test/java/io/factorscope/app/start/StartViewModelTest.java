package io.factorscope.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

/// The Start screen's model, as far as it refuses.
class StartViewModelTest {
    private final List<FactorscopeException> failures = new ArrayList<>();

    private static final class Nowhere implements Navigator {
        @Override
        public void showStart() {}

        @Override
        public void showFactors() {
            throw new AssertionError("nothing was fitted");
        }

        @Override
        public void showSteer() {
            throw new AssertionError("nothing was fitted");
        }

        @Override
        public void steer(String concept) {
            throw new AssertionError("nothing was fitted");
        }
    }

    @Test
    void aFitThatCannotFitIsRefusedBeforeAModelIsOpened() throws Exception {
        try (ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0)) {
            Session session = new Session(models);
            StartViewModel model =
                    new StartViewModel(session, new DirectExecutor(), new Nowhere(), failures::add);
            model.form().rank.set("2000000000");
            model.form().pasted.set("The dog ran home.");
            model.fit();
            assertEquals(1, failures.size());
            assertEquals("FS-ESTIMATE-001", failures.getFirst().code());
            assertNull(session.analysis());
            assertEquals("", models.device(), "no model was opened");
        }
    }

    @Test
    void anUnknownModelNameSaysWhatThereIs() throws Exception {
        try (ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0)) {
            StartViewModel model =
                    new StartViewModel(
                            new Session(models),
                            new DirectExecutor(),
                            new Nowhere(),
                            failures::add);
            model.form().model.set("no-such-model");
            model.fit();
            assertEquals("FS-SHELF-001", failures.getFirst().code());
        }
    }
}
