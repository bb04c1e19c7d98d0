package io.factorscope.core.experiment;

import io.factorscope.core.tensor.ComputeSpeed;

import org.jspecify.annotations.Nullable;

/// Roughly what an experiment will take on this machine.
///
/// `texts`: how many are written; `seconds`: below 0 where the machine's speed is not known.
/// **Source**: counted from the steps; the share of the measured speed that writing and scoring
/// reach is that of one full run on two cores.
public record ExperimentEstimate(long texts, double seconds) {
    private static final double SHARE = 0.45;
    private static final double METHOD_SECONDS = 10;
    private static final int QUESTION_TOKENS = 160;

    /// Of an experiment on data with so many labels, by a model of so many parameters; `local`: the
    /// model also rates what is written.
    public static ExperimentEstimate of(
            ExperimentSpec spec,
            int labels,
            long parameters,
            @Nullable ComputeSpeed speed,
            boolean local) {
        SteeringSettings settings = spec.settings();
        long methods = spec.methods().size();
        long concepts = spec.concepts(labels);
        long pushes = settings.targets().size();
        long random = 2L * Math.min(concepts, methods * settings.directions());
        long directions = (concepts + random) * 2 * pushes + spec.names(labels) * pushes + 1;
        long texts = spec.steering() ? directions * settings.samples() : 0;
        if (speed == null) {
            return new ExperimentEstimate(texts, -1);
        }
        double tokens = 2.0 * texts * settings.tokens();
        if (local) {
            long questions =
                    JudgingStep.conceptQuestions(spec, labels)
                            + JudgingStep.fluencyQuestions(spec, labels);
            tokens += (double) QUESTION_TOKENS * questions;
        }
        double seconds = tokens * 2 * parameters / (SHARE * speed.flops());
        return new ExperimentEstimate(texts, seconds + METHOD_SECONDS * methods);
    }
}
