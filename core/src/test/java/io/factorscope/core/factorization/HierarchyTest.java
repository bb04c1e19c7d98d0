package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// The tree against the reference's (`fixtures/snmf/tree*`), and what must hold of any.
class HierarchyTest {
    @TempDir private Path folder;

    private static ConceptTree grow(TreeSpec spec, float[] rows, int d, List<FloatRows> starts)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(rows, rows.length / d, d)) {
            return new Hierarchy(Fixtures.engine(), spec, iteration -> {}, FitStorage.usual())
                    .run(set, starts, JobContext.silent());
        }
    }

    private static ConceptTree golden(int fineTuning) throws FactorscopeException {
        NpyArray a = Npy.read(Fixtures.path("snmf/A_features_by_samples.npy"), 2);
        List<FloatRows> starts =
                List.of(
                        FloatRows.read(Fixtures.path("snmf/tree_G0_level1.npy")),
                        FloatRows.read(Fixtures.path("snmf/tree_G0_level2.npy")),
                        FloatRows.read(Fixtures.path("snmf/tree_G0_level3.npy")));
        FitSpec fit = new FitSpec(12, 0.1, UpdateRule.MU, 60, 1000, 0, 0, Weighting.REFERENCE);
        TreeSpec spec = new TreeSpec(List.of(12, 6, 3), fit, fineTuning, true);
        return grow(spec, FitLoop.transpose(a.values(), 64, 300), 64, starts);
    }

    private static void close(String file, float[] got, double tolerance)
            throws FactorscopeException {
        float[] want = Npy.read(Fixtures.path("snmf/" + file + ".npy"), 2).values();
        double scale = 0;
        for (float x : want) {
            scale = Math.max(scale, Math.abs(x));
        }
        double difference = Fixtures.maxDifference(want, got);
        assertTrue(difference <= tolerance * scale, file + " differs by " + difference);
    }

    @Test
    void everyLevelIsTheReferences() throws FactorscopeException {
        ConceptTree tree = golden(0);
        close("tree_W1", tree.tokenWeights().values(), 1e-3);
        for (int level = 1; level <= 3; level++) {
            close("tree_H" + level, tree.directions(level), 1e-3);
            if (level > 1) {
                close("tree_W" + level, tree.weights(level), 1e-3);
            }
        }
    }

    @Test
    void fineTuningFollowsTheReferencesErrors() throws FactorscopeException {
        ConceptTree tree = golden(100);
        JsonNode want = Json.readTree(Fixtures.path("snmf/tree.json")).path("finetune_mse");
        List<Double> got = tree.manifest().fineTuning();
        assertEquals(want.size(), got.size());
        for (int t = 0; t < got.size(); t++) {
            double mse = want.get(t).asDouble();
            assertEquals(mse, got.get(t), 1e-3 * mse, "step " + t);
        }
        close("tree_finetuned_H", tree.directions(3), 2e-3);
        close("tree_finetuned_W1", tree.tokenWeights().values(), 1e-2);
        close("tree_finetuned_W2", tree.weights(2), 1e-2);
        close("tree_finetuned_W3", tree.weights(3), 1e-2);
    }

    private static final Planted PLANTED = new Planted(240, 60, 12, 0.1, 6);

    private static TreeSpec spec(int fineTuning, Integer... ranks) {
        FitSpec fit = Planted.spec(UpdateRule.HALS, 1, 0.2, 40, 2);
        return new TreeSpec(List.of(ranks), fit, fineTuning, false);
    }

    /// ‖Aᵀ − W₁ … Wᵢ Hᵢ‖² over ‖A‖², in double, from the tree's own matrices.
    private static double lossAt(ConceptTree tree, int level) {
        int d = tree.d();
        double loss = 0;
        double total = 0;
        float[][] parts = new float[tree.rank(level)][];
        for (int k = 0; k < parts.length; k++) {
            parts[k] = tree.tokens(new ConceptTree.Node(level, k));
        }
        for (int i = 0; i < PLANTED.n; i++) {
            for (int j = 0; j < d; j++) {
                double rest = PLANTED.rows[i * d + j];
                total += rest * rest;
                for (int k = 0; k < parts.length; k++) {
                    rest -= (double) parts[k][i] * tree.directions(level)[k * d + j];
                }
                loss += rest * rest;
            }
        }
        return loss / total;
    }

    @Test
    void theWeightsReconstructWithinTheStatedLoss() throws FactorscopeException {
        for (int steps : new int[] {0, 60}) {
            ConceptTree tree = grow(spec(steps, 12, 6, 3), PLANTED.rows, PLANTED.d, List.of());
            for (ConceptTree.Level level : tree.manifest().levels()) {
                double exact = lossAt(tree, level.level());
                assertEquals(exact, level.overall(), 1e-3 * exact, steps + " " + level);
            }
        }
    }

    @Test
    void fineTuningLowersTheLossAndKeepsWeightsNonnegative() throws FactorscopeException {
        ConceptTree tree = grow(spec(80, 12, 6, 3), PLANTED.rows, PLANTED.d, List.of());
        List<Double> errors = tree.manifest().fineTuning();
        assertTrue(errors.getLast() < errors.getFirst());
        for (int level = 2; level <= 3; level++) {
            for (float w : tree.weights(level)) {
                assertTrue(w >= 0);
            }
        }
        for (float w : tree.tokenWeights().values()) {
            assertTrue(w >= 0);
        }
    }

    @Test
    void parentsAndChildrenAgreeAndTheStrictTreeHasOneParentEach() throws FactorscopeException {
        ConceptTree tree = grow(spec(0, 12, 6, 3), PLANTED.rows, PLANTED.d, List.of());
        for (ConceptTree.Node parent : tree.nodes(3)) {
            double before = Double.POSITIVE_INFINITY;
            for (ConceptTree.Link child : tree.children(parent, ConceptTree.SHARE)) {
                assertTrue(child.weight() <= before);
                before = child.weight();
                assertEquals(child.weight(), tree.weight(parent, child.node()));
                assertTrue(
                        tree.parents(child.node(), 0).stream()
                                .anyMatch(link -> link.node().equals(parent)));
            }
        }
        for (ConceptTree.Node child : tree.nodes(2)) {
            long owners =
                    tree.nodes(3).stream()
                            .filter(p ->
                                    tree.strictChildren(p, 0).stream()
                                            .anyMatch(l -> l.node().equals(child)))
                            .count();
            assertEquals(tree.parents(child, 0).isEmpty() ? 0 : 1, owners);
        }
        assertTrue(tree.children(new ConceptTree.Node(1, 0), 0).isEmpty());
        assertTrue(tree.parents(new ConceptTree.Node(3, 0), 0).isEmpty());
    }

    @Test
    void coreNeuronsAreEverySiblingsAndExclusiveOnesAreOnes() throws FactorscopeException {
        ConceptTree tree = grow(spec(0, 12, 4), PLANTED.rows, PLANTED.d, List.of());
        List<ConceptTree.Node> siblings = tree.nodes(1).subList(0, 3);
        Family family = Family.of(tree, siblings);
        for (int j = 0; j < tree.d(); j++) {
            int neuron = j;
            List<ConceptTree.Node> having =
                    siblings.stream()
                            .filter(n ->
                                    java.util.Arrays.stream(tree.support(n))
                                            .anyMatch(x -> x == neuron))
                            .toList();
            assertEquals(having.size() == 3, family.core().contains(j));
            for (ConceptTree.Node node : siblings) {
                boolean only = having.equals(List.of(node));
                assertEquals(only, family.exclusive().getOrDefault(node, List.of()).contains(j));
            }
        }
    }

    @Test
    void oneLevelIsAFitAndATreeComesBackFromItsFolder() throws FactorscopeException {
        ConceptTree one = grow(spec(0, 5), PLANTED.rows, PLANTED.d, List.of());
        Factorization fit =
                Planted.fit(
                        Planted.spec(UpdateRule.HALS, 5, 0.2, 40, 2),
                        PLANTED.rows,
                        PLANTED.n,
                        PLANTED.d);
        assertArrayEquals(fit.direction(3), one.direction(new ConceptTree.Node(1, 3)));
        assertArrayEquals(fit.activation(3), one.tokens(new ConceptTree.Node(1, 3)));
        ConceptTree tree = grow(spec(5, 12, 4), PLANTED.rows, PLANTED.d, List.of());
        tree.save(folder.resolve("t"));
        ConceptTree again = ConceptTree.load(folder.resolve("t"));
        assertEquals(tree.manifest(), again.manifest());
        assertArrayEquals(tree.weights(2), again.weights(2));
        ConceptTree.Node node = new ConceptTree.Node(2, 1);
        assertArrayEquals(tree.direction(node), again.direction(node));
        assertArrayEquals(tree.tokens(node), again.tokens(node));
        one.tokenWeights().write(folder.resolve("t/W1.npy"));
        Failing.with("FS-TREE-002", () -> ConceptTree.load(folder.resolve("t")));
    }

    @Test
    void ranksThatDoNotFallAreRefused() {
        for (Integer[] ranks : new Integer[][] {{}, {5, 5}, {5, 6}, {5, 0}}) {
            String message =
                    Failing.with(
                            "FS-TREE-001",
                            () -> grow(spec(0, ranks), PLANTED.rows, PLANTED.d, List.of()));
            assertTrue(message.contains("each below the one before"), message);
        }
    }
}
