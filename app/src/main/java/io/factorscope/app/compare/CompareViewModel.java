package io.factorscope.app.compare;

import io.factorscope.app.session.Navigator;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.ConceptImporter;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.LabelMatch;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// One label's concept by each method: which fit best, and what each writes at the same push.
///
/// **Threads**: FX thread.
public final class CompareViewModel {
    /// The pushes to choose from, nats.
    public static final List<Double> PUSHES = List.of(0.025, 0.05, 0.1, 0.15, 0.25, 0.35, 0.5);

    private static final Progress NOTHING = new Progress("", 0, 0, "");
    private static final int TOKENS = 50;
    private static final int FEATURES_A_LABEL = 3;
    private static final Sampling SAMPLING = new Sampling(0.8, 40, 1);

    private final Session session;
    private final Navigator navigator;
    private final Consumer<FactorscopeException> failures;
    private final Latest matching;
    private final Latest importing;
    private final Latest writing;
    private final ObservableList<String> labels = FXCollections.observableArrayList();
    private final StringProperty label = new SimpleStringProperty("");
    private final StringProperty prompt = new SimpleStringProperty("One day, a girl named Lily");
    private final ObjectProperty<Double> push = new SimpleObjectProperty<>(0.35);
    private final BooleanProperty turned = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper writes = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper imports = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Progress> progress = new ReadOnlyObjectWrapper<>(NOTHING);
    private final ReadOnlyObjectWrapper<CompareTexts> texts =
            new ReadOnlyObjectWrapper<>(CompareTexts.NONE);
    private final List<CompareColumn> columns =
            Method.OF_LABELS.stream().map(CompareColumn::new).toList();
    private final MethodBooth booth;
    private boolean shown;
    private boolean stale;
    private long seed = 7;

    /// A view model that reports failures to `failures`.
    public CompareViewModel(
            Session session,
            TaskExecutor executor,
            Navigator navigator,
            Consumer<FactorscopeException> failures) {
        this.session = session;
        this.navigator = navigator;
        this.failures = failures;
        this.matching = new Latest(executor, Lane.FILES);
        this.importing = new Latest(executor, Lane.INTERACTIVE);
        this.writing = new Latest(executor, Lane.INTERACTIVE);
        this.booth = new MethodBooth(this, session.preferences().folder(), executor, failures);
        busy.bind(writes.or(imports));
        session.analysisProperty().subscribe(this::load);
        label.subscribe((before, now) -> {
            endWriting();
            stale = true;
            match();
        });
    }

    /// What is open.
    public Session session() {
        return session;
    }

    /// The labels of the data.
    public ObservableList<String> labels() {
        return labels;
    }

    /// The label whose concept is compared.
    public StringProperty labelProperty() {
        return label;
    }

    /// How the texts begin.
    public StringProperty promptProperty() {
        return prompt;
    }

    /// How far each concept moves the next token, nats.
    public ObjectProperty<Double> pushProperty() {
        return push;
    }

    /// Whether concepts are pushed against their direction.
    public BooleanProperty turnedProperty() {
        return turned;
    }

    /// One column a method.
    public List<CompareColumn> columns() {
        return columns;
    }

    /// What was written last.
    public ReadOnlyObjectProperty<CompareTexts> textsProperty() {
        return texts.getReadOnlyProperty();
    }

    /// Whether texts are being written or features brought in.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// Whether features are brought in, which takes a while.
    public ReadOnlyBooleanProperty importingProperty() {
        return imports.getReadOnlyProperty();
    }

    /// How far that is.
    public ReadOnlyObjectProperty<Progress> progressProperty() {
        return progress.getReadOnlyProperty();
    }

    /// Blind votes between the methods.
    public MethodBooth booth() {
        return booth;
    }

    private void load(@Nullable Analysis analysis) {
        endWriting();
        endImporting();
        List<String> names =
                analysis == null
                        ? List.of()
                        : analysis.labels().stream()
                                .map(entry ->
                                        ((ConceptSource.Label) entry.concept().source()).name())
                                .toList();
        stale = true;
        String before = label.get();
        labels.setAll(names);
        label.set(names.contains(before) ? before : names.isEmpty() ? "" : names.getFirst());
        match();
    }

    /// The texts of another label, and a vote on them, mean nothing here.
    private void endWriting() {
        writing.cancel();
        booth.close();
        texts.set(CompareTexts.NONE);
        writes.set(false);
    }

    private void endImporting() {
        importing.cancel();
        imports.set(false);
    }

    /// Whether the place is seen; what fits a label is looked for only then.
    public void setShown(boolean seen) {
        shown = seen;
        if (stale) {
            match();
        }
    }

