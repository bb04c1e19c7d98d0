package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.steering.Steerability;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Hashes;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Keeps an analysis in a folder of JSON and `.npy` files.
///
/// `analysis.json` (what and how), `tokens.csv`, `factorization.json`, `F.npy [d, K]`, `G.npy [n,
/// K]`, `history.csv`, `concepts.json` (projections, steerability), `label_directions.npy [labels,
/// d]`, `label_scores.npy [labels, n]`, `tree/` where one was grown, `imported-*/HOOK/` with the
/// same two matrices of concepts from elsewhere, `state.json` and `edits.jsonl` (see [EditLog]).
public final class AnalysisStore {
    /// The file that marks an analysis folder.
    public static final String MANIFEST = "analysis.json";

    private static final String CONCEPTS = "concepts.json";
    private static final String DIRECTIONS = "label_directions.npy";
    private static final String SCORES = "label_scores.npy";
    private static final String TREE = "tree";
    private static final String IMPORTED = "imported-";

    private AnalysisStore() {}

    private record SavedConcept(
            ConceptSource source,
            HookPoint hook,
            Projection projection,
            @Nullable Steerability steerability,
            @Nullable Double faithfulness,
            @Nullable Double stability) {}

    /// `nodes` is absent where no tree was grown.
    private record SavedConcepts(
            List<SavedConcept> factors,
            List<SavedConcept> labels,
            @Nullable List<SavedConcept> nodes,
            @Nullable SavedImported imported) {}

    /// Concepts from elsewhere, whose numbers lie in `folder`, one folder a hook point; `norms` by
    /// hook point.
    private record SavedImported(
            String folder, List<SavedConcept> concepts, Map<String, Double> norms) {}

    /// An analysis with what a person has added to it.
    public record Opened(Analysis analysis, AnalysisState state) {}

