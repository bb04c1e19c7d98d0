package io.factorscope.core.factorization;

import io.factorscope.core.hook.HookPoint;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Where more factors stop paying, at one hook point and sparsity, with the figures behind it.
///
/// `knee`: the K whose point lies farthest above the straight line between the least and the
/// largest K, explained share against K; `enough`: the first K from which on a further factor adds
/// less than `POOR` of what one adds at the start. With fewer than three K there is no knee, and 0
/// stands for none.
public record KAdvice(
        String hook, double sparsity, List<Point> points, int knee, int enough, String advice) {
    /// A further factor that adds less than this share of what the first ones add does not pay.
    public static final double POOR = 0.1;

    /// One K: means over its seeds; `gain` is what each further factor added since the K before.
    public record Point(int rank, double explained, double gain, double stability) {}

    /// The advice for every hook point and sparsity of a sweep.
    static List<KAdvice> of(SweepSpec spec, List<Sweep.Row> rows) {
        List<KAdvice> all = new ArrayList<>();
        for (HookPoint hook : spec.hooks()) {
            for (double sparsity : spec.sparsities()) {
                List<Sweep.Row> own =
                        rows.stream()
                                .filter(r -> r.hook().equals(hook.name()))
                                .filter(r -> r.sparsity() == sparsity)
                                .toList();
                all.add(of(hook.name(), sparsity, points(spec.ranks(), own)));
            }
        }
        return all;
    }

    private static List<Point> points(List<Integer> ranks, List<Sweep.Row> rows) {
        List<Point> points = new ArrayList<>();
        for (int rank : ranks.stream().sorted().distinct().toList()) {
            List<Sweep.Row> own = rows.stream().filter(r -> r.rank() == rank).toList();
            double explained = own.stream().mapToDouble(Sweep.Row::explained).average().orElse(0);
            double stability = own.stream().mapToDouble(Sweep.Row::stability).average().orElse(-1);
            Point before = points.isEmpty() ? new Point(0, 0, 0, 0) : points.getLast();
            double gain = (explained - before.explained) / (rank - before.rank);
            points.add(new Point(rank, explained, gain, stability));
        }
        return points;
    }

    static KAdvice of(String hook, double sparsity, List<Point> points) {
        int knee = knee(points);
        int enough = enough(points);
        return new KAdvice(hook, sparsity, points, knee, enough, text(points, knee, enough));
    }

    private static int knee(List<Point> points) {
        Point first = points.getFirst();
        Point last = points.getLast();
        double slope = (last.explained - first.explained) / Math.max(1, last.rank - first.rank);
        int knee = 0;
        double farthest = 1e-9;
        for (Point point : points) {
            double above = point.explained - first.explained - slope * (point.rank - first.rank);
            if (above > farthest) {
                farthest = above;
                knee = point.rank;
            }
        }
        return knee;
    }

    private static int enough(List<Point> points) {
        for (int i = 1; i < points.size(); i++) {
            if (points.get(i).gain < POOR * points.getFirst().gain) {
                return points.get(i - 1).rank;
            }
        }
        return 0;
    }

    private static String text(List<Point> points, int knee, int enough) {
        if (points.size() < 3) {
            return "Sweep at least three K for advice.";
        }
        StringBuilder text = new StringBuilder();
        if (knee == 0) {
            text.append("No knee up to K = ").append(points.getLast().rank);
            text.append(": a larger K may still pay.");
        } else {
            text.append("The curve bends at K = ").append(knee).append('.');
        }
        if (enough > 0) {
            text.append(" Beyond K = ").append(enough);
            text.append(" a further factor adds less than ");
            text.append(Math.round(100 * POOR)).append(" % of what the first ones add.");
        }
        for (Point point : points) {
            if (point.rank == knee && point.stability >= 0) {
                text.append(
                        String.format(
                                Locale.ROOT,
                                " Factors there are found again with a mean cosine of %.2f.",
                                point.stability));
            }
        }
        return text.toString();
    }
}
