package io.factorscope.core.factorization;

import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.tensor.TensorEngine;

/// What a running fit was given.
record FitRun(
        TensorEngine engine,
        FitSpec spec,
        FitStorage storage,
        FitListener listener,
        ActivationSet set,
        FitData data) {}
