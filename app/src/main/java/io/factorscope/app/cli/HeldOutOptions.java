package io.factorscope.app.cli;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.experiment.ConceptSentences;
import io.factorscope.core.experiment.HeldOutSentences;
import io.factorscope.core.experiment.SeenTexts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.DatasetReader;
import io.factorscope.core.text.Tokenizer;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sentences from labelled data in place of written ones: each concept is matched to the label that
/// fires it most in its analysis, and gets sentences of that label which the analysis has not seen.
final class HeldOutOptions {
    private static final double EVEN_SHARES = 3;

    @Option(
            names = "--held-out",
            paramLabel = "FILE",
            description = "Labelled data, of which only what --analysis has not seen is used.")
    private @Nullable Path data;

    @Option(
            names = "--analysis",
            paramLabel = "DIR",
            description = "Whose concepts, with --held-out; fitted on other sentences.")
    private @Nullable Path analysis;

    @Option(
            names = "--concepts",
            paramLabel = "WHICH",
            defaultValue = "all",
            description =
                    "With --held-out: factors, labels, nodes, all, or ids (default:"
                            + " ${DEFAULT-VALUE}).")
    private String concepts = "all";

    @Option(
            names = "--least-share",
            paramLabel = "S",
            description =
                    "Leave out concepts whose best label has less than this share of all labels'"
                            + " mean scores (default: three times an even share).")
    private @Nullable Double leastShare;

    boolean wanted() {
        return data != null;
    }

    /// What the result was made of.
    Map<String, Path> inputs() {
        Map<String, Path> inputs = new LinkedHashMap<>();
        if (data != null && analysis != null) {
            inputs.put("data", data);
            inputs.put("analysis", analysis.resolve(AnalysisStore.MANIFEST));
        }
        return inputs;
    }

    List<ConceptSentences> sentences(int each, long seed, JobContext context, PrintWriter out)
            throws FactorscopeException {
        if (analysis == null || data == null) {
            throw new FactorscopeException(
                    "FS-EXP-004", "--held-out needs --analysis; see sentences --help.");
        }
        Analysis opened = AnalysisStore.open(analysis).analysis();
        Dataset labelled = DatasetReader.read(data);
        Path model = Home.resolve(opened.manifest().modelFolder());
        List<ConceptSentences> rows = new ArrayList<>();
        int unclear = 0;
        try (Tokenizer tokenizer = LanguageModel.tokenizerOf(model)) {
            SeenTexts seen = new SeenTexts(opened.tokens(), tokenizer);
            HeldOutSentences unseen = new HeldOutSentences(labelled, seen::contains, each, seed);
            for (ConceptEntry entry : AnalysisContexts.select(opened, concepts)) {
                context.checkpoint();
                String label = label(entry);
                if (label == null) {
                    unclear++;
                } else {
                    rows.add(unseen.of(AnalysisContexts.key(opened, entry), label));
                }
            }
            out.println(
                    unseen.leftOut()
                            + " of "
                            + labelled.examples().size()
                            + " sentences left out, since the analysis was fitted on them; "
                            + unclear
                            + " concepts left out, since no label is clearly theirs");
        }
        return rows;
    }

    private @Nullable String label(ConceptEntry entry) {
        if (entry.concept().source() instanceof ConceptSource.Label label) {
            return label.name();
        }
        List<TokenScore> byLabel = entry.evidence().byLabel();
        double least = leastShare != null ? leastShare : EVEN_SHARES / byLabel.size();
        boolean clear = !byLabel.isEmpty() && byLabel.getFirst().value() >= least;
        return clear ? byLabel.getFirst().token() : null;
    }
}
