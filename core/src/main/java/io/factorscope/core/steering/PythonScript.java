package io.factorscope.core.steering;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A Python script that does the present steering again outside this program, with TransformerLens
/// and the vectors beside it.
///
/// Weights stay as they are (neither folded nor centred, or the hook points would mean something
/// else). Token ids, vectors (already times α), positions and mode are exact; sampled words differ,
/// since PyTorch draws other random numbers.
public final class PythonScript {
    /// The script's file.
    public static final String FILE = "steer.py";

    private final Path model;
    private final List<Integer> eos;
    private final GenerateSpec generate;
    private final Steering steering;
    private final int[] prompt;

    /// A script for one steering of what `generate` asks of a model.
    public PythonScript(LanguageModel model, GenerateSpec generate, Steering steering)
            throws FactorscopeException {
        this.model = model.folder();
        this.eos = List.copyOf(model.config().eos());
        this.generate = generate;
        this.steering = steering;
        this.prompt = model.encode(generate.prompt(), generate.bos());
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
        return HEADER + (Files.isDirectory(model) ? "" : NO_FOLDER) + settings() + LOAD + RUN;
    }

    /// A hook point's name in TransformerLens, whose own `hook_mlp_in` is read before the norm.
    private static String lensName(HookPoint hook) {
        return hook.site() == Site.MLP_IN ? "blocks." + hook.layer() + ".mlp.hook_in" : hook.name();
    }

    private static final String HEADER =
            """
            # Steering written by Factorscope: the same vectors, positions and mode.
            # Needs: pip install "transformer_lens>=4"
            # Sampled words differ from Factorscope's, since PyTorch draws other random numbers; the
            # probabilities do not, and at temperature 0 neither do the words.
            import os
            import numpy as np
            import torch
            from transformer_lens.model_bridge import TransformerBridge
            from transformers import PreTrainedTokenizerFast

            """;

    private static final String NO_FOLDER =
            """
            # TransformerLens opens no GGUF file: let MODEL be a folder of the same model as it is on
            # the Hugging Face Hub.
            """;

    private String settings() {
        List<String> files = new ArrayList<>();
        for (Intervention one : steering.interventions(prompt.length)) {
            String end = one.to() == Integer.MAX_VALUE ? "None" : Integer.toString(one.to());
            files.add(
                    "    (%s, %s, %d, %s),"
                            .formatted(
                                    quoted(lensName(one.at())),
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
                        quoted(model.toAbsolutePath().toString()),
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
                        eos);
    }

    private static String quoted(String text) {
        return Json.text(text);
    }

    private static final String LOAD =
            """

            # no compatibility mode: folded and centred weights would move what the hooks read
            model = TransformerBridge.boot_transformers(
                MODEL, device="cpu", dtype=torch.float32,
                tokenizer=PreTrainedTokenizerFast(tokenizer_file=os.path.join(MODEL, "tokenizer.json")))
            model.eval()
            decode = model.tokenizer.decode
            """;

    private static final String RUN =
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


            def logits(ids, steered):
                hooks = [(name, lambda value, hook, n=name, f=first, e=end: changed(value, n, f, e))
                         for name, _, first, end in STEERING] if steered else []
                with torch.no_grad():
                    return model.run_with_hooks(ids, fwd_hooks=hooks)[:, -1]


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
