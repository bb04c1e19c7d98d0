package io.factorscope.app.session;

import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisState;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.Home;
import io.factorscope.core.steering.SteerSpec;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableMap;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/// What is open now: an analysis, the names a person gave, the steering session.
///
/// **Threads**: the FX thread.
public final class Session {
    private final ModelHost models;
    private final Preferences preferences;
    private final ReadOnlyObjectWrapper<@Nullable Analysis> analysis =
            new ReadOnlyObjectWrapper<>();
    private final ObjectProperty<@Nullable Path> folder = new SimpleObjectProperty<>();
    private final ObservableMap<String, String> names = FXCollections.observableHashMap();
    private final ObjectProperty<SteerSpec> steering =
            new SimpleObjectProperty<>(AnalysisState.fresh().steering());
    private final BooleanProperty unsaved = new SimpleBooleanProperty();
    private final ReadOnlyBooleanWrapper soFar = new ReadOnlyBooleanWrapper();

    /// A session with nothing open, that remembers nothing.
    public Session(ModelHost models) {
        this(models, Preferences.forgetful());
    }

    /// A session with nothing open.
    public Session(ModelHost models, Preferences preferences) {
        this.models = models;
        this.preferences = preferences;
    }

    /// The settings and recent analyses.
    public Preferences preferences() {
        return preferences;
    }

    /// The model that is open; engine thread only.
    public ModelHost models() {
        return models;
    }

    /// Puts an analysis in place of the one that was open; `from` is its folder, or null when it
    /// has not been saved.
    public void open(Analysis opened, AnalysisState state, @Nullable Path from) {
        open(opened, state, from, false);
    }

    private void open(
            Analysis opened, AnalysisState state, @Nullable Path from, boolean stillFitting) {
        names.clear();
        names.putAll(state.names());
        steering.set(state.steering());
        folder.set(from);
        unsaved.set(from == null);
        soFar.set(stillFitting);
        analysis.set(opened);
    }

    /// Shows the factors that a running fit has so far; names given to them stay.
    public void openSoFar(Analysis opened) {
        AnalysisState state = soFar.get() ? state() : AnalysisState.fresh();
        open(opened, state, null, true);
    }

    /// Puts a tree's analysis in place of the same one without it; names and sliders stay.
    public void grown(Analysis withTree) {
        unsaved.set(true);
        analysis.set(withTree);
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

    /// Names given by a person, by concept id; screens read it, [#rename] changes it.
    public ObservableMap<String, String> names() {
        return names;
    }

    /// The name to show: a person's, else the automatic one.
    public String nameOf(ConceptEntry entry) {
        String given = names.get(entry.id());
        return given == null ? entry.automaticLabel() : given;
    }

    /// Gives a concept a name; an empty one goes back to the automatic label.
    public void rename(ConceptEntry entry, String name) {
        String clean = name.strip();
        if (clean.equals(nameOf(entry))) {
            return;
        }
        if (clean.isEmpty() || clean.equals(entry.automaticLabel())) {
            names.remove(entry.id());
        } else {
            names.put(entry.id(), clean);
        }
        unsaved.set(true);
    }

    /// The prompt, sampling and sliders.
    public ObjectProperty<SteerSpec> steeringProperty() {
        return steering;
    }

    /// Everything a person has added, as it is saved.
    public AnalysisState state() {
        return new AnalysisState(Map.copyOf(new TreeMap<>(names)), steering.get());
    }

    /// The folder of the open analysis' model.
    public Path modelFolder() throws FactorscopeException {
        Analysis open = analysis.get();
        return open == null ? Home.embeddedModel() : Home.resolve(open.manifest().modelFolder());
    }

    /// A short tag: `#8` for a factor, `label` for a label concept, `2·5` for node 5 on a tree's
    /// level 2.
    public static String tag(ConceptEntry entry) {
        return switch (entry.concept().source()) {
            case ConceptSource.Factor factor -> "#" + factor.index();
            case ConceptSource.Label label -> "label";
            case ConceptSource.TreeNode node -> node.level() + "·" + node.index();
        };
    }
}
