package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.factorization.Weighting;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A whole comparison of methods, from labelled sentences to scores.
///
/// `model` and `data`: names, for the record; `trainingShare` of each label's sentences fit and
/// choose concepts, the others score them. `sentences`: how many of each kind detection uses for a
/// concept. `sae`: the folder of the autoencoder, which is opened by whoever runs this; `features`:
/// a list that limits its features. **Randomness**: everything is drawn from `seed`.
public record ExperimentSpec(
        String model,
        String data,
        long seed,
        @JsonProperty("training_share") double trainingShare,
        List<Method> methods,
        boolean detection,
        boolean steering,
        Sources sources,
        int sentences,
        @JsonProperty("steering_settings") SteeringSettings settings) {
    /// Where each method's concepts come from, and the sentences that score them: `chosen` are
    /// concepts of an analysis in place of the methods' own, `written` sentences are a chat model's
    /// in place of held-out ones.
    public record Sources(
            @JsonProperty("snmf_hook") HookPoint snmfHook,
            FitSpec fit,
            @JsonProperty("diffmeans_hook") HookPoint diffMeansHook,
            String sae,
            @Nullable String features,
            @Nullable Chosen chosen,
            boolean written) {
        /// The same with sentences that a chat model writes, or without.
        public Sources written(boolean by) {
            return new Sources(snmfHook, fit, diffMeansHook, sae, features, chosen, by);
        }

        /// The same for concepts of an analysis, or for none.
        public Sources choosing(@Nullable Chosen concepts) {
            return new Sources(snmfHook, fit, diffMeansHook, sae, features, concepts, written);
        }
    }

    /// Concepts of an analysis by their ids.
    public record Chosen(String analysis, List<String> concepts) {
        /// A copy that nobody can change.
        public Chosen {
            concepts = List.copyOf(concepts);
        }
    }

    /// A copy that nobody can change.
    public ExperimentSpec {
        methods = List.copyOf(methods);
    }

    /// The shipped analysis' fit: K 80, 2 % of neurons, 4 factors a token, unit norm, β 0.4.
    public static FitSpec usualFit() {
        return new FitSpec(80, 0.02, UpdateRule.HALS, 200, 20, 0, 4, new Weighting(0.4, true, 1));
    }

    /// Factors before a layer's output matrix, mean differences after it.
    public static Sources sources(int layer, FitSpec fit, String sae, @Nullable String features) {
        return new Sources(
                new HookPoint(layer, Site.MLP_POST),
                fit,
                new HookPoint(layer, Site.MLP_OUT),
                sae,
                features,
                null,
                false);
    }

    /// **Errors**: `FS-EXP-006` when a number is out of range.
    public ExperimentSpec checked() throws FactorscopeException {
        settings.checked();
        boolean ofLabels = Method.OF_LABELS.containsAll(methods);
        if ((sources.chosen() == null && !ofLabels)
                || methods.isEmpty()
                || sentences < 1
                || !(trainingShare > 0 && trainingShare < 1)) {
            throw new FactorscopeException(
                    "FS-EXP-006",
                    "The experiment has "
                            + methods.size()
                            + " methods, "
                            + sentences
                            + " sentences and a training share of "
                            + trainingShare
                            + "; expected snmf, sae or diffmeans (tree nodes and given directions"
                            + " are chosen from an analysis), a sentence or more, and a share"
                            + " between 0 and 1.");
        }
        return this;
    }

    /// The same for other methods and sources.
    public ExperimentSpec with(List<Method> compared, Sources from) {
        return new ExperimentSpec(
                model,
                data,
                seed,
                trainingShare,
                compared,
                detection,
                steering,
                from,
                sentences,
                settings);
    }

    /// How many concepts are compared, where the data has so many labels.
    public int concepts(int labels) {
        Chosen chosen = sources.chosen();
        return chosen == null ? methods.size() * labels : chosen.concepts().size();
    }

    /// How many things are named in the prompting baseline: labels, or the chosen concepts.
    public int names(int labels) {
        return sources.chosen() == null ? labels : concepts(labels);
    }
}
