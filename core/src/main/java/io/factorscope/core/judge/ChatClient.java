package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.List;

/// A chat model that answers one question at a time.
///
/// **Threads**: safe to share; calls block. **Errors**: `FS-CHAT-…`.
public interface ChatClient {
    /// The service and the model, such as `openai:gpt-4o-mini`; stored with every result.
    String name();

    /// Asks, waiting and asking again where the service is busy.
    ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException;

    /// Whether the answer is kept already, so that asking costs nothing.
    default boolean remembers(ChatRequest request) {
        return false;
    }

    /// What these questions cost at most, without those whose answers are kept.
    default CallEstimate estimate(List<ChatRequest> requests) {
        return requests.stream()
                .distinct()
                .filter(request -> !remembers(request))
                .map(BudgetedChat::cost)
                .reduce(CallEstimate.NONE, CallEstimate::plus);
    }
}
