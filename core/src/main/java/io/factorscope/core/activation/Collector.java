package io.factorscope.core.activation;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Runs a data set through a model and writes the activations of every real token to a folder.
///
/// **Cost**: one forward pass up to the hook's layer; memory for one batch. **Threads**: engine.
public final class Collector {
    /// The file that marks a collected folder and says how it was made.
    public static final String MANIFEST = "collected.json";

    private static final int BATCH_TOKENS = 2048;
    private static final int BATCH_TEXTS = 32;

    private final LanguageModel model;
    private final CollectSpec spec;

    /// A collector of one hook point.
    public Collector(LanguageModel model, CollectSpec spec) {
        this.model = model;
        this.spec = spec;
    }

    /// How a folder was made.
    public record Manifest(
            String model,
            String data,
            CollectSpec spec,
            int rows,
            int width,
            Provenance provenance) {}

    /// Collects into `folder` (written whole or not at all) and opens the result.
    ///
    /// **Errors**: `FS-ACT-003` names a text longer than the context, `FS-ACT-004` when no tokens
    /// remain; file errors.
    public ActivationSet collect(Dataset data, Path folder, JobContext context)
            throws FactorscopeException {
        model.config().check(spec.hook());
        List<int[]> texts = encode(data);
        TokenTable table = table(data, texts);
        int d = model.config().width(spec.hook().site());
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    writeActivations(beside, texts, table.size(), d, context);
                    describe(beside, data, table);
                });
        return ActivationSet.open(folder);
    }

    /// Writes what the rows are and how they were made.
    void describe(Path folder, Dataset data, TokenTable table) throws FactorscopeException {
        table.write(folder.resolve(ActivationSet.TOKENS));
        Provenance provenance =
                Provenance.now(model.engine().deviceName(), 0, Map.of("model", model.hash()));
        int d = model.config().width(spec.hook().site());
        Json.write(
                folder.resolve(MANIFEST),
                new Manifest(model.name(), data.name(), spec, table.size(), d, provenance));
    }

    /// Collects at several hook points in one pass, each into a folder of `folder` named after it.
    ///
    /// **Cost**: one whole forward pass a text; each set's file is written as it grows. **Errors**:
    /// as [#collect].
    public static Map<HookPoint, ActivationSet> collectAll(
            LanguageModel model,
            List<CollectSpec> specs,
            Dataset data,
            Path folder,
            JobContext context)
            throws FactorscopeException {
        return new OnePass(model, specs, data).collect(folder, context);
    }

    List<int[]> encode(Dataset data) throws FactorscopeException {
        List<int[]> texts = new ArrayList<>();
        for (Example example : data.examples()) {
            int[] ids = model.tokenizer().encode(example.text(), spec.bos());
            if (ids.length > model.config().context()) {
                throw new FactorscopeException(
                        "FS-ACT-003",
                        "Text "
                                + (texts.size() + 1)
                                + " of "
                                + data.name()
                                + " has "
                                + ids.length
                                + " tokens; this model reads at most "
                                + model.config().context()
                                + ". Split it into shorter texts.");
            }
            texts.add(ids);
        }
        return texts;
    }

    /// How many positions at a text's start are left out.
    int skipped(int[] ids) {
        int bos = model.tokenizer().bos();
        boolean startsWithBos = bos >= 0 && ids.length > 0 && ids[0] == bos;
        return startsWithBos || (bos < 0 && spec.skipSink()) ? 1 : 0;
    }

    TokenTable table(Dataset data, List<int[]> texts) throws FactorscopeException {
        TokenTable.Builder builder = new TokenTable.Builder();
        for (int sample = 0; sample < texts.size(); sample++) {
            int[] ids = texts.get(sample);
            String label = data.examples().get(sample).label();
            for (int pos = skipped(ids); pos < ids.length; pos++) {
                builder.add(sample, pos, ids[pos], model.tokenizer().token(ids[pos]), label);
            }
        }
        TokenTable table = builder.build();
        if (table.size() == 0) {
            throw new FactorscopeException(
                    "FS-ACT-004",
                    "The data set "
                            + data.name()
                            + " leaves no tokens to collect after BOS and the first position. Use"
                            + " longer texts.");
        }
        return table;
    }

    private void writeActivations(Path folder, List<int[]> texts, int n, int d, JobContext context)
            throws FactorscopeException {
        AtomicFiles.write(
                folder.resolve(ActivationSet.ACTIVATIONS),
                out -> {
                    out.write(Npy.header(n, d));
                    writeBatches(out, texts, d, context);
                });
    }

    private void writeBatches(OutputStream out, List<int[]> texts, int d, JobContext context)
            throws FactorscopeException, IOException {
        int from = 0;
        while (from < texts.size()) {
            context.checkpoint();
            int to = batchEnd(texts, from);
            int[][] batch = texts.subList(from, to).toArray(int[][]::new);
            List<float[]> activations = model.activations(batch, spec.hook());
            for (int i = 0; i < batch.length; i++) {
                float[] rows = activations.get(i);
                Npy.writeValues(out, Arrays.copyOfRange(rows, skipped(batch[i]) * d, rows.length));
            }
            from = to;
            context.progress("collecting", from, texts.size(), "texts");
        }
    }

    private static int batchEnd(List<int[]> texts, int from) {
        int longest = 0;
        int to = from;
        while (to < texts.size() && to - from < BATCH_TEXTS) {
            longest = Math.max(longest, texts.get(to).length);
            if (to > from && longest * (to - from + 1) > BATCH_TOKENS) {
                break;
            }
            to++;
        }
        return to;
    }
}
