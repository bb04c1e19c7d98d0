package io.factorscope.core.project;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.Projection;
import io.factorscope.core.factorization.ConceptTree;
import io.factorscope.core.factorization.FitListener;
import io.factorscope.core.factorization.FitStorage;
import io.factorscope.core.factorization.Hierarchy;
import io.factorscope.core.factorization.TreeSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;

import java.util.ArrayList;
import java.util.List;

/// Grows a concept tree on the factors of an analysis, and reads its nodes as concepts.
///
/// **Threads**: the engine thread. **Randomness**: the analysis' seed.
public final class TreeGrower {
    private final LanguageModel model;
    private final FitListener listener;

    /// A grower with the analysis' model.
    public TreeGrower(LanguageModel model, FitListener listener) {
        this.model = model;
        this.listener = listener;
    }

    /// Levels above the factors, `ranks` falling from below K.
    ///
    /// **Errors**: `FS-TREE-001` where ranks do not fall.
    public Analysis grow(Analysis analysis, List<Integer> ranks, JobContext context)
            throws FactorscopeException {
        List<Integer> all = new ArrayList<>(List.of(analysis.fit().rank()));
        all.addAll(ranks);
        TreeSpec spec = new TreeSpec(all, analysis.manifest().spec().fit(), 0, false);
        ConceptTree tree =
                new Hierarchy(model.engine(), spec, listener, FitStorage.usual())
                        .above(analysis.fit(), context);
        List<ConceptEntry> entries = new ArrayList<>();
        for (int level = 2; level <= tree.levels(); level++) {
            for (ConceptTree.Node node : tree.nodes(level)) {
                context.checkpoint();
                context.progress("reading nodes", entries.size(), -1, "nodes");
                entries.add(entry(analysis, tree, node));
            }
        }
        return analysis.withTree(tree, entries);
    }

    private ConceptEntry entry(Analysis analysis, ConceptTree tree, ConceptTree.Node node)
            throws FactorscopeException {
        Concept concept =
                new Concept(
                        new ConceptSource.TreeNode(node.level(), node.index()),
                        analysis.manifest().spec().hook(),
                        tree.direction(node));
        return new ConceptEntry(
                concept,
                tree.tokens(node),
                analysis.tokens(),
                Projection.of(model, concept),
                Measured.NOTHING);
    }

    /// Ranks that suit K factors: halves, down to four, at most three levels.
    public static List<Integer> usualRanks(int factors) {
        List<Integer> ranks = new ArrayList<>();
        for (int rank = factors / 2; rank >= 4 && ranks.size() < 3; rank /= 2) {
            ranks.add(rank);
        }
        return ranks;
    }
}
