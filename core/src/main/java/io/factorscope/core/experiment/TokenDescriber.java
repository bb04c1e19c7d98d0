package io.factorscope.core.experiment;

import io.factorscope.core.concept.AutomaticLabel;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.CallEstimate;

import java.util.List;

/// Describes concepts by their own tokens and data labels, asking nobody.
public final class TokenDescriber implements Describing {
    private static final String WHO = "factorscope";

    @Override
    public List<Description> describe(List<View> views, JobContext context)
            throws FactorscopeException {
        context.checkCancelled();
        MadeBy by = MadeBy.now(WHO, AutomaticLabel.VERSION);
        return views.stream().map(view -> describe(view, by)).toList();
    }

    private static Description describe(View view, MadeBy by) {
        ConceptContexts concept = view.concept();
        if (view.sign() == 0) {
            boolean fires = !concept.topActivations().isEmpty();
            String label = AutomaticLabel.of(concept.topTokens(), concept.byLabel());
            return new Description(
                    concept.key(),
                    view.track(),
                    0,
                    fires ? label : null,
                    fires ? "" : "never fires",
                    by);
        }
        List<TokenScore> tokens = view.sign() > 0 ? concept.promoted() : concept.suppressed();
        String words = AutomaticLabel.words(tokens);
        return new Description(
                concept.key(),
                view.track(),
                view.sign(),
                words.isEmpty() ? null : words,
                words.isEmpty() ? "no words" : "",
                by);
    }

    @Override
    public CallEstimate estimate(List<View> views) {
        return CallEstimate.NONE;
    }
}
