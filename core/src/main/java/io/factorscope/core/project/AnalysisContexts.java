package io.factorscope.core.project;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.experiment.ConceptContexts;
import io.factorscope.core.experiment.ConceptKey;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/// An analysis' concepts as the experiments read them, and what they bring back.
public final class AnalysisContexts {
    private AnalysisContexts() {}

    /// What fires each concept, in context, and what it promotes.
    public static List<ConceptContexts> of(
            Analysis analysis,
            List<ConceptEntry> concepts,
            ConceptContexts.Spec spec,
            JobContext context)
            throws FactorscopeException {
        List<ConceptContexts> rows = new ArrayList<>();
        for (ConceptEntry entry : concepts) {
            rows.add(
                    ConceptContexts.of(
                            key(analysis, entry),
                            analysis.tokens(),
                            entry.scores(),
                            entry.evidence(),
                            entry.projection(),
                            spec));
            context.progress("reading contexts", rows.size(), concepts.size(), "concepts");
            context.checkpoint();
        }
        return rows;
    }

    /// A concept's key; a label's number is its place among the labels.
    public static ConceptKey key(Analysis analysis, ConceptEntry entry) {
        Concept concept = entry.concept();
        return switch (concept.source()) {
            case ConceptSource.Label _ ->
                    new ConceptKey(
                            entry.id(),
                            concept.hook().toString(),
                            analysis.labels().size(),
                            concept.hook().layer(),
                            analysis.labels().indexOf(entry));
            case ConceptSource.TreeNode _ -> ConceptKey.of(concept, analysis.nodes().size());
            default -> ConceptKey.of(concept, analysis.fit().rank());
        };
    }

    /// The concepts of an analysis by what is asked for: `factors`, `labels`, `nodes`, `all`, or
    /// ids such as `F3,L:rain`, each once.
    ///
    /// **Errors**: `FS-EXP-003` when an id is unknown.
    public static List<ConceptEntry> select(Analysis analysis, String which)
            throws FactorscopeException {
        return switch (which) {
            case "factors" -> analysis.factors();
            case "labels" -> analysis.labels();
            case "nodes" -> analysis.nodes();
            case "all" ->
                    Stream.concat(analysis.concepts().stream(), analysis.nodes().stream()).toList();
            default -> byId(analysis, which);
        };
    }

    private static List<ConceptEntry> byId(Analysis analysis, String ids)
            throws FactorscopeException {
        String[] parts = ids.split(",", -1);
        List<ConceptEntry> found = new ArrayList<>();
        for (int from = 0; from < parts.length; ) {
            int to = from + 1;
            while (to < parts.length && analysis.find(joined(parts, from, to)) == null) {
                to++; // a label's own commas
            }
            ConceptEntry entry = analysis.find(joined(parts, from, to));
            found.add(entry == null ? one(analysis, parts[from].strip()) : entry);
            from = to;
        }
        return found.stream().distinct().toList();
    }

    private static String joined(String[] parts, int from, int to) {
        return String.join(",", Arrays.asList(parts).subList(from, to)).strip();
    }

    /// The concept of an id.
    ///
    /// **Errors**: `FS-EXP-003` when there is none.
    public static ConceptEntry one(Analysis analysis, String id) throws FactorscopeException {
        ConceptEntry entry = analysis.find(id);
        if (entry == null) {
            throw new FactorscopeException(
                    "FS-EXP-003",
                    "'"
                            + id
                            + "' is no concept of this analysis; expected factors, labels,"
                            + " nodes, all, or ids such as F3,L:rain.");
        }
        return entry;
    }

    /// The edit that makes labels of what concepts were described as, from what fires them; those
    /// that are not in the analysis are left out.
    public static Edit.Describe labels(Analysis analysis, List<Description> descriptions) {
        Map<String, MachineLabel> labels = new TreeMap<>();
        for (Description one : descriptions) {
            String text = one.description();
            boolean input = one.track() == Description.Track.INPUT;
            if (text != null && input && analysis.find(one.key().id()) != null) {
                labels.put(one.key().id(), new MachineLabel(text, one.madeBy()));
            }
        }
        return new Edit.Describe(labels, List.of());
    }
}
