package io.factorscope.core.concept;

import io.factorscope.core.hook.Site;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.List;

/// What a concept says about the next token: the tokens it promotes and suppresses.
///
/// W_U · norm_final(u) for u and, separately, for −u; values are logits. u is the unit direction
/// times W_out (without its bias) for a concept at `mlp.hook_post`, else the direction itself.
/// **Source**: the paper's vocabulary projection.
public record Projection(List<TokenScore> promoted, List<TokenScore> suppressed) {
    /// How many tokens are kept each way.
    public static final int KEPT = 75;

    /// A copy that nobody can change.
    public Projection {
        promoted = List.copyOf(promoted);
        suppressed = List.copyOf(suppressed);
    }

    /// Projects a concept. **Threads**: the engine thread.
    public static Projection of(LanguageModel model, Concept concept) {
        float[] u = written(model, concept);
        return new Projection(top(model, u, 1), top(model, u, -1));
    }

    /// The ids of the tokens that a concept promotes most (`sign` 1) or suppresses most (-1).
    /// **Threads**: the engine thread.
    public static List<Integer> ids(LanguageModel model, Concept concept, int sign, int count) {
        return top(logits(model, written(model, concept), sign), count);
    }

    private static float[] logits(LanguageModel model, float[] u, int sign) {
        float[] signed = u.clone();
        for (int i = 0; i < signed.length; i++) {
            signed[i] *= sign;
        }
        return model.unembed(signed);
    }

    /// The unit direction in the residual stream.
    private static float[] written(LanguageModel model, Concept concept) {
        float[] u = unit(concept.direction());
        return concept.hook().site() == Site.MLP_POST
                ? model.throughOutputMatrix(concept.hook().layer(), u)
                : u;
    }

    private static List<TokenScore> top(LanguageModel model, float[] u, int sign) {
        float[] logits = logits(model, u, sign);
        return top(logits, KEPT).stream()
                .map(id -> new TokenScore(model.tokenizer().token(id), sign * logits[id]))
                .toList();
    }

    private static List<Integer> top(float[] logits, int count) {
        boolean[] taken = new boolean[logits.length];
        List<Integer> top = new ArrayList<>();
        for (int n = 0; n < Math.min(count, logits.length); n++) {
            int best = -1;
            for (int i = 0; i < logits.length; i++) {
                if (!taken[i] && (best < 0 || logits[i] > logits[best])) {
                    best = i;
                }
            }
            taken[best] = true;
            top.add(best);
        }
        return top;
    }

    static float[] unit(float[] v) {
        double sum = 0;
        for (float x : v) {
            sum += (double) x * x;
        }
        float[] out = new float[v.length];
        double scale = sum == 0 ? 0 : 1 / Math.sqrt(sum);
        for (int i = 0; i < v.length; i++) {
            out[i] = (float) (v[i] * scale);
        }
        return out;
    }
}
