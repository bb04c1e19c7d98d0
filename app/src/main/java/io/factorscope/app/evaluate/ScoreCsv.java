package io.factorscope.app.evaluate;

import io.factorscope.core.experiment.ConceptScore;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Interval;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.Origin;
import io.factorscope.core.experiment.SummaryRow;

import java.util.Locale;

/// All numbers of a result as CSV: after each mean, whose concept is empty, the concepts behind it.
final class ScoreCsv {
    private ScoreCsv() {}

    /// RFC 4180, one header.
    static String of(ExperimentResult result) {
        StringBuilder out =
                new StringBuilder(
                        "concept,id,method,direction,measure,target_kl,sign,value,low,high,n,"
                                + "layer,K\r\n");
        for (SummaryRow line : result.summary()) {
            ConceptScore mean =
                    new ConceptScore(
                            line.method(),
                            line.variant(),
                            "",
                            "",
                            line.interval(),
                            line.target(),
                            0);
            Origin origin = Origin.of(result, line.method());
            row(out, line.measure(), mean, origin);
            for (ConceptScore score : ConceptScore.behind(result, line)) {
                row(out, line.measure(), score, origin);
            }
        }
        return out.toString();
    }

    private static void row(StringBuilder out, String measure, ConceptScore score, Origin origin) {
        Method method = score.method();
        Double target = score.target();
        Interval interval = score.interval();
        out.append(quoted(score.concept())).append(',').append(quoted(score.id())).append(',');
        out.append(method == null ? "" : method.id()).append(',');
        out.append(score.variant().id()).append(',').append(measure).append(',');
        out.append(target == null ? "" : target.toString()).append(',');
        out.append(score.sign() == 0 ? "" : Integer.toString(score.sign()));
        out.append(number(interval.mean())).append(number(interval.low()));
        out.append(number(interval.high())).append(',').append(interval.n()).append(',');
        out.append(origin.layer()).append(',').append(origin.k()).append("\r\n");
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "," : String.format(Locale.ROOT, ",%.6g", value);
    }

    private static String quoted(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c < ' ');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
