package io.factorscope.app.evaluate;

import io.factorscope.app.words.Words;
import io.factorscope.core.judge.ChatService;

import org.jspecify.annotations.Nullable;

/// Who rates what an experiment writes.
public enum JudgeKind {
    /// Nobody: only the scores that need no judge.
    NONE(null),
    /// The model itself; weaker than the others.
    LOCAL(null),
    /// A person, after the run.
    PERSON(null),
    /// A model of OpenAI.
    OPENAI(ChatService.OPENAI),
    /// A model of Google.
    GEMINI(ChatService.GEMINI),
    /// A server with OpenAI's interface.
    COMPATIBLE(ChatService.COMPATIBLE);

    private final @Nullable ChatService service;

    JudgeKind(@Nullable ChatService service) {
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
            case NONE -> Words.of("evaluate.judge-none");
            case LOCAL -> Words.of("evaluate.judge-local");
            case PERSON -> Words.of("evaluate.judge-person");
            case OPENAI -> Words.of("evaluate.judge-openai");
            case GEMINI -> Words.of("evaluate.judge-gemini");
            case COMPATIBLE -> Words.of("evaluate.judge-compatible");
        };
    }
}
