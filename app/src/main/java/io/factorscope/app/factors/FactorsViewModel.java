package io.factorscope.app.factors;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.concept.TokenScore;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.steering.Steerability;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.MapChangeListener;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The table of concepts: rows are made and filtered away from the window, the latest filter wins.
public final class FactorsViewModel {
    /// Which concepts the table shows.
    public enum Shown {
        /// All there are.
        ALL,
        /// Factors of the fit.
        FACTORS,
        /// Concepts from labels.
        LABELS,
        /// Nodes of the concept tree above the factors.
        NODES
    }

    private final Session session;
    private final Navigator navigator;
    private final Latest latest;
    private final StringProperty filter = new SimpleStringProperty("");
    private final ObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.FACTORS);
    private final ObservableList<ConceptRow> rows = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable ConceptEntry> selected = new SimpleObjectProperty<>();

    /// A view model over the session's analysis.
    public FactorsViewModel(Session session, TaskExecutor executor, Navigator navigator) {
        this.session = session;
        this.navigator = navigator;
        this.latest = new Latest(executor, Lane.FILES);
        session.analysisProperty().subscribe(this::analysisChanged);
        filter.subscribe(text -> refresh());
        shown.subscribe(which -> refresh());
        session.names().addListener((MapChangeListener<String, String>) change -> refresh());
    }

    private void analysisChanged(@Nullable Analysis analysis) {
        selected.set(null);
        rows.clear();
        refresh();
    }

    private void refresh() {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            return;
        }
        String needle = filter.get().strip().toLowerCase(Locale.ROOT);
        Shown which = shown.get();
        Map<String, String> names = Map.copyOf(session.names());
        latest.request(
                context -> matching(analysis, which, needle, names),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<ConceptRow>> done) {
                        rows.setAll(done.value());
                        if (selected.get() == null && !rows.isEmpty()) {
                            selected.set(rows.get(0).entry());
                        }
                    }
                });
    }

    private static List<ConceptRow> matching(
            Analysis analysis, Shown which, String needle, Map<String, String> names) {
        List<ConceptRow> all = new ArrayList<>();
        if (which == Shown.ALL || which == Shown.LABELS) {
            add(all, analysis.labels(), names);
        }
        if (which == Shown.ALL || which == Shown.NODES) {
            add(all, analysis.nodes(), names);
        }
        if (which == Shown.ALL || which == Shown.FACTORS) {
            add(all, analysis.factors(), names);
        }
        all.sort(
                Comparator.comparingDouble(
                        row -> which == Shown.LABELS ? -row.steerability() : -row.clarity()));
        return needle.isEmpty()
                ? all
                : all.stream().filter(row -> row.words().contains(needle)).toList();
    }

    private static void add(
            List<ConceptRow> rows, List<ConceptEntry> entries, Map<String, String> names) {
        for (ConceptEntry entry : entries) {
            String given = names.get(entry.id());
            String name = given == null ? entry.automaticLabel() : given;
            List<String> tokens =
                    entry.evidence().topTokens().stream().map(TokenScore::token).toList();
            Steerability measured = entry.steerability();
            List<TokenScore> byLabel = entry.evidence().byLabel();
            TokenScore label = byLabel.isEmpty() ? new TokenScore("", 0) : byLabel.get(0);
            rows.add(
                    new ConceptRow(
                            entry,
                            Session.tag(entry),
                            name,
                            tokens,
                            entry.evidence().fires(),
                            label,
                            measured == null ? null : measured.gain(),
                            (Session.tag(entry) + " " + name + String.join("", tokens))
                                    .toLowerCase(Locale.ROOT)));
        }
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// The words that rows must hold, in their tag, name or tokens.
    public StringProperty filterProperty() {
        return filter;
    }

    /// Which concepts are shown.
    public ObjectProperty<Shown> shownProperty() {
        return shown;
    }

    /// The rows that match: factors clearest about one label first, label concepts by how well they
    /// steer.
    public ObservableList<ConceptRow> rows() {
        return rows;
    }

    /// The concept on the card.
    public ObjectProperty<@Nullable ConceptEntry> selectedProperty() {
        return selected;
    }

    /// Adds a slider for the chosen concept and goes there.
    public void steerSelected() {
        ConceptEntry entry = selected.get();
        if (entry != null) {
            navigator.steer(entry.id());
        }
    }
}
