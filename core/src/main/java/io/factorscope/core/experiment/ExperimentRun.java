package io.factorscope.core.experiment;

import io.factorscope.core.model.LanguageModel;

/// What every step of one experiment works with.
///
/// `collected`: activations of sentences, for as long as the run lasts.
record ExperimentRun(
        LanguageModel model,
        ExperimentSpec spec,
        ExperimentFolder folder,
        CollectedSentences collected) {
    /// How many places a sparse random direction has among `d`.
    int support(int d) {
        return Math.max(1, (int) Math.ceil(spec.settings().supportShare() * d));
    }
}
