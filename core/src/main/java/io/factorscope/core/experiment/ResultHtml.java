package io.factorscope.core.experiment;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// An experiment as one HTML file that stands alone: its tables, and the sentences behind them.
///
/// All text is escaped; nothing is loaded from elsewhere and no script runs.
public final class ResultHtml {
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1f2328; --mute: #59636e; --page: #fff;
              --line: #d1d9e0; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --mute: #9198a1;
              --page: #0d1117; --line: #3d444d; } }
            body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
              max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            .mute { color: var(--mute); }
            table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
            th, td { text-align: left; padding: .2rem .9rem .2rem 0;
              border-bottom: 1px solid var(--line); }
            td.num, th.num { text-align: right; }
            details { border-top: 1px solid var(--line); padding: .4rem 0; }
            summary { cursor: pointer; } li { white-space: pre-wrap; }
            """;

    private final ExperimentResult result;
    private final StringBuilder html = new StringBuilder();

    private ResultHtml(ExperimentResult result) {
        this.result = result;
    }

    /// Writes the report, atomically.
    public static void write(ExperimentResult result, Path file) throws FactorscopeException {
        byte[] text = new ResultHtml(result).build().getBytes(StandardCharsets.UTF_8);
        AtomicFiles.write(file, out -> out.write(text));
    }

    private String build() {
        String title = "Experiment: " + result.model() + " · " + result.spec().data();
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        html.append(escape(title)).append("</title><style>").append(STYLE);
        html.append("</style></head><body><h1>").append(escape(title)).append("</h1><p>");
        html.append(escape("Means over concepts with 95 % bootstrap intervals. " + made()));
        html.append("</p><p>").append(escape(ResultReport.leftOut(result))).append("</p>");
        table();
        behind();
        html.append("</body></html>\n");
        return html.toString();
    }

    private String made() {
        String judges =
                result.judged().stream()
                        .map(row -> row.judge().label() + " [" + row.judge().prompts() + "]")
                        .distinct()
                        .reduce((one, other) -> one + ", " + other)
                        .map(names -> "Judged by " + names + ". ")
                        .orElse("No judge. ");
        return judges
                + "Seed "
                + result.spec().seed()
                + "; made "
                + result.provenance().created()
                + " with Factorscope "
                + result.provenance().version()
                + " on "
                + result.provenance().device()
                + ".";
    }

    private void table() {
        html.append("<h2>Scores</h2><table><tr><th>measure<th>method<th class=\"num\">layer");
        html.append("<th class=\"num\">K<th>direction<th>push, nats");
        html.append("<th class=\"num\">mean<th class=\"num\">95 % interval");
        html.append("<th class=\"num\">concepts<th class=\"num\">undefined</tr>");
        for (SummaryRow row : result.summary()) {
            Double target = row.target();
            boolean own = target == null && row.section().equals(SummaryRow.STEERING);
            html.append("<tr>");
            cell(row.measure());
            cell(name(row.method()));
            Origin origin = Origin.of(result, row.method());
            number(origin.layer());
            number(origin.k());
            cell(row.variant().id());
            cell(target == null ? own ? "each its best" : "" : String.valueOf(target));
            Interval interval = row.interval();
            number(interval.n() == 0 ? "none" : figure(interval.mean()));
            number(bounds(interval));
            number(Integer.toString(interval.n()));
            number(Integer.toString(row.undefined()));
            html.append("</tr>");
        }
        html.append("</table>");
    }

    private void behind() {
        html.append("<h2>Sentences behind the scores</h2>");
        for (SummaryRow line : result.summary()) {
            if (line.target() == null && !line.measure().equals("NLL change")) {
                for (ConceptScore score : ConceptScore.behind(result, line)) {
                    concept(line, score);
                }
            }
        }
    }

    private void concept(SummaryRow line, ConceptScore score) {
        html.append("<details><summary><b>").append(escape(score.concept())).append("</b> ");
        String what = name(score.method()) + " " + score.variant().id() + " " + score.id() + ", ";
        html.append(escape(what + line.measure())).append(' ');
        Interval interval = score.interval();
        html.append(interval.n() == 0 ? "none" : figure(interval.mean()));
        html.append(" <span class=\"mute\">").append(bounds(interval)).append("</span></summary>");
        if (line.section().equals(SummaryRow.DETECTION)) {
            detected(score);
        } else {
            steered(line, score);
        }
        html.append("</details>");
    }

    private void detected(ConceptScore score) {
        for (DetectionRow row : result.detection()) {
            boolean mine = row.method() == score.method() && row.variant() == score.variant();
            if (mine && row.concept().equals(score.concept())) {
                list("Should fire", row.activating(), row.scores());
                list("Should not", row.neutral(), row.randomScores());
            }
        }
    }

    private void list(String title, List<String> sentences, List<Double> scores) {
        html.append("<p class=\"mute\">").append(title).append("</p><ul>");
        for (int i = 0; i < sentences.size(); i++) {
            html.append("<li>").append(figure(scores.get(i))).append("  ");
            html.append(escape(sentences.get(i))).append("</li>");
        }
        html.append("</ul>");
    }

    private void steered(SummaryRow line, ConceptScore score) {
        SteeringRow row = score.row(result);
        if (row == null) {
            html.append("<p class=\"mute\">Nothing to choose: every text broke down.</p>");
            return;
        }
        JudgedRow judged = score.judged(result, line.measure());
        html.append("<p class=\"mute\">push ").append(row.target()).append(" nats, sign ");
        html.append(row.sign()).append("</p><ul>");
        for (int i = 0; i < row.sentences().size(); i++) {
            html.append("<li>").append(escape(row.sentences().get(i)));
            if (judged != null) {
                html.append("<br><span class=\"mute\">");
                html.append(escape(said(judged, judged.results().get(i)))).append("</span>");
            }
            html.append("</li>");
        }
        html.append("</ul>");
    }

    private static String said(JudgedRow row, JudgedRow.SentenceResult said) {
        return String.format(
                Locale.ROOT,
                "%s: concept %s %s · fluency %s %s",
                row.judge().label(),
                Objects.toString(said.concept(), "missing"),
                said.conceptReason(),
                Objects.toString(said.fluency(), "missing"),
                said.fluencyReason());
    }

    private void cell(String text) {
        html.append("<td>").append(escape(text));
    }

    private void number(String text) {
        html.append("<td class=\"num\">").append(escape(text));
    }

    private static String name(@Nullable Method method) {
        return method == null ? "" : method.id();
    }

    private static String figure(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String bounds(Interval interval) {
        return interval.bounded()
                ? "[" + figure(interval.low()) + ", " + figure(interval.high()) + "]"
                : interval.n() == 1 ? "n = 1" : "";
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
