package io.factorscope.app.factors;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.store.AtomicFiles;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The table of concepts: rows are made once, and filtered and sorted away from the window into an
/// array of indices; the latest request wins and is published as one change.
public final class FactorsViewModel {
    private final Session session;
    private final Navigator navigator;
    private final Latest ordering;
    private final StringProperty filter = new SimpleStringProperty("");
    private final BooleanProperty regex = new SimpleBooleanProperty();
    private final ReadOnlyStringWrapper filterProblem = new ReadOnlyStringWrapper("");
    private final ObjectProperty<Shown> shown = new SimpleObjectProperty<>(Shown.FACTORS);
    private final ObjectProperty<Scope> scope = new SimpleObjectProperty<>(new Scope.All());
    private final ObjectProperty<List<RowOrder.Sort>> sorts = new SimpleObjectProperty<>(List.of());
    private final ConceptRows rows = new ConceptRows();
    private final ObjectProperty<@Nullable ConceptEntry> selected = new SimpleObjectProperty<>();
    private final ObjectProperty<List<String>> chosen;
    private final MadeRows all;
    private final ReadOnlyLongWrapper published = new ReadOnlyLongWrapper();
    private final ReadOnlyStringWrapper notice = new ReadOnlyStringWrapper("");
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final ConceptLists lists;
    private final OwnTextViewModel text;
    private final MapViewModel map;
    private final MeasuringViewModel measuring;
    private final ColumnChoice columns;
    private String toChoose = ""; // what was chosen in the analysis before

    /// A view model over the session's analysis; `failures` is told what goes wrong.
    public FactorsViewModel(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.session = session;
        this.chosen = session.chosenProperty();
        this.navigator = navigator;
        this.executor = executor;
        this.failures = failures;
        this.all = new MadeRows(executor, failures);
        this.columns = new ColumnChoice(session);
        this.ordering = new Latest(executor, Lane.FILES);
        this.lists = new ConceptLists(session, chosen, scope);
        this.text = new OwnTextViewModel(session, executor, shown);
        this.map = new MapViewModel(session, executor, all.rowsProperty(), shown);
        this.measuring = new MeasuringViewModel(session, executor, failures);
        session.analysisProperty().subscribe(this::analysisChanged);
        session.annotationsProperty().subscribe(annotations -> annotationsChanged());
        filter.subscribe(typed -> refresh());
        regex.subscribe(on -> refresh());
        shown.subscribe(which -> refresh());
        scope.subscribe(which -> refresh());
        sorts.subscribe(order -> refresh());
        text.focusProperty().subscribe(focus -> refresh());
    }

    private void analysisChanged(@Nullable Analysis analysis) {
        ConceptEntry before = selected.get();
        if (before != null) {
            toChoose = before.id();
        }
        all.clear();
        scope.set(new Scope.All());
        rows.publish(RowOrder.EMPTY);
        chosen.set(List.of());
        selected.set(null); // until there are rows: a card made now would read all activations
        if (analysis != null) {
            all.make(analysis, this::annotationsChanged);
        }
    }

    private void annotationsChanged() {
        Annotations annotations = session.annotationsProperty().get();
        if (scope.get() instanceof Scope.Listed listed
                && !annotations.lists().containsKey(listed.list())) {
            scope.set(new Scope.All());
        }
        all.tell(annotations, this::refresh);
    }

