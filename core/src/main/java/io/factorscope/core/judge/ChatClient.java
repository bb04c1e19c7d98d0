package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

/// A chat model that answers one question at a time.
///
/// **Threads**: safe to share; calls block. **Errors**: `FS-CHAT-…`.
public interface ChatClient {
    /// The service and the model, such as `openai:gpt-4o-mini`; stored with every result.
    String name();

    /// Asks, waiting and asking again where the service is busy.
    ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException;
}
