package io.factorscope.core.factorization;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Provenance;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.FloatRows;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Concepts made of finer concepts: a node of level i is made of nodes of level i−1 by its column
/// of Wᵢ. Level 1 is the finest; the coarse node is drawn as the parent.
///
/// **Shapes**: W₁ `[n, r₁]`, Wᵢ `[r₍ᵢ₋₁₎, rᵢ]`, Hᵢ `[rᵢ, d]`, row-major. **Threads**: never changed
/// after it is made.
public final class ConceptTree {
    /// The file that marks a tree's folder.
    public static final String MANIFEST = "tree.json";

    /// A child is shown from this share of the largest weight on.
    public static final double SHARE = 0.15;

    private final Parts parts;
    private final Manifest manifest;

    /// A concept of the tree: its level, from 1, and its index there, from 0.
    public record Node(int level, int index) {}

    /// A parent or a child, and its weight.
    public record Link(Node node, double weight) {}

    /// How a level was fitted: `relative` is the loss of its own fit, `overall` that of W₁ … Wᵢ Hᵢ
    /// against the activations (after fine-tuning where there was any).
    public record Level(
            int level,
            int rank,
            double relative,
            double overall,
            int bestIteration,
            List<String> log) {}

    /// How the tree was made, and the mean squared error before each step of fine-tuning.
    public record Manifest(
            TreeSpec spec, List<Level> levels, List<Double> fineTuning, Provenance provenance) {}

    /// The matrices: W₁, then W₂ …, and every level's H.
    record Parts(FloatRows tokens, List<float[]> weights, List<float[]> directions) {}

    ConceptTree(Parts parts, Manifest manifest) {
        this.parts = parts;
        this.manifest = manifest;
    }

    /// How it was made.
    public Manifest manifest() {
        return manifest;
    }

    /// How many levels there are.
    public int levels() {
        return parts.directions.size();
    }

    /// How many nodes a level has.
    public int rank(int level) {
        return manifest.spec.ranks().get(level - 1);
    }

    /// How wide a direction is.
    public int d() {
        return parts.directions.getFirst().length / rank(1);
    }

    /// A level's nodes in order.
    public List<Node> nodes(int level) {
        return IntStream.range(0, rank(level)).mapToObj(i -> new Node(level, i)).toList();
    }

    /// Hᵢ `[rᵢ, d]`; not a copy.
    public float[] directions(int level) {
        return parts.directions.get(level - 1);
    }

    /// Wᵢ of a level above the first, `[r₍ᵢ₋₁₎, rᵢ]`; not a copy.
    public float[] weights(int level) {
        return parts.weights.get(level - 2);
    }

    /// W₁ `[n, r₁]`.
    public FloatRows tokenWeights() {
        return parts.tokens;
    }

    /// A node's direction at the hook point, `[d]`.
    public float[] direction(Node node) {
        int d = d();
        return Arrays.copyOfRange(directions(node.level), node.index * d, (node.index + 1) * d);
    }

    /// How much each token has of a node: its column of W₁ … Wᵢ, `[n]`.
    public float[] tokens(Node node) {
        double[] mix = new double[rank(node.level)];
        mix[node.index] = 1;
        for (int level = node.level; level > 1; level--) {
            mix = mixed(weights(level), rank(level - 1), mix);
        }
        float[] out = new float[parts.tokens.rows()];
        float[] row = new float[rank(1)];
        for (int i = 0; i < out.length; i++) {
            parts.tokens.row(i, row);
            double sum = 0;
            for (int k = 0; k < row.length; k++) {
                sum += row[k] * mix[k];
            }
            out[i] = (float) sum;
        }
        return out;
    }

    private static double[] mixed(float[] weights, int rows, double[] mix) {
        double[] out = new double[rows];
        for (int row = 0; row < rows; row++) {
            for (int k = 0; k < mix.length; k++) {
                out[row] += weights[row * mix.length + k] * mix[k];
            }
        }
        return out;
    }

    /// The weight of `child`, of the level below, in `parent`.
    public double weight(Node parent, Node child) {
        return weights(parent.level)[child.index * rank(parent.level) + parent.index];
    }

    /// The children of a node, at least `share` of the largest weight, largest first; a node may be
    /// the child of several (the soft view).
    public List<Link> children(Node node, double share) {
        if (node.level == 1) {
            return List.of();
        }
        return links(nodes(node.level - 1).stream().map(c -> link(c, weight(node, c))), share);
    }

