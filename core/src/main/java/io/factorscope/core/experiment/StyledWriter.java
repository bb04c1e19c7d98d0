package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.judge.CallEstimate;
import io.factorscope.core.judge.ChatBatch;
import io.factorscope.core.judge.ChatClient;
import io.factorscope.core.judge.ChatRequest;
import io.factorscope.core.judge.Prompt;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Has a chat model write pairs of sentences in many styles, for DiffMeans: in each style one that
/// shows the concept and one that does not, so that their mean difference is the concept and no
/// style. A pair counts only whole, under the number of a style that was asked for.
///
/// **Randomness**: the seed draws the styles, the same for every concept. **Cost**: one call for
/// every ten pairs, three at most.
public final class StyledWriter {
    private static final int TOGETHER = 10;
    private static final int AGAIN = 2;
    private static final double WARM = 0.7;
    private static final int TOKENS_A_PAIR = 140;

    private final ChatClient client;
    private final int concurrency;
    private final List<String> styles;
    private final Prompt prompt = Prompt.load(StyledWriter.class, "styled", 1);

    /// Some styles of one concept.
    private record Part(SentenceWriter.About about, List<String> styles) {}

    /// A writer of one pair in each of these styles.
    public StyledWriter(ChatClient client, int concurrency, List<String> styles) {
        this.client = client;
        this.concurrency = concurrency;
        this.styles = List.copyOf(styles);
    }

    /// One row for each concept, in their order.
    public List<ConceptSentences> write(List<SentenceWriter.About> concepts, JobContext context)
            throws FactorscopeException {
        List<Part> parts = concepts.stream().flatMap(about -> parts(about).stream()).toList();
        List<StyledPairs> written =
                new ChatBatch(concurrency, "writing sentences").run(parts, this::write, context);
        int each = parts.size() / Math.max(1, concepts.size());
        MadeBy by = MadeBy.now(client.name(), prompt.version());
        List<ConceptSentences> rows = new ArrayList<>();
        for (int i = 0; i < concepts.size(); i++) {
            SentencePairs all = new SentencePairs(styles.size());
            written.subList(i * each, (i + 1) * each).forEach(pairs -> pairs.into(all));
            rows.add(all.row(concepts.get(i).key(), concepts.get(i).description(), by));
        }
        return rows;
    }

    /// What it costs at most.
    public CallEstimate estimate(List<SentenceWriter.About> concepts) {
        return client.estimate(
                concepts.stream()
                        .flatMap(about -> parts(about).stream())
                        .map(this::question)
                        .toList());
    }

    private List<Part> parts(SentenceWriter.About about) {
        List<Part> parts = new ArrayList<>();
        for (int from = 0; from < styles.size(); from += TOGETHER) {
            int to = Math.min(styles.size(), from + TOGETHER);
            parts.add(new Part(about, styles.subList(from, to)));
        }
        return parts;
    }

    private ChatRequest question(Part part) {
        String numbered =
                IntStream.range(0, part.styles.size())
                        .mapToObj(i -> (i + 1) + ". " + part.styles.get(i))
                        .collect(Collectors.joining("\n"));
        Map<String, String> values =
                Map.of("concept", part.about.description(), "styles", numbered);
        return prompt.ask(values, part.styles.size() * TOKENS_A_PAIR).withTemperature(WARM);
    }

    private StyledPairs write(Part part, JobContext context) throws FactorscopeException {
        StyledPairs pairs = new StyledPairs(part.styles.size());
        ChatRequest question = question(part);
        for (int attempt = 0; attempt <= AGAIN && !pairs.complete(); attempt++) {
            pairs.add(client.ask(question, context).text());
            question = question.again();
        }
        return pairs;
    }
}
