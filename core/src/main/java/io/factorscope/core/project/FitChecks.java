package io.factorscope.core.project;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.activation.CollectSpec;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.concept.FaithfulnessMeter;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.Stability;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.text.Dataset;

import org.jspecify.annotations.Nullable;

import java.util.stream.IntStream;
import java.util.stream.LongStream;

/// How far a fit can be trusted, as an analysis' [Checks] ask for it.
///
/// A fit that a person stopped early is not checked: its refits would be stopped as well.
record FitChecks(@Nullable Faithfulness faithfulness, Stability.@Nullable Report stability) {
    static final FitChecks NONE = new FitChecks(null, null);

    /// **Cost**: a fit for each refit, and a pass over the texts for each factor.
    static FitChecks of(
            LanguageModel model,
            AnalysisSpec spec,
            Dataset data,
            ActivationSet set,
            Factorization fit,
            JobContext context)
            throws FactorscopeException {
        return context.stopRequested()
                ? NONE
                : new FitChecks(
                        faithfulness(model, spec, data, fit, context),
                        stability(model, spec, set, fit, context));
    }

    private static @Nullable Faithfulness faithfulness(
            LanguageModel model,
            AnalysisSpec spec,
            Dataset data,
            Factorization fit,
            JobContext context)
            throws FactorscopeException {
        int texts = spec.checks().faithfulnessTexts();
        if (texts == 0) {
            return null;
        }
        CollectSpec where = new CollectSpec(spec.hook(), spec.bos(), true);
        return FaithfulnessMeter.of(model, where, fit)
                .measure(
                        data.spread(texts),
                        IntStream.range(0, fit.rank()).boxed().toList(),
                        context);
    }

    private static Stability.@Nullable Report stability(
            LanguageModel model,
            AnalysisSpec spec,
            ActivationSet set,
            Factorization fit,
            JobContext context)
            throws FactorscopeException {
        int refits = spec.checks().refits();
        if (refits == 0) {
            return null;
        }
        long seed = spec.fit().seed();
        Stability.Spec what =
                new Stability.Spec(
                        spec.fit(),
                        LongStream.rangeClosed(seed + 1, seed + refits).boxed().toList(),
                        java.util.List.of());
        return Stability.of(model.engine(), fit, what, set, FitStorage.usual(), context).report();
    }

    Measured of(int factor) {
        return new Measured(
                null,
                faithfulness == null ? null : faithfulness.factors().get(factor).change(),
                stability == null ? null : stability.stability().get(factor));
    }
}
