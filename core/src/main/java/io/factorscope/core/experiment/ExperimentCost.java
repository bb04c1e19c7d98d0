package io.factorscope.core.experiment;

import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.judge.ApiJudge;
import io.factorscope.core.judge.CallEstimate;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.RatingRequest;

import java.util.Collections;
import java.util.List;

/// What an experiment asks of a chat model at most, before its concepts are known: texts count with
/// their usual length.
public final class ExperimentCost {
    private static final int AROUND = 31;
    private static final int SHOWN = 25;
    private static final String USUAL = "a description of the usual length for a concept";

    private ExperimentCost() {}

    /// What a chat model does beside writing sentences, which the spec says: describe concepts,
    /// rate what is written.
    public record Work(boolean describes, boolean judges) {}

    /// Of an experiment on data with so many labels.
    public static CallEstimate of(ExperimentSpec spec, int labels, ChatClient client, Work work) {
        boolean rated = work.judges && spec.steering();
        boolean chosen = spec.sources().chosen() != null;
        boolean written = spec.sources().written() && (chosen || spec.detection());
        int concepts = spec.concepts(labels);
        CallEstimate all = CallEstimate.NONE;
        if (work.describes) {
            ChatDescriber describer = new ChatDescriber(client, 1);
            int signs = spec.steering() ? 1 : 0;
            for (int sign = -signs; sign <= signs; sign++) {
                var view = new Describing.View(usual(), sign);
                all = all.plus(describer.estimate(List.of(view)).times(concepts));
            }
        }
        if (written) {
            SentenceWriter.About about = new SentenceWriter.About(usual().key(), USUAL);
            SentenceWriter writer = new SentenceWriter(client, 1, spec.sentences());
            all = all.plus(writer.estimate(List.of(about)).times(concepts));
        }
        return rated ? all.plus(judging(spec, labels, new ApiJudge(client, 1))) : all;
    }

    private static CallEstimate judging(ExperimentSpec spec, int labels, ApiJudge judge) {
        String text = "word ".repeat(spec.settings().tokens());
        CallEstimate concept = judge.estimate(List.of(RatingRequest.concept(USUAL, text)));
        CallEstimate fluency = judge.estimate(List.of(RatingRequest.fluency(text)));
        return concept.times(JudgingStep.conceptQuestions(spec, labels))
                .plus(fluency.times(JudgingStep.fluencyQuestions(spec, labels)));
    }

    private static ConceptContexts usual() {
        ConceptContexts.TopActivation top =
                new ConceptContexts.TopActivation("word", 1, "word ".repeat(AROUND));
        List<TokenScore> tokens = Collections.nCopies(SHOWN, new TokenScore("word", 1));
        return new ConceptContexts(
                new ConceptKey("", "", 0, 0, 0),
                Collections.nCopies(SHOWN, top),
                tokens,
                List.of(),
                tokens,
                tokens);
    }
}
