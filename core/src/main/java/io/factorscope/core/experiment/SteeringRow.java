package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What one concept, or a baseline, makes the model write at one push: a row of a steering file.
///
/// `method`: null for what belongs to none, such as prompting; `target`: the push asked for, nats;
/// `kl`: the push there is; `alpha`: the strength (of a prompting baseline: its share), null where
/// the push is not reachable and nothing was written; `sign`: of the intervention. `probabilities`
/// and `surprise`, of each sentence: the label classifier's probability of the concept, and the
/// mean negative log-likelihood of its tokens under the unsteered model, nats.
public record SteeringRow(
        @JsonUnwrapped ConceptKey key,
        @Nullable Method method,
        Variant variant,
        String concept,
        @JsonProperty("target_kl") double target,
        @JsonProperty("intervention_sign") int sign,
        @Nullable Double kl,
        @Nullable Double alpha,
        @JsonUnwrapped Shifted shifted,
        @JsonProperty("steered_sentences") List<String> sentences,
        @JsonProperty("label_probability") List<Double> probabilities,
        @JsonProperty("nll") List<Double> surprise) {
    /// A copy that nobody can change.
    public SteeringRow {
        sentences = List.copyOf(sentences);
        probabilities = List.copyOf(probabilities);
        surprise = List.copyOf(surprise);
    }

    /// The tokens whose next-token logits rise most and fall most, with the change of each.
    public record Shifted(
            @JsonProperty("top_shifted_tokens") List<String> up,
            @JsonProperty("top_logit_values") List<Double> upValues,
            @JsonProperty("bottom_shifted_tokens") List<String> down,
            @JsonProperty("bottom_logit_values") List<Double> downValues) {
        /// None.
        public static final Shifted NONE = new Shifted(List.of(), List.of(), List.of(), List.of());

        /// A copy that nobody can change.
        @SuppressWarnings("ConstantValue") // absent in a file is null here
        public Shifted {
            up = up == null ? List.of() : List.copyOf(up);
            upValues = upValues == null ? List.of() : List.copyOf(upValues);
            down = down == null ? List.of() : List.copyOf(down);
            downValues = downValues == null ? List.of() : List.copyOf(downValues);
        }
    }

    /// Whether the push was reached and something was written.
    public boolean written() {
        return !sentences.isEmpty();
    }
}
