/// Configuration, weights, the transformer with hooks, KV cache, sampling and generation.
@NullMarked
package io.factorscope.core.model;

import org.jspecify.annotations.NullMarked;
