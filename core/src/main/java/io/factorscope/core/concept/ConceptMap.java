package io.factorscope.core.concept;

import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import tagbio.umap.Umap;
import tagbio.umap.metric.EuclideanMetric;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/// Concepts as points of a plane: those that point alike lie together.
///
/// **Shapes**: x and y `[concepts]`, each between −1 and 1, the larger spread filling the range.
/// **Randomness**: the seed decides the start; same seed, same map.
public final class ConceptMap {
    private static final int NEIGHBOURS = 15;
    private static final int LEAST = 5;

    private final double[] x;
    private final double[] y;

    private ConceptMap(double[] x, double[] y) {
        this.x = x;
        this.y = y;
        double extent = Math.max(centre(x), centre(y));
        for (int i = 0; i < x.length; i++) {
            x[i] = extent == 0 ? 0 : x[i] / extent;
            y[i] = extent == 0 ? 0 : y[i] / extent;
        }
    }

    private static double centre(double[] values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(0);
        for (int i = 0; i < values.length; i++) {
            values[i] -= (low + high) / 2;
        }
        return (high - low) / 2;
    }

    /// How many points there are.
    public int size() {
        return x.length;
    }

    /// A point's place from left to right.
    public double x(int point) {
        return x[point];
    }

    /// A point's place from below to above.
    public double y(int point) {
        return y[point];
    }

    /// The plane in which the unit directions differ most (principal components).
    ///
    /// **Cost**: at most sixty passes over the directions. **Errors**: cancellation.
    public static ConceptMap principal(List<float[]> directions, long seed, JobContext context)
            throws CancelledException {
        if (directions.isEmpty()) {
            return new ConceptMap(new double[0], new double[0]);
        }
        List<float[]> units = directions.stream().map(Projection::unit).toList();
        PrincipalAxes axes = new PrincipalAxes(units, 2, seed, context);
        return new ConceptMap(axes.coordinates(0), axes.coordinates(1));
    }

    /// Neighbours stay neighbours (UMAP, 15 neighbours, on unit directions): groups that the main
    /// components lay over each other come apart. Distances between groups mean little.
    ///
    /// **Cost**: all pairs up to some thousand concepts. **Errors**: cancellation.
    public static ConceptMap neighbours(List<float[]> directions, long seed, JobContext context)
            throws CancelledException {
        int n = directions.size();
        if (n < LEAST) {
            return principal(directions, seed, context);
        }
        float[][] units = directions.stream().map(Projection::unit).toArray(float[][]::new);
        Umap umap =
                new Umap()
                        .setNumberComponents(2)
                        .setNumberNearestNeighbours(Math.min(NEIGHBOURS, n - 1))
                        .setMetric(EuclideanMetric.SINGLETON)
                        .setMinDist(0.2f)
                        .setThreads(1)
                        .setRandom(new Interruptible(seed, context));
        try {
            float[][] out = umap.fitTransform(units);
            return new ConceptMap(column(out, 0), column(out, 1));
        } catch (Interrupted e) {
            throw new CancelledException();
        }
    }

    private static double[] column(float[][] points, int column) {
        return Arrays.stream(points).mapToDouble(point -> point[column]).toArray();
    }

    /// The library cannot be told to stop, but it asks for random numbers all the time.
    private static final class Interruptible extends Random {
        private final transient JobContext context;

        Interruptible(long seed, JobContext context) {
            super(seed);
            this.context = context;
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        protected int next(int bits) {
            // The constructor of Random draws nothing, so the context is there by now.
            if (context.cancelled()) {
                throw new Interrupted();
            }
            return super.next(bits);
        }
    }

    private static final class Interrupted extends RuntimeException {}
}