    /// The parents of a node, at least `share` of its largest weight, largest first.
    public List<Link> parents(Node node, double share) {
        if (node.level == levels()) {
            return List.of();
        }
        return links(nodes(node.level + 1).stream().map(p -> link(p, weight(p, node))), share);
    }

    private static Link link(Node node, double weight) {
        return new Link(node, weight);
    }

    private static List<Link> links(java.util.stream.Stream<Link> all, double share) {
        List<Link> positive =
                all.filter(link -> link.weight > 0)
                        .sorted((x, y) -> Double.compare(y.weight, x.weight))
                        .toList();
        return positive.stream()
                .takeWhile(link -> link.weight >= share * positive.getFirst().weight)
                .toList();
    }

    /// The children of a node in the strict tree, in which a node belongs only to the parent where
    /// its weight is largest; largest first.
    public List<Link> strictChildren(Node node, double share) {
        return children(node, share).stream()
                .filter(link -> parents(link.node, 1).getFirst().node.equals(node))
                .toList();
    }

    /// The neurons that a node's direction stands on: of its largest magnitudes the share that the
    /// spec keeps; a tuned direction is dense.
    public int[] support(Node node) {
        float[] direction = direction(node);
        return IntStream.range(0, direction.length)
                .filter(j -> direction[j] != 0)
                .boxed()
                .sorted((x, y) -> Float.compare(Math.abs(direction[y]), Math.abs(direction[x])))
                .limit(manifest.spec.fit().support(direction.length))
                .mapToInt(Integer::intValue)
                .sorted()
                .toArray();
    }

    /// Writes `W1.npy` …, `H1.npy` … and `tree.json`, all or nothing.
    public void save(Path folder) throws FactorscopeException {
        AtomicFiles.writeFolder(folder, this::writeInto);
    }

    private void writeInto(Path folder) throws FactorscopeException {
        parts.tokens.write(folder.resolve("W1.npy"));
        List<Drawn> drawn = new ArrayList<>();
        for (int level = 1; level <= levels(); level++) {
            if (level > 1) {
                Path file = folder.resolve("W" + level + ".npy");
                Npy.write(file, weights(level), rank(level - 1), rank(level));
            }
            Npy.write(folder.resolve("H" + level + ".npy"), directions(level), rank(level), d());
            for (Node node : nodes(level)) {
                drawn.add(new Drawn(node, children(node, SHARE), strictChildren(node, SHARE)));
            }
        }
        Json.write(folder.resolve(MANIFEST), new Saved(manifest, drawn));
    }

    /// A node as written for readers of the file; it follows from the matrices.
    private record Drawn(Node node, List<Link> children, List<Link> strictChildren) {}

    private record Saved(Manifest manifest, List<Drawn> nodes) {}

    /// Reads what [#save] wrote.
    ///
    /// **Errors**: `FS-TREE-002` when the files do not belong together.
    public static ConceptTree load(Path folder) throws FactorscopeException {
        Path file = folder.resolve(MANIFEST);
        Manifest manifest = Json.require(file, "manifest", Json.read(file, Saved.class).manifest);
        List<Integer> ranks = Json.require(file, "manifest.spec", manifest.spec).ranks();
        List<float[]> weights = new ArrayList<>();
        List<float[]> directions = new ArrayList<>();
        FloatRows tokens = FloatRows.read(folder.resolve("W1.npy"));
        boolean agree = tokens.columns() == ranks.getFirst();
        for (int level = 1; level <= ranks.size(); level++) {
            var h = Npy.read(folder.resolve("H" + level + ".npy"), 2);
            agree &= h.size(0) == ranks.get(level - 1);
            directions.add(h.values());
            if (level > 1) {
                var w = Npy.read(folder.resolve("W" + level + ".npy"), 2);
                agree &= w.size(0) == ranks.get(level - 2) && w.size(1) == ranks.get(level - 1);
                weights.add(w.values());
            }
        }
        if (!agree) {
            throw new FactorscopeException(
                    "FS-TREE-002",
                    folder
                            + ": the matrices' shapes are not those of the ranks "
                            + ranks
                            + ". The files do not belong together; make the tree again.");
        }
        return new ConceptTree(new Parts(tokens, weights, directions), manifest);
    }
}
