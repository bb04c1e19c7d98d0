package io.factorscope.core.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.tensor.NativeMemory;
import io.factorscope.core.tensor.TensorEngine;
import io.factorscope.core.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/// A loaded model: its configuration, tokenizer and weights; only plain arrays come out of it.
///
/// **Threads**: everything but [#config] and [#tokenizer] belongs to the engine thread.
public final class LanguageModel implements AutoCloseable {
    private final ModelFiles files;
    private final TensorEngine engine;
    private final Tokenizer tokenizer;
    private final NDManager root;
    private final Transformer transformer;
    private @Nullable String hash;

    private LanguageModel(
            ModelFiles files, TensorEngine engine, Tokenizer tokenizer, Precision precision)
            throws FactorscopeException {
        this.files = files;
        this.engine = engine;
        this.tokenizer = tokenizer;
        this.root = engine.newManager();
        try {
            this.transformer = files.transformer(root, engine, precision);
        } catch (FactorscopeException | RuntimeException e) {
            root.close();
            throw e;
        }
    }

    /// Opens a model with its weights in the type that fits this machine.
    public static LanguageModel open(Path place, TensorEngine engine) throws FactorscopeException {
        return open(place, engine, Precision.AUTO);
    }

    /// Opens a Hugging Face folder (`config.json`, `tokenizer.json` and safetensors) or a GGUF
    /// file.
    ///
    /// **Errors**: `FS-MODEL-001` when a file is missing; others name the file and what is wrong.
    public static LanguageModel open(Path place, TensorEngine engine, Precision precision)
            throws FactorscopeException {
        ModelFiles files = ModelFiles.at(place);
        Tokenizer tokenizer = files.tokenizer();
        try {
            if (tokenizer.size() > files.config().vocab()) {
                throw new FactorscopeException(
                        "FS-MODEL-009",
                        place
                                + ": the tokenizer knows "
                                + tokenizer.size()
                                + " tokens, the model "
                                + files.config().vocab()
                                + ". They do not belong together; copy both from one place.");
            }
            return new LanguageModel(files, engine, tokenizer, precision);
        } catch (FactorscopeException | RuntimeException e) {
            tokenizer.close();
            throw e;
        }
    }

    /// Only the tokenizer of a model folder or GGUF file; the caller closes it.
    public static Tokenizer tokenizerOf(Path place) throws FactorscopeException {
        return ModelFiles.at(place).tokenizer();
    }

    /// The folder or GGUF file it was read from.
    public Path folder() {
        return files.place();
    }

    /// The folder's or file's own name, as shown to people.
    public String name() {
        return files.name();
    }

    /// The architecture.
    public ModelConfig config() {
        return files.config();
    }

    /// The type in which its weights are kept, never `AUTO`.
    public Precision precision() {
        return transformer.weights().half() ? Precision.BFLOAT16 : Precision.FLOAT32;
    }

    /// How many numbers its weights are.
    public long parameters() {
        return files.parameters();
    }

    /// The tokenizer.
    public Tokenizer tokenizer() {
        return tokenizer;
    }

    /// The engine it runs on.
    public TensorEngine engine() {
        return engine;
    }

    /// SHA-256 of the weights, for provenance; the files are read for it once.
    public String hash() throws FactorscopeException {
        if (hash == null) {
            hash = files.hash();
        }
        return hash;
    }

    /// Text to ids, refused where it is longer than the model can read.
    ///
    /// **Errors**: `FS-TEXT-002` too long for the context, `FS-TEXT-003` no tokens at all.
    public int[] encode(String text, boolean withBos) throws FactorscopeException {
        int[] ids = tokenizer.encode(text, withBos);
        if (ids.length > config().context()) {
            throw new FactorscopeException(
                    "FS-TEXT-002",
                    "The text has "
                            + ids.length
                            + " tokens; this model reads at most "
                            + config().context()
                            + ". Shorten it.");
        }
        if (ids.length == 0) {
            throw new FactorscopeException(
                    "FS-TEXT-003", "The text is empty and BOS is off; type at least one word.");
        }
        return ids;
    }

    /// Logits of every position of one text.
    ///
    /// **Shapes**: ids `[pos]` → `[pos * vocab]`, row-major.
    public float[] logits(int[] ids, List<Intervention> interventions) throws FactorscopeException {
        return run(ids, Set.of(), interventions).logits();
    }

    /// Logits `[pos * vocab]` and the tapped activations `[pos * d]` of one text.
    public static final class Run {
        private final float[] logits;
        private final Map<HookPoint, float[]> activations;

        Run(float[] logits, Map<HookPoint, float[]> activations) {
            this.logits = logits;
            this.activations = activations;
        }

        /// Logits of every position, row-major; not a copy.
        public float[] logits() {
            return logits;
        }

        /// The activations at one tapped hook point, row-major; not a copy.
        public float[] at(HookPoint point) {
            float[] values = activations.get(point);
            if (values == null) {
                throw new IllegalArgumentException("not tapped: " + point);
            }
            return values;
        }
    }

