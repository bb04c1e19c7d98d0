package io.factorscope.app.evaluate;

import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.SteeringSettings;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.project.Home;

import javafx.beans.Observable;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// What a new experiment will be, as the fields say it; every number begins with its default.
public final class EvaluateForm {
    /// What is measured.
    public enum What {
        /// Both.
        FULL,
        /// How well concepts tell their sentences from others.
        DETECTION,
        /// What concepts make the model write.
        STEERING
    }

    private static final SteeringSettings USUAL = SteeringSettings.usual();

    final ObjectProperty<What> what = new SimpleObjectProperty<>(What.FULL);
    final BooleanProperty snmf = new SimpleBooleanProperty(true);
    final BooleanProperty sae = new SimpleBooleanProperty(true);
    final BooleanProperty diffMeans = new SimpleBooleanProperty(true);
    final StringProperty data = new SimpleStringProperty("");
    final StringProperty model = new SimpleStringProperty("");
    final StringProperty sentences = new SimpleStringProperty("5");
    final StringProperty samples = of(USUAL.samples());
    final StringProperty targets = new SimpleStringProperty(list(USUAL.targets()));

    // Behind "More".
    final StringProperty layer = new SimpleStringProperty("");
    final StringProperty rank = of(ExperimentSpec.usualFit().rank());
    final StringProperty sparsity = new SimpleStringProperty("2");
    final StringProperty iterations = of(ExperimentSpec.usualFit().iterations());
    final StringProperty seed = new SimpleStringProperty("0");
    final StringProperty share = new SimpleStringProperty("50");
    final StringProperty tokens = of(USUAL.tokens());
    final StringProperty prompt = new SimpleStringProperty(USUAL.prompt());
    final StringProperty before = new SimpleStringProperty(USUAL.before());
    final StringProperty directions = of(USUAL.directions());
    final StringProperty saeFolder = new SimpleStringProperty("");
    final StringProperty saeHook = new SimpleStringProperty("");
    final BooleanProperty reference = new SimpleBooleanProperty();

    private static StringProperty of(int number) {
        return new SimpleStringProperty(Integer.toString(number));
    }

    private static String list(List<Double> numbers) {
        return String.join(", ", numbers.stream().map(Object::toString).toList());
    }

    /// Numbers for a first look: one push, few and short texts.
    public void small() {
        targets.set("0.25");
        samples.set("2");
        tokens.set("20");
        directions.set("1");
    }

    /// Mean differences alone, of a few sentences, in seconds: for a picture.
    public void few(Path sentencesFile) {
        small();
        data.set(sentencesFile.toString());
        snmf.set(false);
        sae.set(false);
        sentences.set("3");
        tokens.set("12");
    }

    /// All that an estimate depends on.
    Observable[] fields() {
        return new Observable[] {
            what,
            snmf,
            sae,
            diffMeans,
            data,
            model,
            sentences,
            samples,
            targets,
            layer,
            rank,
            sparsity,
            iterations,
            seed,
            share,
            tokens,
            prompt,
            before,
            directions,
            saeFolder,
            reference
        };
    }

    /// An experiment that only waits for the names and the number of layers of its model.
    @FunctionalInterface
    interface Draft {
        /// The experiment on the best concepts for each label, not checked yet; the middle layer
        /// where none was named.
        ExperimentSpec of(String modelName, String dataName, int layers);
    }

    /// What the fields say now, to be used on any thread.
    ///
    /// **Errors**: `FS-FORM-001` names the field that is not a number.
    Draft draft() throws FactorscopeException {
        FitSpec fit = fit();
        SteeringSettings steering = steering(fit.sparsity());
        List<Method> methods = methods();
        String sources =
                saeFolder.get().isBlank()
                        ? Home.portable(Home.shippedSae())
                        : saeFolder.get().strip();
        String place = layer.get().strip();
        int chosen = place.isEmpty() ? -1 : whole(Words.of("evaluate.layer"), place);
        int each = whole(Words.of("evaluate.sentences"), sentences.get());
        double training = number(Words.of("evaluate.training-share"), share.get()) / 100;
        What wanted = what.get();
        return (modelName, dataName, layers) ->
                new ExperimentSpec(
                        modelName,
                        dataName,
                        fit.seed(),
                        training,
                        methods,
                        wanted != What.STEERING,
                        wanted != What.DETECTION,
                        ExperimentSpec.sources(
                                chosen < 0 ? layers / 2 : chosen, fit, sources, null),
                        each,
                        steering);
    }

    private FitSpec fit() throws FactorscopeException {
        FitSpec usual = ExperimentSpec.usualFit();
        int k = whole(Words.of("evaluate.factors"), rank.get());
        return new FitSpec(
                k,
                number(Words.of("evaluate.sparsity"), sparsity.get()) / 100,
                usual.rule(),
                whole(Words.of("evaluate.iterations"), iterations.get()),
                usual.patience(),
                whole(Words.of("evaluate.seed"), seed.get()),
                Math.min(usual.factorsPerToken(), k),
                usual.weighting());
    }

    private List<Method> methods() {
        List<Method> methods = new ArrayList<>();
        if (snmf.get()) {
            methods.add(Method.SNMF);
        }
        if (sae.get()) {
            methods.add(Method.SAE);
        }
        if (diffMeans.get()) {
            methods.add(Method.DIFFMEANS);
        }
        return methods;
    }

    private SteeringSettings steering(double kept) throws FactorscopeException {
        int texts = whole(Words.of("evaluate.texts-a-push"), samples.get());
        List<Double> pushes = new ArrayList<>();
        for (String one : targets.get().strip().split("[,;\\s]+", -1)) {
            pushes.add(number(Words.of("evaluate.pushes"), one));
        }
        return new SteeringSettings(
                prompt.get(),
                pushes,
                texts,
                whole(Words.of("evaluate.tokens"), tokens.get()),
                Sampling.EVALUATION,
                reference.get()
                        ? SteeringSettings.CalibrationRule.REFERENCE
                        : SteeringSettings.CalibrationRule.BISECTION,
                USUAL.shifted(),
                whole(Words.of("evaluate.directions"), directions.get()),
                kept,
                before.get(),
                Math.max(USUAL.batch(), texts));
    }

    /// What the fields of chat and concepts need to know of this one.
    ChatForm.Use use(boolean chosen) {
        return new ChatForm.Use(what.get() != What.STEERING, what.get() != What.DETECTION, chosen);
    }

    /// A limit of calls.
    static int calls(String text) throws FactorscopeException {
        return whole(Words.of("evaluate.calls-at-most"), text);
    }

    private static int whole(String name, String text) throws FactorscopeException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw notANumber(name, text, "a whole number", e);
        }
    }

    private static double number(String name, String text) throws FactorscopeException {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw notANumber(name, text, "a number", e);
        }
    }

    private static FactorscopeException notANumber(
            String name, String text, String expected, NumberFormatException cause) {
        return new FactorscopeException(
                "FS-FORM-001",
                String.format(Locale.ROOT, "%s is '%s'; expected %s.", name, text, expected),
                cause);
    }
}
