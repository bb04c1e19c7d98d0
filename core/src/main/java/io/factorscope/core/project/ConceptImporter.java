package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.experiment.Interval;
import io.factorscope.core.factorization.sae.Sae;
import io.factorscope.core.factorization.sae.SaeEncoder;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// Brings concepts from elsewhere into an analysis, so that they have a card, a place in the table
/// and a slider like any other: the analysis' tokens are read once more, at their hook point.
///
/// **Threads**: the engine thread.
public final class ConceptImporter {
    private static final int BATCH = 32;
    private static final int WITHOUT_LABELS = 50;

    private final LanguageModel model;
    private final Analysis analysis;
    private final JobContext context;

    /// An importer with the analysis' model.
    public ConceptImporter(LanguageModel model, Analysis analysis, JobContext context) {
        this.model = model;
        this.analysis = analysis;
        this.context = context;
    }

    /// What is done with the activations of some neighbouring rows `[rows, d]`.
    @FunctionalInterface
    private interface Reader {
        void read(int firstRow, float[] activations) throws FactorscopeException;
    }

    /// The analysis with a direction `[d]` at a hook point, in place of any of the same name; its
    /// score is the cosine.
    ///
    /// **Errors**: `FS-IMPORT-001` when the width is another or the numbers say nothing.
    public Analysis direction(String name, HookPoint hook, float[] direction)
            throws FactorscopeException {
        model.config().check(hook);
        int d = model.config().width(hook.site());
        double norm = norm(direction, 0, direction.length);
        if (direction.length != d || !(norm > 0) || Double.isInfinite(norm)) {
            throw new FactorscopeException(
                    "FS-IMPORT-001",
                    "The direction '"
                            + name
                            + "' has "
                            + direction.length
                            + " numbers and the norm "
                            + norm
                            + "; expected "
                            + d
                            + " finite numbers, not all 0, for "
                            + hook
                            + ". Choose another file or another hook point.");
        }
        float[] scores = new float[analysis.tokens().size()];
        double mean =
                read(
                        hook,
                        (first, rows) -> {
                            for (int i = 0; i < rows.length / d; i++) {
                                double own = norm(rows, i * d, d) * norm;
                                scores[first + i] =
                                        (float) (own == 0 ? 0 : dot(rows, i * d, direction) / own);
                            }
                        });
        Concept concept = new Concept(new ConceptSource.Given(name), hook, direction);
        return with(List.of(entry(concept, scores)), hook, mean);
    }

    /// The analysis with the features of an autoencoder that tell each label's texts best from the
    /// others' (by AUROC of their largest value in a text), `perLabel` of each; where the data has
    /// no labels, those of the largest mean value. Where the autoencoder's `folder` is, is kept.
    public Analysis features(Path folder, int perLabel) throws FactorscopeException {
        Sae sae = SaeFolder.read(folder, null);
        String kept = Home.portable(folder);
        HookPoint hook = sae.config().hook();
        model.config().check(hook);
        int count = sae.features();
        try (SaeEncoder encoder = new SaeEncoder(model.engine(), sae)) {
            Map<Integer, float[]> largest = new LinkedHashMap<>();
            double[] sums = new double[count];
            double mean =
                    read(
                            hook,
                            (first, rows) -> {
                                float[] values = encoder.encode(rows);
                                for (int i = 0; i < values.length; i++) {
                                    int sample = analysis.tokens().sample(first + i / count);
                                    float[] most =
                                            largest.computeIfAbsent(sample, at -> new float[count]);
                                    int f = i % count;
                                    most[f] = Math.max(most[f], values[i]);
                                    sums[f] += values[i];
                                }
                            });
            List<Integer> chosen = chosen(largest, sums, perLabel);
            float[][] scores = new float[chosen.size()][analysis.tokens().size()];
            read(
                    hook,
                    (first, rows) -> {
                        float[] values = encoder.encode(rows);
                        for (int i = 0; i < values.length / count; i++) {
                            for (int c = 0; c < scores.length; c++) {
                                scores[c][first + i] = values[i * count + chosen.get(c)];
                            }
                        }
                    });
            List<ConceptEntry> entries = new ArrayList<>();
            for (int c = 0; c < scores.length; c++) {
                int feature = chosen.get(c);
                ConceptSource source =
                        new ConceptSource.SaeFeature(sae.config().id(), feature, kept);
                entries.add(entry(new Concept(source, hook, sae.direction(feature)), scores[c]));
            }
            return with(entries, hook, mean);
        }
    }

