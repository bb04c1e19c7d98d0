package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.nio.charset.StandardCharsets;

/// A chat model that is asked only as long as a budget lasts.
public final class BudgetedChat implements ChatClient {
    private static final int BYTES_A_TOKEN = 3;
    private static final int FRAME = 16;

    private final ChatClient client;
    private final CallBudget budget;

    /// The same model, within a budget.
    public BudgetedChat(ChatClient client, CallBudget budget) {
        this.client = client;
        this.budget = budget;
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException {
        long tokens = cost(request).tokens();
        budget.hold(tokens, context);
        CallEstimate cost = CallEstimate.NONE;
        try {
            ChatAnswer answer = client.ask(request, context);
            cost = counted(request, answer);
            return answer;
        } finally {
            budget.settle(tokens, cost);
        }
    }

    /// What a question costs at most: three bytes of text are counted as a token, which is more
    /// than English needs.
    static CallEstimate cost(ChatRequest request) {
        long prompt = guess(request.system()) + guess(request.user()) + FRAME;
        return new CallEstimate(1, prompt, request.maxTokens());
    }

    /// What was answered, by the service's own count where it gives one.
    private static CallEstimate counted(ChatRequest request, ChatAnswer answer) {
        long in = answer.promptTokens() > 0 ? answer.promptTokens() : cost(request).promptTokens();
        long out = answer.answerTokens() > 0 ? answer.answerTokens() : guess(answer.text());
        return new CallEstimate(1, in, out);
    }

    private static long guess(String text) {
        return Math.ceilDiv(text.getBytes(StandardCharsets.UTF_8).length, BYTES_A_TOKEN);
    }
}
