package io.factorscope.core.project;

import io.factorscope.core.concept.Context;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.steering.Slider;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.text.VisibleText;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// An analysis as one HTML file that stands alone: factors, contexts, a steering before and after.
///
/// All text is escaped; nothing is loaded from elsewhere and no script runs.
public final class HtmlReport {
    private static final int CONTEXTS = 5;
    private static final int PROJECTED = 10;

    private static final String STYLE =
            """
            :root { color-scheme: light dark; --ink: #1f2328; --mute: #59636e; --page: #fff;
              --line: #d1d9e0; --heat: 240, 136, 62; }
            @media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --mute: #9198a1;
              --page: #0d1117; --line: #3d444d; --heat: 189, 86, 29; } }
            body { font: 14px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--page);
              max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
            h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; }
            .mute { color: var(--mute); } .num { font-variant-numeric: tabular-nums; }
            .context { font-family: ui-monospace, monospace; font-size: 13px; white-space: pre-wrap;
              margin: .15rem 0; }
            .context b { outline: 1px solid var(--mute); border-radius: 2px; }
            .texts { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem; }
            .texts p { border: 1px solid var(--line); border-radius: 6px; padding: .75rem; margin: 0;
              white-space: pre-wrap; }
            details { border-top: 1px solid var(--line); padding: .4rem 0; }
            summary { cursor: pointer; }
            """;

    private final Analysis analysis;
    private final AnalysisState state;
    private final StringBuilder html = new StringBuilder();

    private HtmlReport(Analysis analysis, AnalysisState state) {
        this.analysis = analysis;
        this.state = state;
    }

    /// Writes the report; `baseline` and `steered` are texts of the state's sliders, one a sample.
    public static void write(
            Path file,
            Analysis analysis,
            AnalysisState state,
            List<String> baseline,
            List<String> steered)
            throws FactorscopeException {
        String text = new HtmlReport(analysis, state).build(baseline, steered);
        AtomicFiles.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
    }

    private String build(List<String> baseline, List<String> steered) {
        Analysis.Manifest manifest = analysis.manifest();
        String title = manifest.model() + " · " + manifest.spec().hook();
        html.append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        html.append("<meta name=\"viewport\" content=\"width=device-width\"><title>");
        html.append(escape("Factorscope: " + title)).append("</title><style>").append(STYLE);
        html.append("</style></head><body><h1>").append(escape(title)).append("</h1>");
        html.append("<p>").append(escape(summary(manifest))).append("</p>");
        steering(baseline, steered);
        html.append("<h2>Factors</h2>");
        html.append("<p class=\"mute\">Shade: activation as a share of the factor's maximum. ");
        html.append("Fires: share of tokens at 15 % of the maximum or more.</p>");
        analysis.factors().forEach(this::concept);
        if (!analysis.labels().isEmpty()) {
            html.append("<h2>Concepts from labels</h2>");
            html.append("<p class=\"mute\">Shade: cosine with the mean difference.</p>");
            analysis.labels().forEach(this::concept);
        }
        html.append("</body></html>\n");
        return html.toString();
    }

    private String summary(Analysis.Manifest manifest) {
        FitSpec fit = manifest.spec().fit();
        return String.format(
                Locale.ROOT,
                "%d factors (%s, %.3g %% of neurons each, seed %d) of %d tokens from %s, relative"
                    + " loss %.3f; %d concepts from labels at %s. Made %s with Factorscope %s on"
                    + " %s.",
                fit.rank(),
                fit.rule().id(),
                100 * fit.sparsity(),
                fit.seed(),
                analysis.tokens().size(),
                manifest.data(),
                analysis.fit().manifest().relative(),
                analysis.labels().size(),
                manifest.spec().labelHook(),
                manifest.provenance().created(),
                manifest.provenance().version(),
                manifest.provenance().device());
    }

    private void steering(List<String> baseline, List<String> steered) {
        if (steered.isEmpty()) {
            return;
        }
        String sliders =
                state.steering().sliders().stream()
                        .filter(slider -> !slider.muted())
                        .map(this::describe)
                        .collect(Collectors.joining(", "));
        html.append("<h2>Steering</h2><p>").append(escape(sliders)).append("</p>");
        html.append("<div class=\"texts\"><b>Baseline</b><b>Steered</b>");
        for (int i = 0; i < Math.min(baseline.size(), steered.size()); i++) {
            html.append("<p>").append(escape(baseline.get(i))).append("</p>");
            html.append("<p>").append(escape(steered.get(i))).append("</p>");
        }
        html.append("</div>");
    }

    private String describe(Slider slider) {
        ConceptEntry entry = analysis.find(slider.concept());
        String name = entry == null ? slider.concept() : name(entry);
        return String.format(Locale.ROOT, "%s at α %+.1f", name, slider.alpha());
    }

    private String name(ConceptEntry entry) {
        String given = state.annotations().titles().get(entry.id());
        return given == null ? entry.automaticLabel() : given;
    }

    private void concept(ConceptEntry entry) {
        Evidence evidence = entry.evidence();
        html.append("<details><summary><b>").append(escape(entry.id())).append("</b> ");
        html.append(escape(name(entry))).append(" <span class=\"mute num\">fires ");
        html.append(String.format(Locale.ROOT, "%.1f %%", 100 * evidence.fires()));
        html.append("</span></summary>");
        for (Context context : evidence.contexts().stream().limit(CONTEXTS).toList()) {
            context(context, evidence.maximum());
        }
        html.append("<p class=\"mute\">promotes ");
        html.append(escape(tokens(entry.projection().promoted())));
        html.append("<br>suppresses ").append(escape(tokens(entry.projection().suppressed())));
        html.append("</p></details>");
    }

    private void context(Context context, double maximum) {
        html.append("<div class=\"context\">");
        for (int i = 0; i < context.tokens().size(); i++) {
            TokenScore token = context.tokens().get(i);
            double heat = Math.clamp(token.value() / maximum, 0, 1);
            String tag = i == context.center() ? "b" : "span";
            html.append('<').append(tag);
            if (heat >= 0.05) {
                html.append(
                        String.format(
                                Locale.ROOT,
                                " style=\"background:rgba(var(--heat),%.2f)\" title=\"%.2f\"",
                                heat,
                                token.value()));
            }
            html.append('>').append(escape(token.token())).append("</").append(tag).append('>');
        }
        html.append("</div>");
    }

    private static String tokens(List<TokenScore> scores) {
        return scores.stream()
                .limit(PROJECTED)
                .map(score ->
                        VisibleText.of(score.token())
                                + String.format(Locale.ROOT, " %+.1f", score.value()))
                .collect(Collectors.joining("  "));
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;")
                .replace("'", "&#39;");
    }
}
