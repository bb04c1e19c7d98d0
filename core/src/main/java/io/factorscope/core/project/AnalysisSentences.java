package io.factorscope.core.project;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.experiment.ConceptSentences;
import io.factorscope.core.experiment.HeldOutSentences;
import io.factorscope.core.experiment.SeenTexts;
import io.factorscope.core.experiment.SentenceSource;
import io.factorscope.core.experiment.SentenceWriter;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/// Sentences of labelled data for an analysis' concepts: each concept is matched to the label that
/// fires it most in its analysis, and gets sentences of that label which the analysis has not seen.
/// One without a clear label gets none.
public final class AnalysisSentences implements SentenceSource {
    private static final double EVEN_SHARES = 3;

    private final Analysis analysis;
    private final HeldOutSentences unseen;
    private final @Nullable Double leastShare;
    private int unclear;

    /// `each` of both kinds from `data`; `leastShare`: from which share of all labels' mean scores
    /// on a label is clearly a concept's, three times an even share where null.
    public AnalysisSentences(
            Analysis analysis,
            Dataset data,
            Tokenizer tokenizer,
            int each,
            long seed,
            @Nullable Double leastShare) {
        this.analysis = analysis;
        this.leastShare = leastShare;
        SeenTexts seen = new SeenTexts(analysis.tokens(), tokenizer);
        this.unseen = new HeldOutSentences(data, seen::contains, each, seed);
    }

    /// How many sentences were left out since the analysis was fitted on them.
    public int leftOut() {
        return unseen.leftOut();
    }

    /// How many concepts were left out since no label is clearly theirs.
    public int unclear() {
        return unclear;
    }

    @Override
    public List<ConceptSentences> write(List<SentenceWriter.About> concepts, JobContext context)
            throws FactorscopeException {
        List<ConceptSentences> rows = new ArrayList<>();
        for (SentenceWriter.About about : concepts) {
            context.checkpoint();
            String label = label(AnalysisContexts.one(analysis, about.key().id()));
            if (label == null) {
                unclear++;
            } else {
                rows.add(unseen.of(about.key(), label));
            }
        }
        return rows;
    }

    private @Nullable String label(ConceptEntry entry) {
        if (entry.concept().source() instanceof ConceptSource.Label label) {
            return label.name();
        }
        List<TokenScore> byLabel = entry.evidence().byLabel();
        double least = leastShare != null ? leastShare : EVEN_SHARES / byLabel.size();
        boolean clear = !byLabel.isEmpty() && byLabel.getFirst().value() >= least;
        return clear ? byLabel.getFirst().token() : null;
    }
}
