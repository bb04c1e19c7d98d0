package io.factorscope.core.steering;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.GgufWriter;
import io.factorscope.core.model.LanguageModel;

import java.nio.file.Path;

/// A concept as a control vector for llama.cpp: what steering by it adds to the residual stream
/// after its block.
///
/// llama.cpp adds `direction.N` `[d_model]` after block N, counted from 0, and takes none for block
/// 0. Adding to `hook_mlp_out` is adding there; adding v to `mlp.hook_post` adds v · W_out. The
/// direction is α times that of the unit vector. **Source**: `common_control_vector_load` and
/// `llm_graph_context::build_cvec` of llama.cpp.
public final class ControlVector {
    private ControlVector() {}

    /// Writes the GGUF file. **Threads**: the engine thread.
    ///
    /// **Errors**: `FS-EXPORT-002` where llama.cpp cannot add it, or the model is another.
    public static void write(Path file, LanguageModel model, Concept concept, double alpha)
            throws FactorscopeException {
        float[] direction = atStream(model, concept);
        for (int i = 0; i < direction.length; i++) {
            direction[i] *= (float) alpha;
        }
        new GgufWriter()
                .put("general.architecture", "controlvector")
                .put("controlvector.model_hint", model.config().family())
                .put("controlvector.layer_count", 1)
                .add("direction." + concept.hook().layer(), direction)
                .write(file);
    }

    private static float[] atStream(LanguageModel model, Concept concept)
            throws FactorscopeException {
        int layer = concept.hook().layer();
        Site site = concept.hook().site();
        if (layer == 0) {
            throw refused(concept, "llama.cpp adds nothing after block 0");
        }
        if (site == Site.MLP_IN) {
            throw refused(concept, "what the MLP reads is no place that llama.cpp can add to");
        }
        boolean through = site == Site.MLP_POST;
        if (through && model.config().postNorms()) {
            throw refused(
                    concept, "this model norms the MLP's output again, so that no sum equals it");
        }
        model.config().check(concept.hook());
        if (concept.direction().length != model.config().width(site)) {
            throw refused(
                    concept,
                    "it has "
                            + concept.direction().length
                            + " numbers, the model "
                            + model.config().width(site)
                            + " there");
        }
        float[] unit = Blend.of(concept).direction(concept.hook()).clone();
        return through ? model.throughOutputMatrix(layer, unit) : unit;
    }

    private static FactorscopeException refused(Concept concept, String why) {
        return new FactorscopeException(
                "FS-EXPORT-002",
                concept.id()
                        + " at "
                        + concept.hook()
                        + " cannot be a control vector: "
                        + why
                        + ". Expected a direction of the same model at mlp.hook_post, hook_mlp_out"
                        + " or hook_resid_post of a layer above 0; save it as .npy or .safetensors"
                        + " instead.");
    }
}
