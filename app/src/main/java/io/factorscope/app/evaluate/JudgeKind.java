package io.factorscope.app.evaluate;

import io.factorscope.app.words.Words;

/// Who rates what an experiment writes.
public enum JudgeKind {
    /// Nobody: only the scores that need no judge.
    NONE,
    /// The model itself; weaker than the others.
    LOCAL,
    /// A person, after the run.
    PERSON,
    /// The chat service.
    CHAT;

    /// As people read it.
    public String words() {
        return switch (this) {
            case NONE -> Words.of("evaluate.judge-none");
            case LOCAL -> Words.of("evaluate.judge-local");
            case PERSON -> Words.of("evaluate.judge-person");
            case CHAT -> Words.of("evaluate.judge-chat");
        };
    }
}
