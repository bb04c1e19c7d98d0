package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.List;
import java.util.Map;

/// A chat model as a judge, asked with our own prompts.
///
/// It is asked for a reason and a score; an answer without a score is asked for again, twice, less
/// predictably each time, and is then missing. **Cost**: one call a request, three at most.
public final class ApiJudge implements Judge {
    private static final int AGAIN = 2;
    private static final double LOOSER = 0.5;
    private static final int ANSWER_TOKENS = 300;

    private final ChatClient client;
    private final int concurrency;
    private final Prompt concept = Prompt.load(ApiJudge.class, "rate-concept", 1);
    private final Prompt fluency = Prompt.load(ApiJudge.class, "rate-fluency", 1);

    /// A judge that asks so many questions at once.
    public ApiJudge(ChatClient client, int concurrency) {
        this.client = client;
        this.concurrency = concurrency;
    }

    @Override
    public JudgeName name() {
        String prompts = concept.version() + " " + fluency.version();
        return new JudgeName(JudgeName.Kind.API, client.name(), prompts);
    }

    @Override
    public List<Rating> rate(List<RatingRequest> requests, JobContext context)
            throws FactorscopeException {
        return new ChatBatch(concurrency, "rating").run(requests, this::rate, context);
    }

    @Override
    public CallEstimate estimate(List<RatingRequest> requests) {
        return client.estimate(requests.stream().map(this::question).toList());
    }

    private ChatRequest question(RatingRequest request) {
        return prompt(request)
                .ask(
                        Map.of("concept", request.concept(), "sentence", request.sentence()),
                        ANSWER_TOKENS);
    }

    private Prompt prompt(RatingRequest request) {
        return switch (request.criterion()) {
            case CONCEPT -> concept;
            case FLUENCY -> fluency;
        };
    }

    private Rating rate(RatingRequest request, JobContext context) throws FactorscopeException {
        String version = prompt(request).version();
        JudgeName by = new JudgeName(JudgeName.Kind.API, client.name(), version);
        ChatRequest question = question(request);
        String last = "";
        for (int attempt = 0; attempt <= AGAIN; attempt++) {
            last = client.ask(question, context).text();
            Integer score = RatingText.score(last);
            if (score != null) {
                return new Rating(score, RatingText.reason(last), by);
            }
            question = question.again().withTemperature(LOOSER);
        }
        String said = last.strip();
        return Rating.missing(
                said.isEmpty() ? "no answer" : "no rating from 0 to 2 in: " + said, by);
    }
}
