package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

/// How the next token is chosen.
///
/// `temperature` 0 takes the most likely token; `topK` 0 and `topP` 1 leave all tokens in.
public record Sampling(double temperature, int topK, double topP) {
    /// Always the most likely token.
    public static final Sampling GREEDY = new Sampling(0, 0, 1);

    /// What the method's evaluation uses: temperature 1, top-k 30.
    public static final Sampling EVALUATION = new Sampling(1, 30, 1);

    /// **Errors**: `FS-TEXT-004` when a setting is out of range.
    public Sampling checked() throws FactorscopeException {
        boolean ok = temperature >= 0 && temperature <= 100 && topK >= 0 && topP > 0 && topP <= 1;
        if (!ok) {
            throw new FactorscopeException(
                    "FS-TEXT-004",
                    "Sampling settings out of range: temperature "
                            + temperature
                            + ", top-k "
                            + topK
                            + ", top-p "
                            + topP
                            + "; expected temperature 0 to 100, top-k 0 or more, top-p in (0, 1].");
        }
        return this;
    }
}
