package io.factorscope.app.session;

import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.EditLog;
import io.factorscope.core.project.Home;
import io.factorscope.core.project.MachineLabel;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.SteerRuns;
import io.factorscope.core.steering.SteerSpec;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// What is open now: an analysis, what a person says of its concepts, the steering session.
///
/// Every change is on disk within a second where the analysis has a log ([EditLog]).
///
/// **Threads**: the FX thread.
public final class Session {
    private final ModelHost models;
    private final Preferences preferences;
    private final TaskExecutor tasks;
    private final ReadOnlyObjectWrapper<@Nullable Analysis> analysis =
            new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Annotations> annotations =
            new ReadOnlyObjectWrapper<>(Annotations.NONE);
    private final ObservableMap<String, String> names = FXCollections.observableHashMap();
    private final UndoStack undo = new UndoStack();
    private final ReadOnlyObjectWrapper<SteerRuns> runs =
            new ReadOnlyObjectWrapper<>(SteerRuns.NONE);
    private final Autosave autosave;
    private final ObjectProperty<SteerSpec> steering =
            new SimpleObjectProperty<>(AnalysisState.fresh().steering());
    private final ObjectProperty<List<String>> chosen = new SimpleObjectProperty<>(List.of());
    private final BooleanProperty unsaved = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper soFar = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper readOnly = new ReadOnlyBooleanWrapper();
    private boolean opening;

    /// A session with nothing open, that remembers nothing.
    public Session(ModelHost models) {
        this(models, Preferences.forgetful());
    }

    /// A session with nothing open.
    public Session(ModelHost models, Preferences preferences) {
        this(models, preferences, new DirectExecutor(), failure -> {});
    }

    /// A session with nothing open, that writes on the executor's files lane.
    public Session(
            ModelHost models,
            Preferences preferences,
            TaskExecutor executor,
            Consumer<FactorscopeException> failures) {
        this.models = models;
        this.preferences = preferences;
        this.tasks = executor;
        this.autosave =
                new Autosave(
                        executor,
                        failure -> {
                            unsaved.set(true);
                            failures.accept(failure);
                        });
        steering.subscribe(spec -> steered(spec));
    }

    /// The settings and recent analyses.
    public Preferences preferences() {
        return preferences;
    }

    /// Where work is done that what is open needs.
    public TaskExecutor tasks() {
        return tasks;
    }

    /// The model that is open; engine thread only.
    public ModelHost models() {
        return models;
    }

    /// Puts an analysis that has no log in place of the one that was open; `from` is its folder, or
    /// null when it has not been saved.
    public void open(Analysis opened, AnalysisState state, @Nullable Path from) {
        follow(null, null);
        show(opened, state, from, false);
    }

    /// Puts a saved analysis in place of the one that was open; changes go to its log.
    public void open(Analysis opened, EditLog log, @Nullable Path from) {
        follow(log, null);
        show(opened, log.state(), from, false);
        unsaved.set(false);
    }

    /// Gives the open analysis the folder and the log of where it has been saved; changes made
    /// since go there too.
    public void savedTo(Path where, @Nullable EditLog log) {
        folder.set(where);
        follow(log, state());
        unsaved.set(false);
    }

    private void follow(@Nullable EditLog log, @Nullable AnalysisState now) {
        autosave.follow(log, now);
        readOnly.set(log != null && log.readOnly());
    }

    private void show(
            Analysis opened, AnalysisState state, @Nullable Path from, boolean stillFitting) {
        opening = true;
        setAnnotations(state.annotations());
        undo.clear();
        steering.set(state.steering());
        runs.set(state.runs());
        folder.set(from);
        unsaved.set(from == null);
        soFar.set(stillFitting);
        analysis.set(opened);
        opening = false;
    }

    private void setAnnotations(Annotations next) {
        annotations.set(next);
        Map<String, String> titles = next.titles();
        names.keySet().retainAll(titles.keySet());
        titles.forEach((id, name) -> {
            if (!name.equals(names.get(id))) {
                names.put(id, name);
            }
        });
    }

    private void steered(SteerSpec spec) {
        if (!opening && analysis.get() != null) {
            keep(List.of(new Edit.Steer(spec)));
        }
    }

    /// Keeps what the sliders wrote.
    public void ran(SteerRun run) {
        runs.set(runs.get().with(run));
        keep(List.of(new Edit.Ran(run)));
    }

    /// What the sliders wrote last.
    public ReadOnlyObjectProperty<SteerRuns> runsProperty() {
        return runs.getReadOnlyProperty();
    }

    /// Makes a change, which can be undone.
    public void edit(Edit edit) {
        Annotations before = annotations.get();
        if (!edit.applyTo(before).equals(before)) {
            edit(edit.describe(), List.of(edit));
        }
    }

    /// Makes several changes, which are undone as one; `what` says what they were.
    public void edit(String what, List<Edit> edits) {
        if (!edits.isEmpty()) {
            List<Edit> back = Edit.inverse(edits, annotations.get());
            undo.make(what, () -> make(edits), () -> make(back));
        }
    }

    /// Makes a change that is no edit, such as of the sliders, and can be undone like one.
    public void undoable(String what, Runnable forward, Runnable back) {
        undo.make(what, forward, back);
    }

    /// Takes the last change back.
    public void undo() {
        undo.undo();
    }

    /// Makes the change again that was taken back last.
    public void redo() {
        undo.redo();
    }

