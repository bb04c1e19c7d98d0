package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.factorscope.core.judge.JudgeName;
import io.factorscope.core.judge.Rating;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Objects;

/// What a judge said of the sentences of one steering row; a row of a judged file.
///
/// `description`: what they were judged against; the sentences are those of the steering row, in
/// its order.
public record JudgedRow(
        @JsonUnwrapped ConceptKey key,
        @Nullable Method method,
        Variant variant,
        String concept,
        Description.Track track,
        String description,
        @JsonProperty("target_kl") double target,
        @JsonProperty("intervention_sign") int sign,
        @JsonProperty("sentence_results") List<SentenceResult> results,
        JudgeName judge) {
    /// A copy that nobody can change.
    public JudgedRow {
        results = List.copyOf(results);
    }

    /// The scores of one sentence, 0 to 2, null where the judge gave none; `finalScore` is their
    /// harmonic mean, 0 where either is 0.
    public record SentenceResult(
            @JsonProperty("concept_score") @Nullable Integer concept,
            @JsonProperty("fluency_score") @Nullable Integer fluency,
            @JsonProperty("final_score") @Nullable Double finalScore,
            @JsonProperty("concept_reason") String conceptReason,
            @JsonProperty("fluency_reason") String fluencyReason) {
        /// The result of two ratings.
        static SentenceResult of(Rating concept, Rating fluency) {
            Integer one = concept.score();
            Integer other = fluency.score();
            return new SentenceResult(
                    one,
                    other,
                    one == null || other == null ? null : Choice.harmonic(one, other),
                    concept.reason(),
                    fluency.reason());
        }
    }

    /// The mean final score of the first (0) or second (1) half of the sentences; NaN where the
    /// judge rated none of them.
    public double score(int half) {
        return finals(half).stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    /// The final scores there are in the first (0) or second (1) half of the sentences.
    List<Double> finals(int half) {
        int middle = results.size() / 2;
        return results.subList(half == 0 ? 0 : middle, half == 0 ? middle : results.size()).stream()
                .map(SentenceResult::finalScore)
                .filter(Objects::nonNull)
                .toList();
    }
}