    /// Reads one text, with taps and interventions.
    public Run run(int[] ids, Set<HookPoint> taps, List<Intervention> interventions)
            throws FactorscopeException {
        check(taps, interventions);
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            ForwardRequest request =
                    new ForwardRequest(taps, interventions, ForwardRequest.Logits.ALL);
            ForwardResult result = transformer.forward(scope, new int[][] {ids}, null, request);
            Map<HookPoint, float[]> activations = new HashMap<>();
            for (HookPoint point : taps) {
                activations.put(point, result.tap(point).toFloatArray());
            }
            return new Run(result.requireLogits().toFloatArray(), activations);
        }
    }

    /// Next-token logits after each of several texts of any lengths.
    ///
    /// **Shapes**: returns `[batch][vocab]`.
    public float[][] nextLogits(int[][] rows, List<Intervention> interventions)
            throws FactorscopeException {
        check(Set.of(), interventions);
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            ForwardRequest request =
                    ForwardRequest.logits(ForwardRequest.Logits.ALL, interventions);
            NDArray all =
                    transformer.forward(scope, Tokens.padded(rows), null, request).requireLogits();
            float[][] out = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                NDArray row = all.get(i).get(rows[i].length - 1);
                row.attach(scope);
                out[i] = row.toFloatArray();
            }
            return out;
        }
    }

    /// Cross-entropy of every next token of a batch of texts of any lengths, nats.
    ///
    /// **Shapes**: returns `[batch][pos - 1]`. **Cost**: the logits of all positions at once.
    public float[][] surprise(int[][] rows, List<Intervention> interventions)
            throws FactorscopeException {
        check(Set.of(), interventions);
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            int[][] padded = Tokens.padded(rows);
            ForwardRequest request =
                    ForwardRequest.logits(ForwardRequest.Logits.ALL, interventions);
            NDArray logits = transformer.forward(scope, padded, null, request).requireLogits();
            float[] all = transformer.surprise(scope, logits, padded).toFloatArray();
            float[][] out = new float[rows.length][];
            for (int i = 0; i < rows.length; i++) {
                int from = i * (padded[0].length - 1);
                out[i] = Arrays.copyOfRange(all, from, from + rows[i].length - 1);
            }
            return out;
        }
    }

    /// Activations of a batch of texts at one hook point; see [#activations(int[][], Set)].
    public List<float[]> activations(int[][] rows, HookPoint point) throws FactorscopeException {
        return Objects.requireNonNull(activations(rows, Set.of(point)).get(point));
    }

    /// Activations of a batch of texts of any lengths at several hook points, in one pass that ends
    /// after the last of their layers.
    ///
    /// **Shapes**: returns for each hook point per text `[pos * d]`, real positions only.
    public Map<HookPoint, List<float[]>> activations(int[][] rows, Set<HookPoint> points)
            throws FactorscopeException {
        check(points, List.of());
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            int[][] padded = Tokens.padded(rows);
            ForwardResult result =
                    transformer.forward(scope, padded, null, ForwardRequest.taps(points));
            Map<HookPoint, List<float[]>> out = new HashMap<>();
            for (HookPoint point : points) {
                int d = config().width(point.site());
                float[] all = result.tap(point).toFloatArray(); // [batch, pos, d]
                List<float[]> texts = new ArrayList<>();
                for (int i = 0; i < rows.length; i++) {
                    int from = i * padded[0].length * d;
                    texts.add(Arrays.copyOfRange(all, from, from + rows[i].length * d));
                }
                out.put(point, texts);
            }
            return out;
        }
    }

    /// A decoding session for `batch` equal-length rows with room for `capacity` positions.
    public Decoder decoder(int batch, int capacity, List<Intervention> interventions)
            throws FactorscopeException {
        check(Set.of(), interventions);
        engine.prepareThread();
        return new Decoder(root, transformer, config(), batch, capacity, interventions);
    }

    /// Final norm and unembedding of a vector: what it says about the vocabulary, `[vocab]`.
    public float[] unembed(float[] vector) {
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            return transformer.project(scope, scope.create(vector)).toFloatArray();
        }
    }

    /// `v · W_out` of one layer without its bias, then its post-norm where there is one: `[d_mlp]`
    /// → `[d_model]`.
    public float[] throughOutputMatrix(int layer, float[] v) {
        engine.prepareThread();
        try (NDManager scope = root.newSubManager()) {
            return transformer.throughOutput(scope, layer, scope.create(v)).toFloatArray();
        }
    }

    private void check(Set<HookPoint> taps, List<Intervention> interventions)
            throws FactorscopeException {
        for (HookPoint tap : taps) {
            config().check(tap);
        }
        for (Intervention intervention : interventions) {
            config().check(intervention.at());
            int expected = config().width(intervention.at().site()) * intervention.texts();
            if (intervention.rewrite() == null && intervention.vector().length != expected) {
                throw new FactorscopeException(
                        "FS-HOOK-003",
                        "The steering vector has "
                                + intervention.vector().length
                                + " numbers; "
                                + intervention.at()
                                + " is "
                                + expected
                                + " wide. Use a vector made at this hook.");
            }
        }
    }

    @Override
    public void close() {
        transformer.close();
        root.close();
        tokenizer.close();
        NativeMemory.giveBack();
    }
}
