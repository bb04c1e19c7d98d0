package io.factorscope.core.steering;

import com.fasterxml.jackson.annotation.JsonProperty;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// One run of the sliders: the settings, what was written without and with them, and what happened
/// to the next token.
///
/// **Units**: texts hold prompt and continuation, one a sample.
public record SteerRun(
        SteerSpec spec,
        String model,
        @JsonProperty("baseline_sentences") List<String> baseline,
        @JsonProperty("steered_sentences") List<String> steered,
        @JsonProperty("top_shifted_tokens") NextTokens shifts,
        String time) {
    /// A copy that nobody can change.
    public SteerRun {
        baseline = List.copyOf(baseline);
        steered = List.copyOf(steered);
    }

    /// The texts, as they are pasted into a note; `names` says what people call a concept.
    public String text(UnaryOperator<String> names) {
        StringBuilder out = new StringBuilder();
        List<Slider> heard = spec.heard();
        for (Slider slider : spec.sliders()) {
            out.append(
                    String.format(
                            Locale.ROOT,
                            "%s  α %.4g%s%s%n",
                            names.apply(slider.concept()),
                            slider.alpha(),
                            slider.nats() == null
                                    ? ""
                                    : String.format(Locale.ROOT, " (%.3g nats)", slider.nats()),
                            heard.contains(slider) ? "" : " (not pushing)"));
        }
        out.append(String.format(Locale.ROOT, "push on the next token: %.3g nats%n", shifts.kl()));
        for (int i = 0; i < Math.max(baseline.size(), steered.size()); i++) {
            out.append(String.format("%nbaseline %d: %s%n", i + 1, at(baseline, i)));
            out.append(String.format("steered %d: %s%n", i + 1, at(steered, i)));
        }
        return out.toString();
    }

    /// A table of the texts and of the tokens that shifted: RFC 4180, one header.
    public String csv() {
        StringBuilder out = new StringBuilder("kind,number,text,before,after\r\n");
        for (int i = 0; i < baseline.size(); i++) {
            row(out, "baseline", i + 1, baseline.get(i), "", "");
        }
        for (int i = 0; i < steered.size(); i++) {
            row(out, "steered", i + 1, steered.get(i), "", "");
        }
        shifts(out, "up", shifts.up());
        shifts(out, "down", shifts.down());
        return out.toString();
    }

    private static void shifts(StringBuilder out, String kind, List<NextTokens.Shift> shifts) {
        for (int i = 0; i < shifts.size(); i++) {
            NextTokens.Shift shift = shifts.get(i);
            row(out, kind, i + 1, shift.token(), number(shift.before()), number(shift.after()));
        }
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.6g", value);
    }

    private static void row(
            StringBuilder out, String kind, int number, String text, String before, String after) {
        out.append(kind).append(',').append(number).append(",\"");
        out.append(text.replace("\"", "\"\"")).append("\",");
        out.append(before).append(',').append(after).append("\r\n");
    }

    private static String at(List<String> texts, int index) {
        return index < texts.size() ? texts.get(index) : "";
    }
}
