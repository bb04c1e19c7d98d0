package io.factorscope.core.model;

import io.factorscope.core.job.FactorscopeException;

/// How the next token is chosen.
///
/// `temperature` 0 takes the most likely token; `topK` 0 and `topP` 1 leave all tokens in;
/// `repetitionPenalty` 1 treats tokens that the text already has like any other.
public record Sampling(double temperature, int topK, double topP, double repetitionPenalty) {
    /// Always the most likely token.
    public static final Sampling GREEDY = new Sampling(0, 0, 1);

    /// What the method's evaluation uses: temperature 1, top-k 30.
    public static final Sampling EVALUATION = new Sampling(1, 30, 1);

    /// Files written before there was a penalty read as 0 and mean none.
    public Sampling {
        repetitionPenalty = repetitionPenalty == 0 ? 1 : repetitionPenalty;
    }

    /// Without a repetition penalty.
    public Sampling(double temperature, int topK, double topP) {
        this(temperature, topK, topP, 1);
    }

    /// **Errors**: `FS-TEXT-004` when a setting is out of range.
    public Sampling checked() throws FactorscopeException {
        boolean ok = temperature >= 0 && temperature <= 100 && topK >= 0 && topP > 0 && topP <= 1;
        ok &= repetitionPenalty > 0 && repetitionPenalty <= 100;
        if (!ok) {
            throw new FactorscopeException(
                    "FS-TEXT-004",
                    "Sampling settings out of range: temperature "
                            + temperature
                            + ", top-k "
                            + topK
                            + ", top-p "
                            + topP
                            + ", repetition penalty "
                            + repetitionPenalty
                            + "; expected temperature 0 to 100, top-k 0 or more, top-p in (0, 1], a"
                            + " penalty above 0 to 100.");
        }
        return this;
    }
}
