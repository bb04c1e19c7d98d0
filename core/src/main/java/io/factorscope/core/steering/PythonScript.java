package io.factorscope.core.steering;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A Python script that does the present steering again outside this program, with its vectors
/// beside it.
///
/// For a model that TransformerLens knows by name it uses TransformerLens, with weights as they are
/// (neither folded nor centred, or the hook points would mean something else); for every other one
/// forward hooks on the folder's model in `transformers`. Token ids, vectors (already times α),
/// positions and mode are exact; sampled words differ, since PyTorch draws other random numbers.
public final class PythonScript {
    /// The script's file.
    public static final String FILE = "steer.py";

    private final Model model;
    private final GenerateSpec generate;
    private final Steering steering;
    private final int[] prompt;

    /// A model: where its files are, what it is called in TransformerLens (empty: it is not known
    /// there), and its architecture.
    public record Model(Path folder, String lensName, ModelConfig config) {}

    /// A script for one steering of one prompt, given as token ids.
    public PythonScript(Model model, GenerateSpec generate, Steering steering, int[] prompt) {
        this.model = model;
        this.generate = generate;
        this.steering = steering;
        this.prompt = prompt.clone();
    }

    /// Writes `steer.py` and one `.npy` a hook point, all or nothing.
    public void save(Path folder) throws FactorscopeException {
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    for (Map.Entry<HookPoint, float[]> entry : steering.vectors().entrySet()) {
                        float[] vector = entry.getValue();
                        Npy.write(
                                beside.resolve(vectorFile(entry.getKey())), vector, vector.length);
                    }
                    AtomicFiles.write(
                            beside.resolve(FILE),
                            out -> out.write(text().getBytes(StandardCharsets.UTF_8)));
                });
    }

    private static String vectorFile(HookPoint hook) {
        return "vector." + hook.name() + ".npy";
    }

    /// The script.
    public String text() {
        // TransformerLens reads hook_mlp_in before the norm, this program after it.
        boolean lens =
                !model.lensName.isEmpty()
                        && steering.vectors().keySet().stream()
                                .noneMatch(hook -> hook.site() == Site.MLP_IN);
        return String.join(
                "\n",
                header(lens),
                settings(),
                lens ? LENS_LOAD.replace("@NAME@", quoted(model.lensName)) : plainLoad(),
                CHANGE,
                lens ? LENS_RUN : PLAIN_RUN.replace("@MODULES@", modulePaths()),
                REPORT);
    }

    private String header(boolean lens) {
        return """
        # Steering written by Factorscope: the same vectors, positions and mode.
        # Needs: pip install torch numpy %s
        # Sampled words differ from Factorscope's, since PyTorch draws other random numbers; the
        # probabilities do not, and at temperature 0 neither do the words.
        import os
        import numpy as np
        import torch
        """
                .formatted(lens ? "transformer_lens transformers" : "transformers");
    }

    private String settings() {
        List<String> files = new ArrayList<>();
        for (Intervention one : steering.interventions(prompt.length)) {
            String end = one.to() == Integer.MAX_VALUE ? "None" : Integer.toString(one.to());
            files.add(
                    "    (%s, %s, %d, %s),"
                            .formatted(
                                    quoted(one.at().name()),
                                    quoted(vectorFile(one.at())),
                                    one.from(),
                                    end));
        }
        Sampling sampling = generate.sampling();
        return """
        HERE = os.path.dirname(os.path.abspath(__file__))
        MODEL = %s
        # hook point, vector (alpha times the unit direction, summed), first position, end
        STEERING = [
        %s
        ]
        MODE = %s  # "add" or "replace"
        PROMPT = %s  # token ids of the prompt, with its beginning-of-text token
        NEW_TOKENS, SAMPLES, SEED = %d, %d, %d
        TEMPERATURE, TOP_K, TOP_P, REPETITION_PENALTY = %s, %d, %s, %s
        EOS = %s
        """
                .formatted(
                        quoted(model.folder.toAbsolutePath().toString()),
                        String.join("\n", files),
                        quoted(steering.place().mode().name().toLowerCase(Locale.ROOT)),
                        Arrays.toString(prompt),
                        generate.maxNewTokens(),
                        Math.max(1, generate.samples()),
                        generate.seed(),
                        Double.toString(sampling.temperature()),
                        sampling.topK(),
                        Double.toString(sampling.topP()),
                        Double.toString(sampling.repetitionPenalty()),
                        model.config.eos());
    }

    private static String quoted(String text) {
        return Json.text(text);
    }

    private static final String LENS_LOAD =
            """
            from transformer_lens import HookedTransformer
            from transformers import AutoModelForCausalLM

            # no_processing: folded and centred weights would move what the hooks read
            model = HookedTransformer.from_pretrained_no_processing(
                @NAME@, hf_model=AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.float32))
            model.eval()
            decode = model.tokenizer.decode
            """;

    private static String plainLoad() {
        return """
        from transformers import AutoModelForCausalLM, PreTrainedTokenizerFast

        model = AutoModelForCausalLM.from_pretrained(MODEL, torch_dtype=torch.float32).eval()
        tokenizer = PreTrainedTokenizerFast(tokenizer_file=os.path.join(MODEL, "tokenizer.json"))
        decode = tokenizer.decode
        """;
    }

    private static final String CHANGE =
            """
            VECTORS = {name: torch.from_numpy(np.load(os.path.join(HERE, file)))
                       for name, file, _, _ in STEERING}


            def changed(value, name, first, end):
                # value [batch, pos, d]: whole texts are read, so pos is the absolute position
                value = value.clone()
                vector = VECTORS[name].to(value)
                if MODE == "add":
                    value[:, first:end] += vector
                else:
                    value[:, first:end] = vector
                return value

            """;

    private static final String LENS_RUN =
            """

            def logits(ids, steered):
                hooks = [(name, lambda value, hook, n=name, f=first, e=end: changed(value, n, f, e))
                         for name, _, first, end in STEERING] if steered else []
                with torch.no_grad():
                    return model.run_with_hooks(ids, fwd_hooks=hooks)[:, -1]

            """;

    private static final String PLAIN_RUN =
            """
            # each hook point as a module of the model, and whether its input or its output is meant
            MODULES = {
            @MODULES@
            }


            def hook_on(name, first, end):
                module, reads_input = MODULES[name]
                if reads_input:
                    return module.register_forward_pre_hook(
                        lambda m, args: (changed(args[0], name, first, end),) + args[1:])

                def after(m, args, out):
                    if isinstance(out, tuple):
                        return (changed(out[0], name, first, end),) + out[1:]
                    return changed(out, name, first, end)
                return module.register_forward_hook(after)


            def logits(ids, steered):
                handles = [hook_on(n, f, e) for n, _, f, e in STEERING] if steered else []
                try:
                    with torch.no_grad():
                        return model(ids, use_cache=False).logits[:, -1]
                finally:
                    for handle in handles:
                        handle.remove()

            """;

    private String modulePaths() {
        return String.join(
                "\n",
                steering.vectors().keySet().stream()
                        .map(hook -> "    %s: %s,".formatted(quoted(hook.name()), module(hook)))
                        .toList());
    }

    private String module(HookPoint hook) {
        boolean gpt2 = model.config.family().equals("gpt2");
        String block =
                (gpt2 ? "model.transformer.h[%d]" : "model.model.layers[%d]")
                        .formatted(hook.layer());
        return switch (hook.site()) {
            case MLP_IN -> "(" + block + ".mlp, True)";
            case MLP_POST -> "(" + block + (gpt2 ? ".mlp.c_proj, True)" : ".mlp.down_proj, True)");
            case MLP_OUT ->
                    "("
                            + block
                            + (model.config.postNorms()
                                    ? ".post_feedforward_layernorm, False)"
                                    : ".mlp, False)");
            case RESID_POST -> "(" + block + ", False)";
        };
    }

    private static final String REPORT =
            """

            def draw(row, ids):
                if REPETITION_PENALTY != 1:
                    seen = ids.unique()
                    row[seen] = torch.where(row[seen] > 0, row[seen] / REPETITION_PENALTY,
                                            row[seen] * REPETITION_PENALTY)
                if TEMPERATURE == 0 or TOP_K == 1:
                    return row.argmax()
                if TOP_K > 0:
                    row[row < row.topk(min(TOP_K, len(row))).values[-1]] = -torch.inf
                chances, order = (row / TEMPERATURE).softmax(-1).sort(descending=True)
                chances[chances.cumsum(-1) - chances >= TOP_P] = 0
                return order[torch.multinomial(chances, 1)[0]]


            def write(steered, seed):
                torch.manual_seed(seed)
                ids = torch.tensor([PROMPT])
                for _ in range(NEW_TOKENS):
                    following = draw(logits(ids, steered)[0].clone(), ids[0])
                    if int(following) in EOS:
                        break
                    ids = torch.cat([ids, following.view(1, 1)], dim=1)
                return decode(ids[0].tolist())


            if __name__ == "__main__":
                p, q = (logits(torch.tensor([PROMPT]), s)[0].double().log_softmax(-1)
                        for s in (False, True))
                print(f"push on the next token: {float((p.exp() * (p - q)).sum()):.4f} nats")
                shift = q.exp() - p.exp()
                for token in shift.abs().topk(10).indices.tolist():
                    print(f"{decode([token])!r:>16}  {p[token].exp():.4f} -> {q[token].exp():.4f}")
                for sample in range(SAMPLES):
                    print("baseline:", write(False, SEED + sample))
                    print("steered: ", write(True, SEED + sample))
            """;
}
