package io.factorscope.app.start;

import io.factorscope.app.words.Words;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.Start;
import io.factorscope.core.factorization.Stops;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Checks;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The fields of a new analysis as they stand in the form, each with a sensible answer filled in.
public final class FitForm {
    /// The model's folder; empty for the embedded one.
    public final StringProperty model = new SimpleStringProperty("");

    /// The data set's file; empty for the shipped stories.
    public final StringProperty data = new SimpleStringProperty("");

    /// Text pasted instead of a file.
    public final StringProperty pasted = new SimpleStringProperty("");

    /// The layer, counted from 0.
    public final ObjectProperty<Integer> layer = new SimpleObjectProperty<>(3);

    /// The site in the layer.
    public final ObjectProperty<Site> site = new SimpleObjectProperty<>(Site.MLP_POST);

    /// How many factors.
    public final StringProperty rank = new SimpleStringProperty("64");

    /// Share of neurons kept by a factor, in percent.
    public final StringProperty sparsity = new SimpleStringProperty("2");

    /// The update rule.
    public final ObjectProperty<UpdateRule> rule = new SimpleObjectProperty<>(UpdateRule.HALS);

    /// The most iterations.
    public final StringProperty iterations = new SimpleStringProperty("200");

    /// Iterations without better after which it ends.
    public final StringProperty patience =
            new SimpleStringProperty(Integer.toString(FitSpec.ofRank(1).patience()));

    /// Where the fit begins.
    public final ObjectProperty<Start> start = new SimpleObjectProperty<>(Start.RANDOM);

    /// The most seconds of fitting; 0 for no limit.
    public final StringProperty seconds = new SimpleStringProperty("0");

    /// The seed.
    public final StringProperty seed = new SimpleStringProperty("0");

    /// Factors that each token keeps; 0 for all.
    public final StringProperty factorsPerToken = new SimpleStringProperty("4");

    /// The exponent of frequency weighting.
    public final StringProperty beta = new SimpleStringProperty("0.4");

    /// Tokens left out at the start of each text.
    public final StringProperty skipFirst = new SimpleStringProperty("1");

    /// Whether activations are scaled to norm 1.
    public final BooleanProperty unitNorm = new SimpleBooleanProperty(true);

    /// Whether the label concepts' steerability is measured.
    public final BooleanProperty steerability = new SimpleBooleanProperty(true);

    /// Refits from other seeds that stability is measured by; 0 for none.
    public final StringProperty refits = new SimpleStringProperty("2");

    /// Texts over which faithfulness is measured; 0 for none.
    public final StringProperty faithfulness = new SimpleStringProperty("0");

    /// What is measured of the fit.
    ///
    /// **Errors**: `FS-FORM-001` names the field that is not a number.
    Checks checks() throws FactorscopeException {
        return new Checks(
                whole(Words.of("start.faithfulness-texts"), faithfulness.get()),
                whole(Words.of("start.refits"), refits.get()));
    }

    /// Where the factors are read.
    HookPoint hook() {
        return new HookPoint(layer.get(), site.get());
    }

    /// The spec that the fields describe.
    ///
    /// **Errors**: `FS-FORM-001` names the field that is not a number.
    FitSpec fit() throws FactorscopeException {
        int k = whole("K", rank.get());
        int perToken = whole(Words.of("start.factors-a-token"), factorsPerToken.get());
        Weighting weighting =
                new Weighting(
                        number(Words.of("start.frequency-exponent"), beta.get()),
                        unitNorm.get(),
                        whole(Words.of("start.skip-first"), skipFirst.get()));
        return new FitSpec(
                k,
                number(Words.of("start.sparsity"), sparsity.get()) / 100,
                rule.get(),
                whole(Words.of("start.iterations"), iterations.get()),
                whole(Words.of("start.patience"), patience.get()),
                whole(Words.of("start.seed"), seed.get()),
                Math.min(perToken, k),
                weighting,
                start.get(),
                stops(),
                FitSpec.ofRank(k).reseed());
    }

    /// The usual ones with the form's limit of time.
    private Stops stops() throws FactorscopeException {
        Stops usual = FitSpec.ofRank(1).stops();
        double limit = number(Words.of("start.seconds"), seconds.get());
        return new Stops(usual.tolerance(), usual.relative(), limit, usual.target());
    }

    private static int whole(String name, String text) throws FactorscopeException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new FactorscopeException(
                    "FS-FORM-001", name + " is '" + text + "'; expected a whole number.", e);
        }
    }

    private static double number(String name, String text) throws FactorscopeException {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw new FactorscopeException(
                    "FS-FORM-001", name + " is '" + text + "'; expected a number.", e);
        }
    }
}
