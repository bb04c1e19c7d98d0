package io.factorscope.core.factorization;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/// How the factors of one fit are found again in another, by the cosine of their directions.
///
/// `other[k]` is the factor that factor k is matched with, one to one, −1 where the other fit has
/// fewer; `cosine[k]` their cosine, 0 where there is none. A factor *survives* from 0.7 on. It
/// *splits* where two or more of the other fit have a cosine of 0.5 or more with it; factors
/// *merge* where one factor of the other fit has that with two or more of them.
public record FactorMatch(
        List<Integer> other,
        List<Double> cosine,
        List<Integer> survivors,
        List<Integer> splits,
        List<List<Integer>> merges) {
    /// The cosine from which a factor counts as the same.
    public static final double SAME = 0.7;

    /// The cosine from which a factor counts as part of another.
    public static final double PART = 0.5;

    /// Matches `one`'s factors with `two`'s.
    public static FactorMatch of(Factorization one, Factorization two) {
        return of(directions(one), directions(two));
    }

    /// Matches directions `[d]` with others of the same width.
    public static FactorMatch of(List<float[]> one, List<float[]> two) {
        double[][] cosine = cosines(one, two);
        int[] matched = Assignment.best(cosine);
        List<Integer> other = new ArrayList<>();
        List<Double> found = new ArrayList<>();
        for (int k = 0; k < matched.length; k++) {
            other.add(matched[k]);
            found.add(matched[k] < 0 ? 0 : cosine[k][matched[k]]);
        }
        List<Integer> survivors =
                IntStream.range(0, one.size()).filter(k -> found.get(k) >= SAME).boxed().toList();
        List<Integer> splits =
                IntStream.range(0, one.size())
                        .filter(k -> near(cosine[k]).size() > 1)
                        .boxed()
                        .toList();
        List<List<Integer>> merges = new ArrayList<>();
        for (int j = 0; j < two.size(); j++) {
            List<Integer> joined = near(column(cosine, j));
            if (joined.size() > 1) {
                merges.add(joined);
            }
        }
        return new FactorMatch(other, found, survivors, splits, merges);
    }

    /// The mean of the matched cosines.
    public double mean() {
        return cosine.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }

    private static List<Integer> near(double[] cosines) {
        return IntStream.range(0, cosines.length).filter(i -> cosines[i] >= PART).boxed().toList();
    }

    private static double[] column(double[][] matrix, int column) {
        double[] out = new double[matrix.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = matrix[i][column];
        }
        return out;
    }

    private static List<float[]> directions(Factorization fit) {
        return IntStream.range(0, fit.rank()).mapToObj(fit::direction).toList();
    }

    private static double[][] cosines(List<float[]> one, List<float[]> two) {
        double[][] mine = units(one);
        double[][] theirs = units(two);
        double[][] out = new double[mine.length][theirs.length];
        for (int i = 0; i < mine.length; i++) {
            for (int j = 0; j < theirs.length; j++) {
                double dot = 0;
                for (int x = 0; x < mine[i].length; x++) {
                    dot += mine[i][x] * theirs[j][x];
                }
                out[i][j] = dot;
            }
        }
        return out;
    }

    private static double[][] units(List<float[]> directions) {
        double[][] out = new double[directions.size()][];
        for (int k = 0; k < out.length; k++) {
            float[] direction = directions.get(k);
            double square = 0;
            for (float x : direction) {
                square += (double) x * x;
            }
            double scale = square > 0 ? 1 / Math.sqrt(square) : 0;
            out[k] = new double[direction.length];
            for (int j = 0; j < direction.length; j++) {
                out[k][j] = direction[j] * scale;
            }
        }
        return out;
    }
}