    private List<Integer> chosen(Map<Integer, float[]> largest, double[] sums, int perLabel) {
        Map<Integer, String> labels = labels(analysis.tokens());
        Set<String> names = new LinkedHashSet<>(labels.values());
        if (names.size() < 2) {
            return best(sums, WITHOUT_LABELS);
        }
        Set<Integer> chosen = new LinkedHashSet<>();
        for (String name : names) {
            double[] auroc = new double[sums.length];
            for (int f = 0; f < sums.length; f++) {
                auroc[f] = sums[f] == 0 ? 0 : auroc(largest, labels, name, f);
            }
            chosen.addAll(best(auroc, perLabel));
        }
        return List.copyOf(chosen);
    }

    private static double auroc(
            Map<Integer, float[]> largest, Map<Integer, String> labels, String name, int feature) {
        double[] own = values(largest, labels, feature, label -> label.equals(name));
        double[] others = values(largest, labels, feature, label -> !label.equals(name));
        return Interval.auroc(own, others);
    }

    private static double[] values(
            Map<Integer, float[]> largest,
            Map<Integer, String> labels,
            int feature,
            java.util.function.Predicate<String> wanted) {
        return largest.entrySet().stream()
                .filter(text -> wanted.test(labels.getOrDefault(text.getKey(), "")))
                .mapToDouble(text -> text.getValue()[feature])
                .toArray();
    }

    /// The label of each text.
    static Map<Integer, String> labels(TokenTable tokens) {
        Map<Integer, String> labels = new HashMap<>();
        for (int row = 0; row < tokens.size(); row = tokens.runEnd(row)) {
            if (!tokens.label(row).isEmpty()) {
                labels.putIfAbsent(tokens.sample(row), tokens.label(row));
            }
        }
        return labels;
    }

    private static List<Integer> best(double[] values, int count) {
        return IntStream.range(0, values.length)
                .boxed()
                .filter(i -> values[i] > 0)
                .sorted(Comparator.comparingDouble((Integer i) -> -values[i]))
                .limit(count)
                .toList();
    }

    private ConceptEntry entry(Concept concept, float[] scores) {
        return new ConceptEntry(
                concept,
                scores,
                analysis.tokens(),
                Projection.of(model, concept),
                Measured.NOTHING);
    }

    private Analysis with(List<ConceptEntry> entries, HookPoint hook, double mean) {
        Map<String, ConceptEntry> all = new LinkedHashMap<>();
        analysis.imported().entries().forEach(entry -> all.put(entry.id(), entry));
        entries.forEach(entry -> all.put(entry.id(), entry));
        Map<HookPoint, Double> norms = new HashMap<>(analysis.imported().norms());
        norms.put(hook, mean);
        return analysis.withImported(
                new Analysis.Imported(List.copyOf(all.values()), Map.copyOf(norms)));
    }

    /// Reads all texts of the analysis again and gives the mean norm of what it read.
    private double read(HookPoint hook, Reader reader) throws FactorscopeException {
        TokenTable tokens = analysis.tokens();
        int d = model.config().width(hook.site());
        double total = 0;
        int row = 0;
        while (row < tokens.size()) {
            List<int[]> batch = new ArrayList<>();
            int first = row;
            while (row < tokens.size() && batch.size() < BATCH) {
                int next = tokens.textEnd(row);
                batch.add(tokens.textIds(row, next, model.tokenizer().bos()));
                row = next;
            }
            context.checkpoint();
            context.progress("reading the texts again", row, tokens.size(), "tokens");
            int at = first;
            for (float[] all : model.activations(batch.toArray(int[][]::new), hook)) {
                int pos = tokens.pos(at);
                float[] rows = Arrays.copyOfRange(all, pos * d, all.length);
                reader.read(at, rows);
                for (int i = 0; i < rows.length / d; i++) {
                    total += norm(rows, i * d, d);
                }
                at += rows.length / d;
            }
        }
        return total / tokens.size();
    }

    private static double dot(float[] rows, int from, float[] direction) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += (double) rows[from + i] * direction[i];
        }
        return sum;
    }

    private static double norm(float[] values, int from, int count) {
        double sum = 0;
        for (int i = from; i < from + count; i++) {
            sum += (double) values[i] * values[i];
        }
        return Math.sqrt(sum);
    }
}
