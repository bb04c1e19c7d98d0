package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.nio.file.Path;
import java.util.function.BooleanSupplier;

/// A chat service as experiments use it: kept answers first, then the budget, then the network.
///
/// **Threads**: safe to share; calls block. **Errors**: as [HttpChat] and [CallBudget].
public final class ServiceChat implements ChatClient, AutoCloseable {
    private final HttpChat http;
    private final ChatClient client;

    /// How it may be used: limits, what may be spent, the folder of kept answers, and whether the
    /// network is switched off.
    public record Terms(
            ChatLimits limits, CallBudget budget, Path answers, BooleanSupplier offline) {}

    private ServiceChat(HttpChat http, Terms terms) {
        this.http = http;
        this.client = new CachedChat(new BudgetedChat(http, terms.budget), terms.answers);
    }

    /// Gets ready to ask; nothing is sent yet. **Errors**: `FS-CHAT-002` when the key it needs is
    /// not set.
    public static ServiceChat open(ChatAddress address, ApiKeys keys, Terms terms)
            throws FactorscopeException {
        HttpChat.Surroundings around = HttpChat.Surroundings.real(terms.offline);
        return new ServiceChat(new HttpChat(address, keys, terms.limits, around), terms);
    }

    @Override
    public String name() {
        return client.name();
    }

    @Override
    public ChatAnswer ask(ChatRequest request, JobContext context) throws FactorscopeException {
        return client.ask(request, context);
    }

    @Override
    public boolean remembers(ChatRequest request) {
        return client.remembers(request);
    }

    @Override
    public void close() {
        http.close();
    }
}
