package io.factorscope.app.evaluate;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.experiment.ConceptScore;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.ResultHtml;
import io.factorscope.core.experiment.SummaryRow;
import io.factorscope.core.experiment.Variant;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One result: the lines of a measure, the concepts behind them, the sentences behind a concept.
///
/// **Threads**: FX thread; concepts and sentences are worked out on the files lane.
public final class ResultViewModel {
    private final TaskExecutor executor;
    private final Consumer<FactorscopeException> failures;
    private final Latest scoring;
    private final Latest reading;
    private final ReadOnlyObjectWrapper<@Nullable ExperimentResult> result =
            new ReadOnlyObjectWrapper<>();
    private final ObservableList<String> measures = FXCollections.observableArrayList();
    private final ObservableList<Push> pushes = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable String> measure = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Push> push = new SimpleObjectProperty<>(Push.BEST);
    private final ReadOnlyObjectWrapper<List<SummaryRow>> lines =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ObservableList<Row> rows = FXCollections.observableArrayList();
    private final ReadOnlyObjectWrapper<Behind> behind =
            new ReadOnlyObjectWrapper<>(Behind.NOTHING);
    private boolean settling;

    /// At which push steering is compared; null for each concept at its own best.
    public record Push(@Nullable Double target) {
        static final Push BEST = new Push(null);
    }

    /// A row of the table: a concept's number, and the line it is behind.
    public record Row(SummaryRow line, ConceptScore score) {}

    ResultViewModel(TaskExecutor executor, Consumer<FactorscopeException> failures) {
        this.executor = executor;
        this.failures = failures;
        scoring = new Latest(executor, Lane.FILES);
        reading = new Latest(executor, Lane.FILES);
        measure.subscribe(value -> refresh());
        push.subscribe(value -> refresh());
    }

    /// What is shown, or null.
    public ReadOnlyObjectProperty<@Nullable ExperimentResult> resultProperty() {
        return result.getReadOnlyProperty();
    }

    /// What was measured.
    public ObservableList<String> measures() {
        return measures;
    }

    /// Which of it is seen.
    public ObjectProperty<@Nullable String> measureProperty() {
        return measure;
    }

    /// The pushes that the measure was taken at.
    public ObservableList<Push> pushes() {
        return pushes;
    }

    /// Which of them is seen.
    public ObjectProperty<@Nullable Push> pushProperty() {
        return push;
    }

    /// The means of the measure, by method and direction.
    public ReadOnlyObjectProperty<List<SummaryRow>> linesProperty() {
        return lines.getReadOnlyProperty();
    }

    /// The concepts behind them.
    public ObservableList<Row> rows() {
        return rows;
    }

    /// The sentences behind the chosen row.
    public ReadOnlyObjectProperty<Behind> behindProperty() {
        return behind.getReadOnlyProperty();
    }

    /// Whether there are texts that a person can rate.
    public boolean canRate() {
        ExperimentResult shown = result.get();
        return shown != null && !shown.steering().isEmpty();
    }

    void clear() {
        scoring.cancel();
        reading.cancel();
        result.set(null);
        measures.clear();
        lines.set(List.of());
        rows.clear();
        behind.set(Behind.NOTHING);
    }

    /// Shows a result, at the measure that was seen where it has that.
    void show(ExperimentResult shown) {
        settling = true;
        String before = measure.get();
        result.set(shown);
        List<String> found = shown.summary().stream().map(SummaryRow::measure).distinct().toList();
        measures.setAll(found);
        String first = found.isEmpty() ? null : found.getFirst();
        measure.set(before != null && found.contains(before) ? before : first);
        settling = false;
        refresh();
    }

    private void refresh() {
        ExperimentResult shown = result.get();
        String wanted = measure.get();
        if (settling || shown == null || wanted == null) {
            return;
        }
        settling = true;
        List<Push> found =
                shown.summary().stream()
                        .filter(row -> row.measure().equals(wanted))
                        .map(row -> new Push(row.target()))
                        .distinct()
                        .toList();
        Push at = found.contains(push.get()) ? push.get() : found.getFirst();
        if (!pushes.equals(found)) {
            pushes.setAll(found);
        }
        push.set(at);
        settling = false;
        Double target = at == null ? null : at.target;
        List<SummaryRow> own =
                shown.summary().stream()
                        .filter(row ->
                                row.measure().equals(wanted)
                                        && Objects.equals(row.target(), target))
                        .toList();
        lines.set(own);
        choose(null);
        scoring.request(context -> scores(shown, own), none -> {}, this::scored);
    }

    private static List<Row> scores(ExperimentResult shown, List<SummaryRow> lines) {
        List<Row> all = new ArrayList<>();
        for (SummaryRow line : lines) {
            ConceptScore.behind(shown, line).forEach(score -> all.add(new Row(line, score)));
        }
        return all;
    }

    private void scored(Outcome<List<Row>> outcome) {
        switch (outcome) {
            case Outcome.Done<List<Row>> done -> rows.setAll(done.value());
            case Outcome.Failed<List<Row>> failed -> failures.accept(failed.failure());
            case Outcome.Cancelled<List<Row>> cancelled -> {}
        }
    }

    /// Shows the sentences behind a row; none for null.
    public void choose(@Nullable Row row) {
        ExperimentResult shown = result.get();
        if (row == null || shown == null) {
            reading.cancel();
            behind.set(Behind.NOTHING);
            return;
        }
        reading.request(
                context -> Behind.of(shown, row.line, row.score),
                none -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<Behind> done) {
                        behind.set(done.value());
                    } else if (outcome instanceof Outcome.Failed<Behind> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// Writes the result as the file's ending says: `.json` all of it, `.html` a report, else every
    /// mean and every concept's number of all measures as CSV.
    public void export(Path file) {
        ExperimentResult shown = result.get();
        if (shown == null) {
            return;
        }
        String name = file.toString().toLowerCase(Locale.ROOT);
        Job<Path> job =
                context -> {
                    if (name.endsWith(".json")) {
                        Json.write(file, shown);
                    } else if (name.endsWith(".html")) {
                        ResultHtml.write(shown, file);
                    } else {
                        byte[] csv = ScoreCsv.of(shown).getBytes(StandardCharsets.UTF_8);
                        AtomicFiles.write(file, out -> out.write(csv));
                    }
                    return file;
                };
        executor.<Path>submit(
                Lane.FILES,
                job,
                outcome -> {
                    if (outcome instanceof Outcome.Failed<Path> failed) {
                        failures.accept(failed.failure());
                    }
                });
    }

    /// A method and, of a baseline, its direction as people read them.
    static String name(@Nullable Method method, Variant variant) {
        return Stream.of(method(method), variant == Variant.CONCEPT ? "" : direction(variant))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(" · "));
    }

    /// What a number is of: the method's concept, or a baseline beside it.
    static String direction(Variant variant) {
        return switch (variant) {
            case CONCEPT -> Words.of("evaluate.own-concept");
            case RANDOM -> Words.of("evaluate.random");
            case SPARSE -> Words.of("evaluate.sparse");
            case PROMPTING -> Words.of("evaluate.prompting");
        };
    }

    /// A method as people read it; empty for none.
    static String method(@Nullable Method method) {
        return switch (method) {
            case null -> "";
            case SNMF -> "SNMF";
            case SAE -> "SAE";
            case DIFFMEANS -> "DiffMeans";
            case TREE -> Words.of("evaluate.tree");
            case GIVEN -> Words.of("evaluate.given");
        };
    }
}
