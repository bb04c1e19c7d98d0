package io.factorscope.core.model;

/// What a tensor does in a layer, in the order in which the op program takes them.
///
/// `QUERIES` also holds a fused matrix of queries, keys and values, where a family has one.
enum Role {
    ATTENTION_NORM,
    QUERIES,
    KEYS,
    VALUES,
    ATTENTION_OUT,
    ATTENTION_POST_NORM,
    MLP_NORM,
    GATE,
    UP,
    DOWN,
    MLP_POST_NORM;

    boolean isNorm() {
        return this == ATTENTION_NORM
                || this == ATTENTION_POST_NORM
                || this == MLP_NORM
                || this == MLP_POST_NORM;
    }
}
