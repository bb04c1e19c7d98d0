package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// An experiment's table as Markdown and CSV.
public final class ResultReport {
    private ResultReport() {}

    /// Writes `summary.md` and `summary.csv` beside the result.
    public static void write(ExperimentResult result, Path folder) throws FactorscopeException {
        byte[] markdown = markdown(result).getBytes(StandardCharsets.UTF_8);
        byte[] csv = csv(result).getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(folder.resolve("summary.md"), out -> out.write(markdown));
        AtomicFiles.write(folder.resolve("summary.csv"), out -> out.write(csv));
    }

    /// The tables of detection and of steering, at each concept's own best push and at each push.
    public static String markdown(ExperimentResult result) {
        StringBuilder out = new StringBuilder();
        String leftOut = leftOut(result);
        if (!leftOut.isEmpty()) {
            out.append(leftOut).append("\n\n");
        }
        if (!result.detection().isEmpty()) {
            out.append("Detection (mean over concepts, 95 % bootstrap interval)\n\n");
            table(out, result, row -> row.section().equals(SummaryRow.DETECTION));
        }
        if (!result.steering().isEmpty()) {
            out.append("\nSteering at each concept's best push and sign\n\n");
            table(out, result, row -> steering(row) && row.target() == null);
            for (double target : result.spec().settings().targets()) {
                out.append(String.format(Locale.ROOT, "%nSteering at %.3g nats%n%n", target));
                table(
                        out,
                        result,
                        row -> {
                            Double at = row.target();
                            return steering(row) && at != null && at == target;
                        });
            }
        }
        return out.toString();
    }

    /// Which concepts that were asked for were not scored, and why; empty where all were.
    static String leftOut(ExperimentResult result) {
        return result.leftOut().isEmpty()
                ? ""
                : "Left out: "
                        + String.join(", ", result.leftOut())
                        + ". No label of the data is clearly theirs; sentences that a service"
                        + " writes need no label.";
    }

    private static boolean steering(SummaryRow row) {
        return row.section().equals(SummaryRow.STEERING);
    }

    private static void table(
            StringBuilder out, ExperimentResult result, Predicate<SummaryRow> which) {
        List<SummaryRow> rows = result.summary().stream().filter(which).toList();
        List<String> measures = rows.stream().map(SummaryRow::measure).distinct().toList();
        out.append("| method | direction |");
        measures.forEach(measure -> out.append(' ').append(unit(measure)).append(" |"));
        out.append("\n|---|---|").append("---|".repeat(measures.size())).append('\n');
        List<String> done = new ArrayList<>();
        for (SummaryRow row : rows) {
            String name = name(row) + " | " + row.variant().id();
            if (!done.contains(name)) {
                done.add(name);
                out.append("| ").append(name).append(" |");
                for (String measure : measures) {
                    out.append(' ').append(cell(rows, name, measure)).append(" |");
                }
                out.append('\n');
            }
        }
    }

    private static String unit(String measure) {
        return switch (measure) {
            case "label shift" -> "label shift, points";
            case "NLL change" -> "NLL change, nats";
            default -> measure;
        };
    }

    private static String name(SummaryRow row) {
        Method method = row.method();
        return method == null ? "—" : method.id();
    }

    private static String cell(List<SummaryRow> rows, String name, String measure) {
        for (SummaryRow row : rows) {
            boolean mine = (name(row) + " | " + row.variant().id()).equals(name);
            if (mine && row.measure().equals(measure)) {
                return cell(row);
            }
        }
        return "";
    }

    private static String cell(SummaryRow row) {
        Interval interval = row.interval();
        String missing = row.undefined() == 0 ? "" : " (" + row.undefined() + " undefined)";
        if (interval.n() == 0) {
            return "none" + missing;
        }
        String figure = row.measure().equals("label shift") ? "%.1f" : "%.2f";
        String mean = String.format(Locale.ROOT, figure, interval.mean());
        String format = " [" + figure + ", " + figure + "]";
        String bounds =
                interval.bounded()
                        ? String.format(Locale.ROOT, format, interval.low(), interval.high())
                        : " (n = " + interval.n() + ")";
        return mean + bounds + missing;
    }

    private static String figure(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.6g", value);
    }

    /// Every line of the table: RFC 4180, one header; what is not there is empty.
    public static String csv(ExperimentResult result) {
        StringBuilder out =
                new StringBuilder(
                        "section,method,direction,measure,target_kl,mean,low,high,n,undefined,"
                                + "layer,K\r\n");
        for (SummaryRow row : result.summary()) {
            Interval interval = row.interval();
            Double target = row.target();
            Origin origin = Origin.of(result, row.method());
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%s,%s,%s,%s,%s,%s,%s,%s,%d,%d,%s,%s\r\n",
                            row.section(),
                            name(row).replace("—", ""),
                            row.variant().id(),
                            row.measure(),
                            target == null ? "" : target.toString(),
                            figure(interval.mean()),
                            figure(interval.low()),
                            figure(interval.high()),
                            interval.n(),
                            row.undefined(),
                            origin.layer(),
                            origin.k()));
        }
        return out.toString();
    }
}
