package io.factorscope.app.evaluate;

import io.factorscope.app.words.Words;
import io.factorscope.core.judge.ChatService;

import org.jspecify.annotations.Nullable;

/// The chat service that an experiment may ask.
public enum ServiceKind {
    /// None: nothing leaves this computer.
    NONE(null),
    /// OpenAI.
    OPENAI(ChatService.OPENAI),
    /// Google.
    GEMINI(ChatService.GEMINI),
    /// A server with OpenAI's interface.
    COMPATIBLE(ChatService.COMPATIBLE);

    private final @Nullable ChatService service;

    ServiceKind(@Nullable ChatService service) {
        this.service = service;
    }

    /// The service that is asked, or null.
    public @Nullable ChatService service() {
        return service;
    }

    /// Whether asking it may cost money.
    public boolean paid() {
        return this == OPENAI || this == GEMINI;
    }

    /// As people read it.
    public String words() {
        return switch (this) {
            case NONE -> Words.of("evaluate.service-none");
            case OPENAI -> Words.of("evaluate.service-openai");
            case GEMINI -> Words.of("evaluate.service-gemini");
            case COMPATIBLE -> Words.of("evaluate.service-compatible");
        };
    }
}
