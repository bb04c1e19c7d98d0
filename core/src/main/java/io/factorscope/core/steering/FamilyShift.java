package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.Site;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.List;

/// How each sibling of a family shifts the logits of the family's tokens.
///
/// A cell is the token's logit under W_U · norm_final(u) less the mean over the vocabulary (which
/// no probability depends on); u is the sibling's unit direction, through W_out where it acts at
/// `mlp.hook_post`. **Shapes**: `logits [siblings][tokens]`. **Units**: logits.
public record FamilyShift(List<String> tokens, List<List<Double>> logits) {
    /// A copy that nobody can change.
    public FamilyShift {
        tokens = List.copyOf(tokens);
        logits = logits.stream().map(List::copyOf).toList();
    }

    /// The matrix of some concepts and token ids. **Threads**: the engine thread.
    public static FamilyShift of(
            LanguageModel model, List<Concept> siblings, List<Integer> tokens) {
        List<List<Double>> rows = new ArrayList<>();
        for (Concept sibling : siblings) {
            float[] logits = projected(model, sibling);
            double mean = 0;
            for (float logit : logits) {
                mean += logit / logits.length;
            }
            List<Double> row = new ArrayList<>();
            for (int token : tokens) {
                row.add(logits[token] - mean);
            }
            rows.add(row);
        }
        return new FamilyShift(
                tokens.stream().map(id -> model.tokenizer().token(id)).toList(), rows);
    }

    private static float[] projected(LanguageModel model, Concept concept) {
        Blend unit = Blend.of(concept);
        float[] u = unit.direction(concept.hook());
        if (concept.hook().site() == Site.MLP_POST) {
            u = model.throughOutputMatrix(concept.hook().layer(), u);
        }
        return model.unembed(u);
    }
}