    /// Writes the whole folder, all or nothing.
    ///
    /// **Errors**: `FS-FILE-001`, `FS-FILE-002` (the folder holds something else).
    public static void save(Path folder, Analysis analysis, AnalysisState state)
            throws FactorscopeException {
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    Json.write(beside.resolve(MANIFEST), analysis.manifest());
                    analysis.tokens().write(beside.resolve("tokens.csv"));
                    analysis.fit().writeInto(beside);
                    writeConcepts(beside, analysis);
                    writeLabels(beside, analysis);
                    EditLog.writeFirst(beside, state);
                });
    }

    /// Writes only the tree and the concepts from elsewhere into a folder that was saved before;
    /// what a person says is kept by the [EditLog].
    public static void saveAdded(Path folder, Analysis analysis) throws FactorscopeException {
        writeConcepts(folder, analysis);
    }

    /// The tree goes first: a folder with a tree but no list of its nodes is one without a tree.
    private static void writeConcepts(Path folder, Analysis analysis) throws FactorscopeException {
        ConceptTree tree = analysis.tree();
        if (tree != null) {
            tree.save(folder.resolve(TREE));
        }
        Json.write(
                folder.resolve(CONCEPTS),
                new SavedConcepts(
                        saved(analysis.factors()),
                        saved(analysis.labels()),
                        tree == null ? null : saved(analysis.nodes()),
                        writeImported(folder, analysis.imported())));
    }

    /// The numbers go first, into a folder named after them, so that the list never names others.
    private static @Nullable SavedImported writeImported(Path folder, Analysis.Imported imported)
            throws FactorscopeException {
        if (imported.entries().isEmpty()) {
            return null;
        }
        String ids =
                imported.entries().stream().map(ConceptEntry::id).collect(Collectors.joining("\n"));
        String name = IMPORTED + Hashes.sha256(ids).substring(0, 8);
        Map<String, Double> norms = new TreeMap<>();
        for (HookPoint hook : imported.norms().keySet()) {
            norms.put(hook.name(), imported.norms().get(hook));
            List<ConceptEntry> here = at(imported.entries(), hook);
            Path own = folder.resolve(name).resolve(hook.name());
            AtomicFiles.writeFolder(
                    own,
                    beside -> {
                        writeRows(
                                beside.resolve(DIRECTIONS),
                                here.stream().map(e -> e.concept().direction()).toList());
                        writeRows(
                                beside.resolve(SCORES),
                                here.stream().map(ConceptEntry::scores).toList());
                    });
        }
        return new SavedImported(name, saved(imported.entries()), norms);
    }

    private static List<ConceptEntry> at(List<ConceptEntry> entries, HookPoint hook) {
        return entries.stream().filter(entry -> entry.concept().hook().equals(hook)).toList();
    }

    private static Analysis.Imported readImported(
            Path folder, @Nullable SavedImported saved, TokenTable tokens)
            throws FactorscopeException {
        if (saved == null) {
            return Analysis.Imported.NONE;
        }
        List<ConceptEntry> entries = new ArrayList<>();
        Map<HookPoint, Double> norms = new HashMap<>();
        for (Map.Entry<String, Double> norm : saved.norms.entrySet()) {
            HookPoint hook = HookPoint.parse(norm.getKey());
            norms.put(hook, norm.getValue());
            List<SavedConcept> here =
                    saved.concepts.stream().filter(c -> c.hook.equals(hook)).toList();
            Path own = AtomicFiles.inside(folder, saved.folder).resolve(hook.name());
            entries.addAll(rows(own, here, tokens));
        }
        agree(folder, entries.size() == saved.concepts.size());
        return new Analysis.Imported(entries, norms);
    }

    private static List<SavedConcept> saved(List<ConceptEntry> entries) {
        return entries.stream()
                .map(entry ->
                        new SavedConcept(
                                entry.concept().source(),
                                entry.concept().hook(),
                                entry.projection(),
                                entry.steerability(),
                                entry.faithfulness(),
                                entry.stability()))
                .toList();
    }

    private static void writeLabels(Path folder, Analysis analysis) throws FactorscopeException {
        List<ConceptEntry> labels = analysis.labels();
        if (labels.isEmpty()) {
            return;
        }
        List<float[]> directions = labels.stream().map(e -> e.concept().direction()).toList();
        List<float[]> scores = labels.stream().map(ConceptEntry::scores).toList();
        writeRows(folder.resolve(DIRECTIONS), directions);
        writeRows(folder.resolve(SCORES), scores);
    }

    private static void writeRows(Path file, List<float[]> rows) throws FactorscopeException {
        int width = rows.get(0).length;
        float[] flat = new float[rows.size() * width];
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, i * width, width);
        }
        Npy.write(file, flat, rows.size(), width);
    }

    /// Opens what [#save] wrote.
    ///
    /// **Errors**: `FS-PROJECT-001` not an analysis, `FS-PROJECT-002` a newer layout,
    /// `FS-PROJECT-003` files that disagree.
    public static Opened open(Path folder) throws FactorscopeException {
        AtomicFiles.recover(folder);
        if (!Files.isRegularFile(folder.resolve(MANIFEST))) {
            throw new FactorscopeException(
                    "FS-PROJECT-001",
                    folder
                            + " is not a saved analysis; expected a folder with "
                            + MANIFEST
                            + ". Choose the folder that was given to Save.");
        }
        Analysis.Manifest manifest = Json.read(folder.resolve(MANIFEST), Analysis.Manifest.class);
        if (manifest.schema() > Analysis.Manifest.SCHEMA) {
            throw new FactorscopeException(
                    "FS-PROJECT-002",
                    folder
                            + " was written by a newer version (layout "
                            + manifest.schema()
                            + "; this one reads up to "
                            + Analysis.Manifest.SCHEMA
                            + "). Update Factorscope.");
        }
        AnalysisSpec spec = Json.require(folder.resolve(MANIFEST), "spec", manifest.spec());
        Json.require(folder.resolve(MANIFEST), "spec.hook", spec.hook());
        TokenTable tokens = TokenTable.read(folder.resolve("tokens.csv"));
        Factorization fit = Factorization.load(folder);
        SavedConcepts saved = Json.read(folder.resolve(CONCEPTS), SavedConcepts.class);
        Json.require(folder.resolve(CONCEPTS), "factors", saved.factors);
        Json.require(folder.resolve(CONCEPTS), "labels", saved.labels);
        agree(folder, fit.n() == tokens.size() && fit.rank() == saved.factors.size());
        List<ConceptEntry> factors = new ArrayList<>();
        float[][] activations = fit.activations().everyColumn();
        for (int k = 0; k < saved.factors.size(); k++) {
            factors.add(entry(saved.factors.get(k), fit.direction(k), activations[k], tokens));
        }
        List<ConceptEntry> labels = rows(folder, saved.labels, tokens);
        Analysis analysis =
                new Analysis(manifest, tokens, fit, factors, labels)
                        .withImported(readImported(folder, saved.imported, tokens));
        return new Opened(
                saved.nodes == null ? analysis : withTree(folder, analysis, saved.nodes),
                EditLog.read(folder));
    }

    private static Analysis withTree(Path folder, Analysis analysis, List<SavedConcept> saved)
            throws FactorscopeException {
        ConceptTree tree = ConceptTree.load(folder.resolve(TREE));
        List<ConceptTree.Node> nodes = new ArrayList<>();
        for (int level = 2; level <= tree.levels(); level++) {
            nodes.addAll(tree.nodes(level));
        }
        agree(
                folder,
                tree.rank(1) == analysis.fit().rank()
                        && tree.tokenWeights().rows() == analysis.tokens().size()
                        && nodes.size() == saved.size());
        List<ConceptEntry> entries = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            ConceptTree.Node node = nodes.get(i);
            entries.add(
                    entry(
                            saved.get(i),
                            tree.direction(node),
                            tree.tokens(node),
                            analysis.tokens()));
        }
        return analysis.withTree(tree, entries);
    }

    private static List<ConceptEntry> rows(Path folder, List<SavedConcept> saved, TokenTable tokens)
            throws FactorscopeException {
        List<ConceptEntry> entries = new ArrayList<>();
        if (saved.isEmpty()) {
            return entries;
        }
        NpyArray directions = Npy.read(folder.resolve(DIRECTIONS), 2);
        NpyArray scores = Npy.read(folder.resolve(SCORES), 2);
        agree(
                folder,
                directions.size(0) == saved.size()
                        && scores.size(0) == saved.size()
                        && scores.size(1) == tokens.size());
        for (int i = 0; i < saved.size(); i++) {
            entries.add(entry(saved.get(i), row(directions, i), row(scores, i), tokens));
        }
        return entries;
    }

    private static void agree(Path folder, boolean fits) throws FactorscopeException {
        if (!fits) {
            throw new FactorscopeException(
                    "FS-PROJECT-003",
                    folder
                            + ": its tokens, factors and labels have different lengths; expected"
                            + " files of one analysis. Restore the folder from a copy.");
        }
    }

    private static float[] row(NpyArray matrix, int row) {
        int width = matrix.size(1);
        return java.util.Arrays.copyOfRange(matrix.values(), row * width, (row + 1) * width);
    }

    private static ConceptEntry entry(
            SavedConcept saved, float[] direction, float[] scores, TokenTable tokens) {
        Concept concept = new Concept(saved.source, saved.hook, direction);
        Measured measured = new Measured(saved.steerability, saved.faithfulness, saved.stability);
        return new ConceptEntry(concept, scores, tokens, saved.projection, measured);
    }
}
