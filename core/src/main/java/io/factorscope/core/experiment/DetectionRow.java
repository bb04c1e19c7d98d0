package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// How well one concept tells its sentences from others: a row of a detection file.
///
/// `scores` and `randomScores`: each activating and each neutral sentence's largest cosine;
/// `logRatio`: ln of the ratio of their means, null (undefined) where either is 0 or less; `auroc`
/// with its bootstrap interval; then raw means; `encoder`: an autoencoder's own activations.
public record DetectionRow(
        @JsonUnwrapped ConceptKey key,
        Method method,
        Variant variant,
        String concept,
        @JsonProperty("activating_sentences") List<String> activating,
        @JsonProperty("neutral_sentences") List<String> neutral,
        List<Double> scores,
        @JsonProperty("random_scores") List<Double> randomScores,
        @JsonProperty("log_ratio") @Nullable Double logRatio,
        Interval auroc,
        Pair correlation,
        Pair r2,
        Pair mse,
        @Nullable Encoder encoder) {
    /// A copy that nobody can change.
    public DetectionRow {
        activating = List.copyOf(activating);
        neutral = List.copyOf(neutral);
        scores = List.copyOf(scores);
        randomScores = List.copyOf(randomScores);
    }

    /// A mean over the activating and over the neutral sentences.
    public record Pair(double activating, double neutral) {}

    /// Each sentence's largest activation by the autoencoder itself.
    public record Encoder(
            List<Double> scores,
            @JsonProperty("random_scores") List<Double> randomScores,
            @JsonProperty("log_ratio") @Nullable Double logRatio,
            double auroc) {
        /// A copy that nobody can change.
        public Encoder {
            scores = List.copyOf(scores);
            randomScores = List.copyOf(randomScores);
        }
    }

    /// ln(mean of `scores` / mean of `neutral`); null where either mean is 0 or less.
    public static @Nullable Double logRatio(double[] scores, double[] neutral) {
        double above = Interval.mean(scores);
        double below = Interval.mean(neutral);
        return above > 0 && below > 0 ? Math.log(above / below) : null;
    }
}
