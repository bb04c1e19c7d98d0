package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.CallEstimate;
import io.factorscope.core.judge.ChatBatch;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.ChatRequest;
import io.factorscope.core.judge.Prompt;

import java.util.List;
import java.util.Map;

/// Has a chat model write sentences that should fire a concept, and as many that should not.
///
/// All of one concept's are distinct. Where an answer has too few it is asked for again, twice;
/// then the concept has what there is. **Cost**: one call a concept, three at most.
public final class SentenceWriter implements SentenceSource {
    /// How many of each kind, unless said otherwise.
    public static final int EACH = 5;

    private static final int AGAIN = 2;
    private static final double WARM = 0.7;
    private static final int TOKENS_A_SENTENCE = 60;
    private static final int FRAME = 100;

    private final ChatClient client;
    private final int concurrency;
    private final int each;
    private final Prompt prompt = Prompt.load(SentenceWriter.class, "sentences", 1);

    /// A concept, and what it is about.
    public record About(ConceptKey key, String description) {}

    /// A writer of `each` sentences of both kinds that asks so many questions at once.
    public SentenceWriter(ChatClient client, int concurrency, int each) {
        this.client = client;
        this.concurrency = concurrency;
        this.each = each;
    }

    @Override
    public List<ConceptSentences> write(List<About> concepts, JobContext context)
            throws FactorscopeException {
        return new ChatBatch(concurrency, "writing sentences").run(concepts, this::write, context);
    }

    /// What it costs at most.
    public CallEstimate estimate(List<About> concepts) {
        return client.estimate(concepts.stream().map(this::question).toList());
    }

    private ChatRequest question(About about) {
        Map<String, String> values =
                Map.of("description", about.description, "each", Integer.toString(each));
        return prompt.ask(values, 2 * each * TOKENS_A_SENTENCE + FRAME).withTemperature(WARM);
    }

    private ConceptSentences write(About about, JobContext context) throws FactorscopeException {
        SentencePairs pairs = new SentencePairs(each);
        ChatRequest question = question(about);
        for (int attempt = 0; attempt <= AGAIN && !pairs.complete(); attempt++) {
            pairs.add(client.ask(question, context).text());
            question = question.again();
        }
        MadeBy by = MadeBy.now(client.name(), prompt.version());
        return pairs.row(about.key, about.description, by);
    }
}