    private void match() {
        if (!shown) {
            return;
        }
        stale = false;
        Analysis analysis = session.analysis();
        String wanted = label.get();
        texts.set(CompareTexts.NONE);
        if (analysis == null || wanted == null || wanted.isEmpty()) {
            matching.cancel();
            columns.forEach(column -> column.show(List.of()));
            return;
        }
        matching.<List<List<LabelMatch>>>request(
                context -> {
                    List<List<LabelMatch>> all = new ArrayList<>();
                    for (CompareColumn column : columns) {
                        context.checkCancelled();
                        all.add(
                                LabelMatch.of(
                                        analysis.tokens(), column.of(analysis, wanted), wanted));
                    }
                    return all;
                },
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<List<LabelMatch>>> done) {
                        for (int i = 0; i < columns.size(); i++) {
                            columns.get(i).show(done.value().get(i));
                        }
                    }
                    report(outcome);
                });
    }

    private void report(Outcome<?> outcome) {
        if (outcome instanceof Outcome.Failed<?> failed) {
            failures.accept(failed.failure());
        }
    }

    /// Brings in the features of the shipped autoencoder that fit the labels.
    public void addShippedFeatures() {
        try {
            addFeatures(Home.shippedSae());
        } catch (FactorscopeException e) {
            failures.accept(e);
        }
    }

    /// Brings in the features of an autoencoder that fit the labels; they are kept with the
    /// analysis.
    public void addFeatures(Path sae) {
        Analysis before = session.analysis();
        if (before == null) {
            return;
        }
        progress.set(NOTHING);
        imports.set(true);
        importing.<Analysis>request(
                context ->
                        new ConceptImporter(
                                        session.models().model(Session.modelFolder(before)),
                                        before,
                                        context)
                                .features(sae, FEATURES_A_LABEL),
                progress::set,
                outcome -> {
                    imports.set(false);
                    if (outcome instanceof Outcome.Done<Analysis> done
                            && session.analysis() == before) {
                        session.grown(done.value());
                    }
                    report(outcome);
                });
    }

    /// Writes with every column's concept at the push, from one prompt with one seed.
    public void write() {
        booth.close();
        write(written -> {});
    }

    /// Writes with another seed, for a round of votes.
    void writeAnew(Consumer<CompareTexts> onDone) {
        seed++;
        write(onDone);
    }

    private void write(Consumer<CompareTexts> onDone) {
        Analysis analysis = session.analysis();
        if (analysis == null) {
            return;
        }
        Path folder;
        try {
            folder = session.modelFolder();
        } catch (FactorscopeException e) {
            failures.accept(e);
            return;
        }
        GenerateSpec spec = new GenerateSpec(prompt.get(), TOKENS, SAMPLING, seed, 1, true);
        List<CompareJob.@Nullable Pushed> concepts = new ArrayList<>();
        for (CompareColumn column : columns) {
            LabelMatch match = column.chosenProperty().get();
            ConceptEntry entry = match == null ? null : match.concept();
            concepts.add(entry == null ? null : new CompareJob.Pushed(entry, analysis.norm(entry)));
        }
        CompareJob job =
                new CompareJob(
                        session.models(),
                        folder,
                        spec,
                        push.get(),
                        turned.get() ? -1 : 1,
                        concepts);
        writes.set(true);
        texts.set(CompareTexts.NONE);
        writing.<CompareTexts, CompareTexts>stream(
                job::run,
                texts::set,
                outcome -> {
                    writes.set(false);
                    if (outcome instanceof Outcome.Done<CompareTexts> done) {
                        texts.set(done.value());
                        onDone.accept(done.value());
                    }
                    report(outcome);
                });
    }

    /// Ends what is being written, with the blind round that waits for it, and what is brought in.
    public void cancel() {
        if (writes.get() && booth.roundProperty().get() != null) {
            booth.close();
        }
        writing.cancel();
        writes.set(false);
        endImporting();
    }

    /// Adds a slider for a column's concept and goes there.
    public void steer(CompareColumn column) {
        LabelMatch match = column.chosenProperty().get();
        if (match != null) {
            navigator.steer(match.concept().id());
        }
    }

    /// Fills in an experiment on a column's concept.
    public void evaluate(CompareColumn column) {
        LabelMatch match = column.chosenProperty().get();
        if (match != null) {
            navigator.evaluate(List.of(match.concept().id()));
        }
    }

    /// Shows another concept's card, where all concepts are.
    public void showConcept(String concept) {
        navigator.showConcept(concept);
    }

    /// A method as people call it.
    public static String name(Method method) {
        return switch (method) {
            case SNMF -> Words.of("compare.factor");
            case SAE -> Words.of("compare.autoencoder-feature");
            case DIFFMEANS -> Words.of("compare.mean-difference");
            case TREE, GIVEN -> method.id();
        };
    }
}