    private void refresh() {
        RowFilter wanted = RowFilter.of(filter.get(), regex.get());
        filterProblem.set(wanted.problem());
        if (!wanted.problem().isEmpty()) {
            return; // what is shown stays, with a word beside it
        }
        AllRows from = all.rowsProperty().get();
        RowOrder.Query query =
                new RowOrder.Query(
                        shown.get(),
                        wanted,
                        scope.get(),
                        members(),
                        sorts.get(),
                        text.focusProperty().get().shares());
        ordering.request(
                context -> RowOrder.of(from, query, context),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<RowOrder> done) {
                        show(done.value());
                    } else if (outcome instanceof Outcome.Failed<RowOrder> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    private Set<String> members() {
        return scope.get() instanceof Scope.Listed listed
                ? Set.copyOf(session.annotationsProperty().get().members(listed.list()))
                : Set.of();
    }

    private void show(RowOrder order) {
        rows.publish(order);
        published.set(published.get() + 1);
        Analysis analysis = session.analysis();
        if (selected.get() == null && analysis != null && !rows.isEmpty()) {
            boolean there = analysis.find(toChoose) != null;
            choose(List.of(there ? toChoose : rows.getFirst().id()));
        }
    }

    /// Chooses concepts; the last of them is shown on the card.
    public void choose(List<String> ids) {
        Analysis analysis = session.analysis();
        if (analysis == null || ids.equals(chosen.get())) {
            return;
        }
        chosen.set(List.copyOf(ids));
        ConceptEntry last = ids.isEmpty() ? null : analysis.find(ids.getLast());
        if (last != null) {
            selected.set(last);
        }
    }

    /// Goes to a concept, whatever the table shows just now.
    public void goTo(String id) {
        choose(List.of(id));
    }

    /// Steers with the chosen concepts: one gets a slider, several come as one group.
    public void steerChosen() {
        List<String> ids = chosen.get();
        if (ids.size() > 1) {
            boolean wholeList = members().equals(Set.copyOf(ids));
            String name =
                    wholeList && scope.get() instanceof Scope.Listed listed
                            ? listed.list()
                            : Words.format("factors.concepts-2", ids.size());
            navigator.steerGroup(name, ids);
        } else {
            steerSelected();
        }
    }

    /// Steers with the concept on the card.
    public void steerSelected() {
        ConceptEntry entry = selected.get();
        if (entry != null) {
            navigator.steer(entry.id());
        }
    }

    /// How well concepts steer.
    public MeasuringViewModel measuring() {
        return measuring;
    }

    /// Measures how well the chosen concepts steer.
    public void measureChosen() {
        measuring.measure(chosen.get());
    }

    /// Fills in an experiment on the chosen concepts.
    public void evaluateChosen() {
        navigator.evaluate(chosen.get());
    }

    /// Fills in an experiment on the concept on the card.
    public void evaluateSelected() {
        ConceptEntry entry = selected.get();
        if (entry != null) {
            navigator.evaluate(List.of(entry.id()));
        }
    }

    /// Hands a list to the Steer screen as one.
    public void steerList(String list) {
        List<String> members = session.annotationsProperty().get().members(list);
        if (!members.isEmpty()) {
            navigator.steerGroup(list, members);
        }
    }

    /// The chosen rows, as they stand in the table, as text.
    public String copied(Export form) {
        Set<String> ids = Set.copyOf(chosen.get());
        return form.text(rows.stream().filter(row -> ids.contains(row.id())).toList());
    }

    /// Writes the rows that are shown into a file.
    public void export(Path file, Export form) {
        List<ConceptRow> shownNow = List.copyOf(rows);
        notice.set("");
        executor.submit(
                Lane.FILES,
                context -> {
                    byte[] bytes = form.text(shownNow).getBytes(StandardCharsets.UTF_8);
                    AtomicFiles.write(file, out -> out.write(bytes));
                    return Words.format(
                            "factors.rows-written-to", shownNow.size(), file.getFileName());
                },
                outcome -> {
                    if (outcome instanceof Outcome.Done<String> done) {
                        notice.set(done.value());
                    } else if (outcome instanceof Outcome.Failed<String> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// The words that rows must hold, in their tag, name, tokens or note.
    public StringProperty filterProperty() {
        return filter;
    }

    /// Whether the filter is a regular expression.
    public BooleanProperty regexProperty() {
        return regex;
    }

    /// What is wrong with the expression, or an empty text.
    public ReadOnlyStringProperty filterProblemProperty() {
        return filterProblem.getReadOnlyProperty();
    }

    /// Which kinds of concepts are shown.
    public ObjectProperty<Shown> shownProperty() {
        return shown;
    }

    /// All, starred, or the members of a list.
    public ObjectProperty<Scope> scopeProperty() {
        return scope;
    }

    /// The columns that rows are sorted by, first the strongest; none for the usual order.
    ObjectProperty<List<RowOrder.Sort>> sortsProperty() {
        return sorts;
    }

    /// Every row there is, whatever the filter says.
    ReadOnlyObjectProperty<AllRows> allProperty() {
        return all.rowsProperty();
    }

    /// What the table's columns depend on.
    ColumnChoice columns() {
        return columns;
    }

    /// The rows that match, in order.
    public ConceptRows rows() {
        return rows;
    }

    /// Counts how often the rows have been replaced.
    ReadOnlyLongProperty publishedProperty() {
        return published.getReadOnlyProperty();
    }

    /// What was last done with the table, in a few words.
    public ReadOnlyStringProperty noticeProperty() {
        return notice.getReadOnlyProperty();
    }

    /// The concept on the card.
    public ObjectProperty<@Nullable ConceptEntry> selectedProperty() {
        return selected;
    }

    /// The ids of all chosen concepts, the one on the card last.
    public ObjectProperty<List<String>> chosenProperty() {
        return chosen;
    }

    /// Lists of concepts and stars.
    public ConceptLists lists() {
        return lists;
    }

    /// One's own text.
    public OwnTextViewModel text() {
        return text;
    }

    /// The map.
    public MapViewModel map() {
        return map;
    }
}
