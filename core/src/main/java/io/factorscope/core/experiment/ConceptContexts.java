package io.factorscope.core.experiment;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.concept.TokenScore;

import java.util.List;
import java.util.stream.Collectors;

/// What fires a concept, in context, and what it promotes; a row of a contexts file, from which
/// descriptions are drawn without the model.
///
/// `topActivations`: the strongest tokens, strongest first; `topTokens`: the different ones among
/// them; `byLabel`: each data label's share of the mean scores, largest first; `promoted` and
/// `suppressed`: tokens with their logits. **Units**: activations and logits as they are.
public record ConceptContexts(
        @JsonUnwrapped ConceptKey key,
        @JsonProperty("top_activations") List<TopActivation> topActivations,
        @JsonProperty("top_tokens") List<TokenScore> topTokens,
        @JsonProperty("by_label") List<TokenScore> byLabel,
        List<TokenScore> promoted,
        List<TokenScore> suppressed) {
    /// How many of the strongest tokens are kept unless said otherwise.
    public static final int KEPT = 25;

    /// A token, its activation, and the text around it.
    public record TopActivation(String token, double activation, String context) {}

    /// How many tokens, with how many neighbours on each side.
    public record Spec(int tokens, int window) {
        /// 25 tokens, 15 neighbours.
        public static final Spec DEFAULT = new Spec(KEPT, Evidence.WINDOW);
    }

    /// A copy that nobody can change.
    public ConceptContexts {
        topActivations = List.copyOf(topActivations);
        topTokens = List.copyOf(topTokens);
        byLabel = List.copyOf(byLabel);
        promoted = List.copyOf(promoted);
        suppressed = List.copyOf(suppressed);
    }

    /// Reads one concept's scores over a table; `evidence` is of the same.
    ///
    /// **Shapes**: `scores [n]`. **Cost**: one sort of the scores above zero.
    public static ConceptContexts of(
            ConceptKey key,
            TokenTable tokens,
            float[] scores,
            Evidence evidence,
            Projection projection,
            Spec spec) {
        return new ConceptContexts(
                key,
                Evidence.strongest(tokens, scores, spec.tokens, spec.window).stream()
                        .map(ConceptContexts::top)
                        .toList(),
                evidence.topTokens(),
                evidence.byLabel(),
                projection.promoted(),
                projection.suppressed());
    }

    private static TopActivation top(Context context) {
        String around =
                context.tokens().stream().map(TokenScore::token).collect(Collectors.joining());
        String token = context.tokens().get(context.center()).token();
        return new TopActivation(token, context.value(), around);
    }
}