    private void make(List<Edit> edits) {
        Annotations next = annotations.get();
        for (Edit edit : edits) {
            next = edit.applyTo(next);
        }
        setAnnotations(next);
        keep(edits);
    }

    private void keep(List<Edit> edits) {
        edits.forEach(autosave::record);
        if (!autosave.keeps() && !edits.isEmpty()) {
            unsaved.set(true);
        }
    }

    /// What [#undo] would take back, in a few words; empty where there is nothing.
    public ReadOnlyStringProperty undoTextProperty() {
        return undo.undoText();
    }

    /// What [#redo] would make again.
    public ReadOnlyStringProperty redoTextProperty() {
        return undo.redoText();
    }

    /// Whether changes reach the disk as they are made.
    public boolean keepsEdits() {
        return autosave.keeps();
    }

    /// Whether another window has the analysis, so that changes here are kept nowhere.
    public ReadOnlyBooleanProperty readOnlyProperty() {
        return readOnly.getReadOnlyProperty();
    }

    /// Writes what has not been written and lets the log go; the last call.
    public void close() throws FactorscopeException {
        autosave.close();
    }

    /// Shows the factors that a running fit has so far; names given to them stay.
    public void openSoFar(Analysis opened) {
        AnalysisState state = soFar.get() ? state() : AnalysisState.fresh();
        follow(null, null);
        show(opened, state, null, true);
    }

    /// Puts a tree's analysis in place of the same one without it; names and sliders stay.
    public void grown(Analysis withTree) {
        unsaved.set(true);
        analysis.set(withTree);
        Path into = folder.get();
        if (into != null && autosave.keeps()) {
            autosave.write(
                    () -> AnalysisStore.saveAdded(into, withTree),
                    () -> unsaved.set(!withTree.equals(analysis.get())));
        }
    }

    /// Whether the open analysis is that of a fit which still ran when it was taken.
    public ReadOnlyBooleanProperty soFarProperty() {
        return soFar.getReadOnlyProperty();
    }

    /// The analysis, or null when none is open.
    public ReadOnlyObjectProperty<@Nullable Analysis> analysisProperty() {
        return analysis.getReadOnlyProperty();
    }

    /// The analysis, or null when none is open.
    public @Nullable Analysis analysis() {
        return analysis.get();
    }

    /// Where the analysis was saved, or null.
    public ObjectProperty<@Nullable Path> folderProperty() {
        return folder;
    }

    /// Whether something has changed since the last save.
    public BooleanProperty unsavedProperty() {
        return unsaved;
    }

    /// Names, notes, stars and lists; [#edit] changes them.
    public ReadOnlyObjectProperty<Annotations> annotationsProperty() {
        return annotations.getReadOnlyProperty();
    }

    /// What concepts are called by a person or a machine, by their ids; [#rename] changes it.
    public ObservableMap<String, String> names() {
        return names;
    }

    /// The name to show: a person's, else a machine's description, else the automatic one.
    public String nameOf(ConceptEntry entry) {
        String given = names.get(entry.id());
        return given == null ? entry.automaticLabel() : given;
    }

    /// What a concept with an id is called in a line of text: `#8 rain`, `weather`; a group's name,
    /// or what is not in the analysis, as it is.
    public String shortNameOf(String id) {
        Analysis open = analysis.get();
        ConceptEntry entry = open == null ? null : open.find(id);
        if (entry == null) {
            return id;
        }
        boolean label = entry.concept().source() instanceof ConceptSource.Label;
        return label ? nameOf(entry) : tag(entry) + " " + nameOf(entry);
    }

    /// Gives a concept a name; an empty one goes back to what a machine calls it.
    public void rename(ConceptEntry entry, String name) {
        String clean = name.strip();
        if (clean.equals(nameOf(entry))) {
            return;
        }
        MachineLabel label = annotations.get().described().get(entry.id());
        String otherwise = label == null ? entry.automaticLabel() : label.text();
        edit(new Edit.Name(entry.id(), clean.equals(otherwise) ? "" : clean));
    }

    /// The ids of the concepts chosen in the table, the one on the card last.
    public ObjectProperty<List<String>> chosenProperty() {
        return chosen;
    }

    /// The prompt, sampling and sliders.
    public ObjectProperty<SteerSpec> steeringProperty() {
        return steering;
    }

    /// Everything a person has added, as it is saved.
    public AnalysisState state() {
        return new AnalysisState(annotations.get(), steering.get(), runs.get());
    }

    /// The folder of the open analysis' model.
    public Path modelFolder() throws FactorscopeException {
        Analysis open = analysis.get();
        return open == null ? Home.embeddedModel() : modelFolder(open);
    }

    /// The folder of an analysis' model, whatever is open by now; any thread.
    public static Path modelFolder(Analysis analysis) throws FactorscopeException {
        return Home.resolve(analysis.manifest().modelFolder());
    }

    /// A short tag: `#8` for a factor, `label` for a label concept, `2·5` for node 5 on a tree's
    /// level 2.
    public static String tag(ConceptEntry entry) {
        return switch (entry.concept().source()) {
            case ConceptSource.Factor factor -> "#" + factor.index();
            case ConceptSource.Label label -> "label";
            case ConceptSource.TreeNode node -> node.level() + "·" + node.index();
            case ConceptSource.SaeFeature feature -> "S" + feature.index();
            case ConceptSource.Given given -> given.name();
        };
    }
}
