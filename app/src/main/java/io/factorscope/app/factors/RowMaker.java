package io.factorscope.app.factors;

import io.factorscope.app.session.Session;
import io.factorscope.core.concept.Evidence;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Steerability;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Makes the rows of an analysis, and gives them what a person says of their concepts.
final class RowMaker {
    private RowMaker() {}

    /// A row for every concept, labels first. Gathers evidence, so it belongs to the files lane.
    ///
    /// **Errors**: cancellation.
    static List<ConceptRow> rows(Analysis analysis, JobContext context) throws CancelledException {
        List<ConceptEntry> entries = new ArrayList<>(analysis.labels());
        entries.addAll(analysis.nodes());
        entries.addAll(analysis.imported().entries());
        entries.addAll(analysis.factors());
        List<ConceptRow> rows = new ArrayList<>();
        for (ConceptEntry entry : entries) {
            context.checkCancelled();
            rows.add(row(analysis, entry));
        }
        return rows;
    }

    private static ConceptRow row(Analysis analysis, ConceptEntry entry) {
        Evidence evidence = entry.evidence();
        List<TokenScore> byLabel = evidence.byLabel();
        Steerability measured = entry.steerability();
        return ConceptRow.of(
                entry.id(),
                ConceptRow.Kind.of(entry.concept().source()),
                Session.tag(entry),
                new ConceptRow.Given(entry.automaticLabel(), "", false),
                new ConceptRow.Look(
                        evidence.topTokens().stream().map(TokenScore::token).toList(),
                        evidence.histogram(),
                        evidence.fires(),
                        byLabel.isEmpty() ? new TokenScore("", 0) : byLabel.getFirst()),
                new ConceptRow.Scores(
                        analysis.lossShare(entry),
                        entry.stability(),
                        measured == null ? null : measured.gain(),
                        entry.faithfulness()));
    }

    /// The same rows with names, notes, stars and what was measured since; `automatic` are rows as
    /// [#rows] makes them. **Errors**: cancellation.
    static AllRows given(List<ConceptRow> automatic, Annotations annotations, JobContext context)
            throws CancelledException {
        List<ConceptRow> rows = new ArrayList<>(automatic.size());
        Map<String, String> titles = annotations.titles();
        for (ConceptRow row : automatic) {
            context.checkCancelled();
            String name = titles.get(row.id());
            ConceptRow told =
                    row.with(
                            new ConceptRow.Given(
                                    name == null ? row.name() : name,
                                    annotations.note(row.id()),
                                    annotations.stars().contains(row.id())));
            Steerability measured = annotations.measured().get(row.id());
            rows.add(measured == null ? told : told.steering(measured.gain()));
        }
        return new AllRows(rows);
    }
}
