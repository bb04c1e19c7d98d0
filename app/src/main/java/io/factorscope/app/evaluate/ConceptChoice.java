package io.factorscope.app.evaluate;

import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisContexts;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;

import javafx.beans.Observable;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Which concepts a new run compares: the best for each label, or some of the open analysis, which
/// are named by their ids.
///
/// **Threads**: FX thread.
public final class ConceptChoice {
    /// Which.
    public enum Which {
        /// Each method's best for each label.
        BEST,
        /// Chosen ones of the open analysis.
        CHOSEN
    }

    private static final int NAMED = 12;
    private static final Pattern FACTOR_TAG = Pattern.compile("(?<=^|,)\\s*#(\\d+)(?=\\s*(?:,|$))");
    private static final Pattern NODE_TAG =
            Pattern.compile("(?<=^|,)\\s*(\\d+)·(\\d+)(?=\\s*(?:,|$))");

    private final Session session;
    private final ObjectProperty<Which> which = new SimpleObjectProperty<>(Which.BEST);
    private final StringProperty ids = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper names = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");
    private String taken = "";

    ConceptChoice(Session session) {
        this.session = session;
        which.subscribe(now -> chosen());
        ids.subscribe(typed -> refresh());
        session.analysisProperty().subscribe(analysis -> refresh());
        session.names().addListener((Observable changed) -> refresh());
    }

    /// Concepts that can be taken with one click: those chosen in the table, starred ones, lists.
    public record Source(String name, List<String> ids) {}

    /// What is chosen, to be used on any thread; `folder`: where the analysis is kept as it is, or
    /// null.
    record Picked(
            Analysis analysis,
            AnalysisState state,
            List<ConceptEntry> entries,
            @Nullable Path folder) {}

    /// Which concepts.
    public ObjectProperty<Which> whichProperty() {
        return which;
    }

    /// The ids, with commas.
    public StringProperty idsProperty() {
        return ids;
    }

    /// What the ids are called; empty while there is a problem.
    public ReadOnlyStringProperty namesProperty() {
        return names.getReadOnlyProperty();
    }

    /// What is wrong with the ids, or empty.
    public ReadOnlyStringProperty problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /// Whether concepts of the analysis are compared.
    boolean isChosen() {
        return which.get() == Which.CHOSEN;
    }

    /// Whether there is an analysis to choose from.
    boolean hasAnalysis() {
        return session.analysis() != null;
    }

    /// The open analysis' model, or empty.
    String modelName() {
        Analysis analysis = session.analysis();
        return analysis == null ? "" : analysis.manifest().model();
    }

    /// What is chosen in the table is taken, unless a person has typed something else.
    private void chosen() {
        List<String> there = session.chosenProperty().get();
        boolean untouched = ids.get().isBlank() || ids.get().equals(taken);
        if (isChosen() && untouched && !there.isEmpty()) {
            take(there);
        }
        refresh();
    }

    /// Compares these.
    void choose(List<String> concepts) {
        which.set(Which.CHOSEN);
        if (!concepts.isEmpty()) {
            take(concepts);
        }
    }

    /// Puts ids into the field.
    public void take(List<String> concepts) {
        taken = String.join(", ", concepts);
        ids.set(taken);
    }

    /// What can be taken now; nothing that is empty.
    public List<Source> sources() {
        Annotations annotations = session.annotationsProperty().get();
        List<Source> all = new ArrayList<>();
        all.add(new Source(Words.of("evaluate.chosen-in-factors"), session.chosenProperty().get()));
        all.add(new Source(Words.of("evaluate.starred"), List.copyOf(annotations.stars())));
        annotations.lists().forEach((name, members) -> all.add(new Source(name, members)));
        all.removeIf(source -> source.ids().isEmpty());
        return all;
    }

    private void refresh() {
        String said = "";
        String wrong = "";
        if (isChosen()) {
            try {
                said = named(entries());
            } catch (FactorscopeException e) {
                wrong = String.valueOf(e.getMessage());
            }
        }
        names.set(said);
        problem.set(wrong);
    }

    private String named(List<ConceptEntry> entries) {
        String first =
                entries.stream()
                        .limit(NAMED)
                        .map(entry -> Session.tag(entry) + " " + session.nameOf(entry))
                        .collect(Collectors.joining("  ·  "));
        int more = entries.size() - NAMED;
        return more <= 0 ? first : Words.format("evaluate.and-more", first, more);
    }

    private List<ConceptEntry> entries() throws FactorscopeException {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            throw new FactorscopeException("FS-FORM-005", Words.of("evaluate.no-analysis"));
        }
        String typed = ids.get().strip();
        if (typed.isEmpty()) {
            throw new FactorscopeException("FS-FORM-005", Words.of("evaluate.no-concepts"));
        }
        String factors = FACTOR_TAG.matcher(typed).replaceAll("F$1");
        return AnalysisContexts.select(
                analysis, NODE_TAG.matcher(factors).replaceAll("T$1.$2").replaceAll(",\\s*$", ""));
    }

    /// What is chosen now; null where it is the best for each label.
    ///
    /// **Errors**: `FS-FORM-005` where no analysis is open or no concept named; `FS-EXP-003`.
    @Nullable Picked picked() throws FactorscopeException {
        Analysis analysis = session.analysis();
        if (!isChosen()) {
            return null;
        }
        List<ConceptEntry> entries = entries();
        boolean kept = !session.unsavedProperty().get();
        return analysis == null
                ? null
                : new Picked(
                        analysis,
                        session.state(),
                        entries,
                        kept ? session.folderProperty().get() : null);
    }
}
