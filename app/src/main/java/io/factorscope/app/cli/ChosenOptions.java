package io.factorscope.app.cli;

import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ResultFile;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.AnalysisChoice;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.List;

/// Concepts of an analysis in place of the methods' own, and what concepts are about.
final class ChosenOptions {
    @Option(
            names = "--analysis",
            paramLabel = "DIR",
            description =
                    "Compare concepts of this analysis, whichever kind, in place of the methods'"
                            + " own; needs --concepts.")
    private @Nullable Path analysis;

    @Option(
            names = "--concepts",
            paramLabel = "WHICH",
            description = "With --analysis: factors, labels, nodes, all, or ids: F3,T2.1,S12,V:x.")
    private @Nullable String concepts;

    @Option(
            names = "--written",
            description =
                    "Concepts are scored by sentences that the chat model of --by writes for their"
                            + " descriptions, in place of held-out ones of the data.")
    private boolean written;

    @Option(
            names = "--descriptions",
            paramLabel = "FILE.json",
            description = "Written by describe, perhaps changed by hand: taken as they are.")
    private @Nullable Path descriptions;

    /// What was chosen, or null where the methods make their own.
    @Nullable AnalysisChoice open() throws FactorscopeException {
        if (analysis == null && concepts == null) {
            return null;
        }
        if (analysis == null || concepts == null) {
            throw new FactorscopeException(
                    "FS-EXP-003", "--analysis and --concepts go together; see --help.");
        }
        return AnalysisChoice.open(analysis, concepts);
    }

    /// Whether a chat model writes the sentences.
    boolean written() {
        return written;
    }

    /// Descriptions that are taken as they are.
    List<Description> descriptions() throws FactorscopeException {
        return descriptions == null ? List.of() : ResultFile.read(descriptions, Description.class);
    }
}
