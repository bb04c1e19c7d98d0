package io.factorscope.core.model;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A transformer's architecture as data; one transformer runs every family.
///
/// `postNorms`: attention and MLP outputs are normed again before they are added. `gated`: the MLP
/// is act(gate)·up. `tied`: the unembedding is the token embedding. `embeddingScale` multiplies
/// token embeddings. `logitSoftCap` c turns logits x into c·tanh(x/c); 0 is off.
///
/// **Units**: `context` in tokens; `bos` is a token id or -1; `eos` all ids that end a text.
public record ModelConfig(
        String family,
        int vocab,
        int context,
        int layers,
        int dModel,
        int dMlp,
        Attention attention,
        Norm norm,
        double epsilon,
        boolean postNorms,
        Activation activation,
        boolean gated,
        boolean tied,
        double embeddingScale,
        double logitSoftCap,
        int bos,
        List<Integer> eos) {
    /// How a vector is normed before it is read.
    public enum Norm {
        /// Mean and variance, weight and bias.
        LAYER,
        /// Root mean square and weight.
        RMS
    }

    /// Attention: `heads` queries share `keyHeads` keys and values.
    ///
    /// `scale` multiplies query·key, in layer i divided by i + 1 where `scaleByLayer`. `softCap` as
    /// for logits. `windows` has per layer how many positions are seen, 0 for all. Without `rotary`
    /// positions are learned embeddings.
    public record Attention(
            int heads,
            int keyHeads,
            int dHead,
            double scale,
            boolean scaleByLayer,
            double softCap,
            List<Integer> windows,
            @Nullable Rotary rotary) {
        /// A copy that nobody can change.
        public Attention {
            windows = List.copyOf(windows);
        }

        double scale(int layer) {
            return scaleByLayer ? scale / (layer + 1) : scale;
        }
    }

    /// A copy that nobody can change.
    public ModelConfig {
        eos = List.copyOf(eos);
    }

    /// The width of a site, in numbers.
    public int width(Site site) {
        return site == Site.MLP_POST ? dMlp : dModel;
    }

    /// Refuses a hook point in a layer that the model does not have (`FS-HOOK-002`).
    public void check(HookPoint point) throws FactorscopeException {
        if (point.layer() >= layers) {
            throw new FactorscopeException(
                    "FS-HOOK-002",
                    point
                            + " is not in this model, which has layers 0 to "
                            + (layers - 1)
                            + ". Choose a lower layer.");
        }
    }
}
