package io.factorscope.app.steer;

import io.factorscope.core.steering.NextTokens;

/// What a run has given so far: the texts, and what happened to the next token.
record Written(Texts texts, NextTokens shifts) {
    /// Nothing yet.
    static final Written NONE = new Written(Texts.NONE, NextTokens.NONE);
}
