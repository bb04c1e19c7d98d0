package io.factorscope.core.activation;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Npy;
import io.factorscope.core.text.Dataset;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Collects at several hook points at once: every text is read once, with a tap at each.
final class OnePass {
    private final LanguageModel model;
    private final List<CollectSpec> specs;
    private final Dataset data;
    private final Collector any;
    private final Set<HookPoint> taps = new LinkedHashSet<>();

    /// The specs must agree on BOS and the sink: their rows are the same tokens.
    OnePass(LanguageModel model, List<CollectSpec> specs, Dataset data)
            throws FactorscopeException {
        this.model = model;
        this.specs = List.copyOf(specs);
        this.data = data;
        this.any = new Collector(model, specs.getFirst());
        for (CollectSpec spec : specs) {
            model.config().check(spec.hook());
            taps.add(spec.hook());
        }
    }

    Map<HookPoint, ActivationSet> collect(Path folder, JobContext context)
            throws FactorscopeException {
        List<int[]> texts = any.encode(data);
        TokenTable table = any.table(data, texts);
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    try {
                        fill(beside, texts, table, context);
                    } catch (IOException e) {
                        throw AtomicFiles.cannotWrite(folder, e);
                    }
                });
        Map<HookPoint, ActivationSet> sets = new LinkedHashMap<>();
        for (HookPoint tap : taps) {
            sets.put(tap, ActivationSet.open(folder.resolve(tap.name())));
        }
        return sets;
    }

    private void fill(Path folder, List<int[]> texts, TokenTable table, JobContext context)
            throws FactorscopeException, IOException {
        List<OutputStream> outs = new ArrayList<>();
        try {
            for (HookPoint tap : taps) {
                Path own = Files.createDirectories(folder.resolve(tap.name()));
                OutputStream out =
                        new BufferedOutputStream(
                                Files.newOutputStream(own.resolve(ActivationSet.ACTIVATIONS)));
                outs.add(out);
                out.write(Npy.header(table.size(), model.config().width(tap.site())));
            }
            for (int i = 0; i < texts.size(); i++) {
                context.checkpoint();
                write(texts.get(i), outs);
                context.progress("collecting", i + 1, texts.size(), "texts");
            }
        } finally {
            for (OutputStream out : outs) {
                out.close();
            }
        }
        for (CollectSpec spec : specs) {
            new Collector(model, spec).describe(folder.resolve(spec.hook().name()), data, table);
        }
    }

    private void write(int[] ids, List<OutputStream> outs)
            throws FactorscopeException, IOException {
        int skipped = any.skipped(ids);
        if (ids.length <= skipped) {
            return;
        }
        LanguageModel.Run run = model.run(ids, taps, List.of());
        int at = 0;
        for (HookPoint tap : taps) {
            float[] rows = run.at(tap);
            int from = skipped * model.config().width(tap.site());
            Npy.writeValues(outs.get(at++), Arrays.copyOfRange(rows, from, rows.length));
        }
    }
}
