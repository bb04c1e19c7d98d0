package io.factorscope.core.model;

import java.util.List;

/// What to generate: a prompt continued by `samples` texts of at most `maxNewTokens` tokens each.
///
/// **Randomness**: sample i draws from a stream of its own made from `seed` and i, so that it does
/// not depend on how many others there are.
public record GenerateSpec(
        String prompt, int maxNewTokens, Sampling sampling, long seed, int samples, boolean bos) {
    /// What one run gave: per sample the ids of prompt and continuation, and the continuation's
    /// text.
    public record Sample(List<Integer> ids, String prompt, String continuation) {
        /// A copy that nobody can change.
        public Sample {
            ids = List.copyOf(ids);
        }

        /// Prompt and continuation.
        public String text() {
            return prompt + continuation;
        }
    }

    /// Receives text as it is written, on the engine thread.
    @FunctionalInterface
    public interface Listener {
        /// A sample has grown by `text`.
        void wrote(int sample, String text);
    }
}
