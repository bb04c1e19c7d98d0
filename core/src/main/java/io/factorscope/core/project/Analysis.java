package io.factorscope.core.project;

import io.factorscope.core.activation.TokenTable;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Faithfulness;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.Provenance;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The result of an analysis: tokens, factors, and concepts from labels.
///
/// **Threads**: safe to share; what is worked out late is worked out once.
public final class Analysis {
    private final Manifest manifest;
    private final TokenTable tokens;
    private final Factorization fit;
    private final List<ConceptEntry> factors;
    private final List<ConceptEntry> labels;
    private final @Nullable ConceptTree tree;
    private final List<ConceptEntry> nodes;
    private final Imported imported;
    private final Map<String, ConceptEntry> byId;
    private double @Nullable [] lossShares;

    /// What was analysed and how; `model` and `modelFolder` name the model, the norms are the mean
    /// activation norms at the two hook points; `faithfulness` is the factors' together and
    /// `stability` their mean, where they were measured.
    public record Manifest(
            int schema,
            String model,
            String modelFolder,
            String data,
            AnalysisSpec spec,
            double factorNorm,
            double labelNorm,
            Provenance provenance,
            @Nullable Faithfulness faithfulness,
            @Nullable Double stability) {
        /// The layout that this version writes.
        public static final int SCHEMA = 1;
    }

    Analysis(
            Manifest manifest,
            TokenTable tokens,
            Factorization fit,
            List<ConceptEntry> factors,
            List<ConceptEntry> labels) {
        this(manifest, tokens, fit, new Concepts(factors, labels, List.of(), Imported.NONE), null);
    }

    /// The concepts of each kind; `nodes` are those of a tree above its first level, whose nodes
    /// are the factors.
    record Concepts(
            List<ConceptEntry> factors,
            List<ConceptEntry> labels,
            List<ConceptEntry> nodes,
            Imported imported) {}

    /// Concepts from elsewhere, such as an autoencoder's features or a direction in a file; `norms`
    /// are the mean activation norms at their hook points.
    public record Imported(List<ConceptEntry> entries, Map<HookPoint, Double> norms) {
        /// None.
        public static final Imported NONE = new Imported(List.of(), Map.of());

        /// A copy that nobody can change.
        public Imported {
            entries = List.copyOf(entries);
            norms = Map.copyOf(norms);
        }
    }

    Analysis(
            Manifest manifest,
            TokenTable tokens,
            Factorization fit,
            Concepts concepts,
            @Nullable ConceptTree tree) {
        this.manifest = manifest;
        this.tokens = tokens;
        this.fit = fit;
        this.factors = List.copyOf(concepts.factors);
        this.labels = List.copyOf(concepts.labels);
        this.nodes = List.copyOf(concepts.nodes);
        this.imported = concepts.imported;
        this.tree = tree;
        this.byId =
                Stream.of(factors, labels, nodes, imported.entries)
                        .flatMap(List::stream)
                        .collect(Collectors.toMap(ConceptEntry::id, entry -> entry));
    }

    /// What was analysed and how.
    public Manifest manifest() {
        return manifest;
    }

    /// The tokens that were collected.
    public TokenTable tokens() {
        return tokens;
    }

    /// The factorization.
    public Factorization fit() {
        return fit;
    }

    /// One concept a factor, in order.
    public List<ConceptEntry> factors() {
        return factors;
    }

    /// One concept a label, in order of first use.
    public List<ConceptEntry> labels() {
        return labels;
    }

    /// The tree that was grown on the factors, or null.
    public @Nullable ConceptTree tree() {
        return tree;
    }

    /// One concept for each node of the tree above its first level.
    public List<ConceptEntry> nodes() {
        return nodes;
    }

    /// Concepts from elsewhere.
    public Imported imported() {
        return imported;
    }

    /// The same analysis with other concepts from elsewhere in place of any before.
    public Analysis withImported(Imported others) {
        return new Analysis(
                manifest, tokens, fit, new Concepts(factors, labels, nodes, others), tree);
    }

    /// The concept of a node of the tree; those of the first level are the factors.
    public ConceptEntry entry(ConceptTree.Node node) {
        String id = new ConceptSource.TreeNode(node.level(), node.index()).id();
        return node.level() == 1
                ? factors.get(node.index())
                : Objects.requireNonNull(byId.get(id), id);
    }

    /// The same analysis with a tree on its factors in place of any before.
    Analysis withTree(ConceptTree grown, List<ConceptEntry> its) {
        return new Analysis(
                manifest, tokens, fit, new Concepts(factors, labels, its, imported), grown);
    }

    /// By what share of ‖A‖² the loss would rise without a concept, the others kept; null where
    /// that means nothing, since it is no factor of the fit.
    ///
    /// **Cost**: one pass over G, the first time. **Threads**: any.
    public synchronized @Nullable Double lossShare(ConceptEntry entry) {
        if (!(entry.concept().source() instanceof ConceptSource.Factor factor)) {
            return null;
        }
        if (lossShares == null) {
            lossShares = LossShare.of(fit, tokens);
        }
        return lossShares[factor.index()];
    }

    /// All concepts but the tree's: labels first, then factors, then those from elsewhere.
    public List<ConceptEntry> concepts() {
        return Stream.of(labels, factors, imported.entries).flatMap(List::stream).toList();
    }

    /// A concept by its id, or null.
    public @Nullable ConceptEntry find(String id) {
        return byId.get(id);
    }

    /// The mean activation norm at a concept's hook point, the scale of its α.
    public double norm(ConceptEntry entry) {
        HookPoint hook = entry.concept().hook();
        if (hook.equals(manifest.spec().hook())) {
            return manifest.factorNorm();
        }
        return hook.equals(manifest.spec().labelHook())
                ? manifest.labelNorm()
                : Objects.requireNonNull(imported.norms.get(hook), hook.name());
    }
}
