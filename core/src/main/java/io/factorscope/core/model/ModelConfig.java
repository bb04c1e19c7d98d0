package io.factorscope.core.model;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;

/// A transformer's architecture as data.
///
/// **Units**: `context` in tokens; `bos` and `eos` are token ids, -1 where the model has none;
/// `attentionScale` multiplies query·key.
public record ModelConfig(
        String family,
        int vocab,
        int context,
        int layers,
        int dModel,
        int heads,
        int dMlp,
        Activation activation,
        double epsilon,
        double attentionScale,
        boolean scaleByLayer,
        int bos,
        int eos) {
    /// The width of a site, in numbers.
    public int width(Site site) {
        return site == Site.MLP_POST ? dMlp : dModel;
    }

    /// The factor on query·key in one layer.
    double attentionScale(int layer) {
        return scaleByLayer ? attentionScale / (layer + 1) : attentionScale;
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

    /// The parameters in all matrices, vectors and embeddings (the unembedding tied).
    public long parameters() {
        long attention = 4L * dModel * dModel + 4L * dModel;
        long mlp = 2L * dModel * dMlp + dModel + dMlp;
        return (long) (vocab + context) * dModel
                + layers * (attention + mlp + 4L * dModel)
                + 2L * dModel;
    }
}
