package io.factorscope.core.activation;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/// Runs a data set through a model and writes the activations of every real token to a folder.
///
/// **Cost**: one forward pass up to the hook's layer; memory for one batch. **Threads**: engine.
public final class Collector {
    /// The file that marks a collected folder and says how it was made.
    public static final String MANIFEST = "collected.json";

    private static final int BATCH_TOKENS = 2048;
    private static final int BATCH_TEXTS = 32;

    private final LanguageModel model;
    private final List<CollectSpec> specs;
    private final CollectSpec spec;

    /// A collector of one hook point.
    public Collector(LanguageModel model, CollectSpec spec) {
        this(model, List.of(spec));
    }

    /// The specs agree on BOS and the sink: their rows are the same tokens.
    private Collector(LanguageModel model, List<CollectSpec> specs) {
        this.model = model;
        this.specs = specs.stream().distinct().toList();
        this.spec = specs.getFirst();
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
        write(texts(data), folder, context, hook -> "");
        return ActivationSet.open(folder);
    }

    /// Collects the texts of a table of tokens again, to the same numbers on the same machine;
    /// `data` is what they are called.
    ///
    /// **Errors**: as [#collect], and `FS-ACT-005`.
    public ActivationSet collectAgain(
            TokenTable tokens, String data, Path folder, JobContext context)
            throws FactorscopeException {
        List<int[]> ids = new ArrayList<>();
        int row = 0;
        while (row < tokens.size()) {
            int end = tokens.textEnd(row);
            ids.add(tokens.textIds(row, end, model.tokenizer().bos()));
            row = end;
        }
        write(new Texts(data, ids, tokens), folder, context, hook -> "");
        return ActivationSet.open(folder);
    }

    /// What is read: each text's ids, and the rows that are made of them all.
    private record Texts(String name, List<int[]> ids, TokenTable table) {}

    private Texts texts(Dataset data) throws FactorscopeException {
        List<int[]> ids = encode(data);
        return new Texts(data.name(), ids, table(data, ids));
    }

    /// What [#collectAll] left in a folder; empty where any of the hook points is missing.
    public static Map<HookPoint, ActivationSet> collected(List<HookPoint> hooks, Path folder)
            throws FactorscopeException {
        Map<HookPoint, ActivationSet> sets = new LinkedHashMap<>();
        for (HookPoint hook : hooks) {
            if (!Files.exists(folder.resolve(hook.name()).resolve(MANIFEST))) {
                return Map.of();
            }
        }
        for (HookPoint hook : hooks) {
            sets.put(hook, ActivationSet.open(folder.resolve(hook.name())));
        }
        return sets;
    }

    /// Collects at several hook points in one pass, each into a folder of `folder` named after it.
    ///
    /// **Cost**: one forward pass up to the last hook's layer. **Errors**: as [#collect].
    public static Map<HookPoint, ActivationSet> collectAll(
            LanguageModel model,
            List<CollectSpec> specs,
            Dataset data,
            Path folder,
            JobContext context)
            throws FactorscopeException {
        Collector collector = new Collector(model, specs);
        collector.write(collector.texts(data), folder, context, HookPoint::name);
        Map<HookPoint, ActivationSet> sets = new LinkedHashMap<>();
        for (CollectSpec each : specs) {
            HookPoint hook = each.hook();
            sets.put(hook, ActivationSet.open(folder.resolve(hook.name())));
        }
        return sets;
    }

    /// Writes each hook point's files into the folder under `folder` that `place` names.
    private void write(
            Texts texts, Path folder, JobContext context, Function<HookPoint, String> place)
            throws FactorscopeException {
        for (CollectSpec each : specs) {
            model.config().check(each.hook());
        }
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    Map<HookPoint, RowFile> files = new LinkedHashMap<>();
                    try {
                        for (CollectSpec each : specs) {
                            Path own = beside.resolve(place.apply(each.hook()));
                            Path file = own.resolve(ActivationSet.ACTIVATIONS);
                            int d = model.config().width(each.hook().site());
                            files.put(each.hook(), RowFile.create(file, texts.table.size(), d));
                            describe(own, each, texts);
                        }
                        fill(files, texts.ids, context);
                        RowFile.finish(files.values());
                    } catch (IOException e) {
                        throw AtomicFiles.cannotWrite(folder, e);
                    } finally {
                        files.values().forEach(RowFile::close);
                    }
                });
    }

    private void describe(Path folder, CollectSpec each, Texts texts) throws FactorscopeException {
        TokenTable table = texts.table;
        table.write(folder.resolve(ActivationSet.TOKENS));
        Provenance provenance =
                Provenance.now(model.engine().deviceName(), 0, Map.of("model", model.hash()));
        int d = model.config().width(each.hook().site());
        Json.write(
                folder.resolve(MANIFEST),
                new Manifest(model.name(), texts.name, each, table.size(), d, provenance));
    }

    private List<int[]> encode(Dataset data) throws FactorscopeException {
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

    private int skipped(int[] ids) {
        return spec.skipped(ids, model.tokenizer().bos());
    }

    private TokenTable table(Dataset data, List<int[]> texts) throws FactorscopeException {
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

    private void fill(Map<HookPoint, RowFile> files, List<int[]> texts, JobContext context)
            throws FactorscopeException, IOException {
        int from = 0;
        while (from < texts.size()) {
            context.checkpoint();
            int to = batchEnd(texts, from);
            int[][] batch = texts.subList(from, to).toArray(int[][]::new);
            Map<HookPoint, List<float[]>> activations = model.activations(batch, files.keySet());
            for (Map.Entry<HookPoint, List<float[]>> at : activations.entrySet()) {
                RowFile file = Objects.requireNonNull(files.get(at.getKey()));
                for (int i = 0; i < batch.length; i++) {
                    file.append(at.getValue().get(i), skipped(batch[i]));
                }
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
