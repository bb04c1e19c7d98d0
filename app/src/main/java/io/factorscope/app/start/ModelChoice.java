package io.factorscope.app.start;

import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.model.ModelShelf;
import io.factorscope.core.project.Home;

import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;

/// The chosen model in one line, as its files say it, and the names to choose from.
///
/// **Threads**: FX thread; files are read on the files lane.
public final class ModelChoice {
    private final StringProperty chosen;
    private final Latest looking;
    private final Latest listing;
    private final ReadOnlyStringWrapper line = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper usable = new ReadOnlyBooleanWrapper(true);
    private final ReadOnlyIntegerWrapper layers = new ReadOnlyIntegerWrapper(0);
    private final ObservableList<String> names = FXCollections.observableArrayList();

    ModelChoice(StringProperty chosen, TaskExecutor executor) {
        this.chosen = chosen;
        this.looking = new Latest(executor, Lane.FILES);
        this.listing = new Latest(executor, Lane.FILES);
    }

    /// Family, parameters, layers and type of weights, or what is wrong.
    public ReadOnlyStringProperty lineProperty() {
        return line.getReadOnlyProperty();
    }

    /// Whether nothing is wrong with it.
    public ReadOnlyBooleanProperty usableProperty() {
        return usable.getReadOnlyProperty();
    }

    /// How many layers it has; 0 where that is not known.
    public ReadOnlyIntegerProperty layersProperty() {
        return layers.getReadOnlyProperty();
    }

    /// The models at hand, by name.
    public ObservableList<String> names() {
        return names;
    }

    /// Begins to follow the choice.
    public void follow() {
        chosen.subscribe(this::look);
    }

    private void look(String what) {
        looking.request(
                context -> ModelInspector.inspect(StartViewModel.modelFolder(what)),
                progress -> {},
                this::show);
    }

    private void show(Outcome<ModelInspection> outcome) {
        switch (outcome) {
            case Outcome.Done<ModelInspection> done -> {
                ModelInspection found = done.value();
                usable.set(found.problems().isEmpty());
                layers.set(found.config() == null ? 0 : found.config().layers());
                line.set(found.line());
            }
            case Outcome.Failed<ModelInspection> failed -> {
                usable.set(false);
                layers.set(0);
                line.set(String.valueOf(failed.failure().getMessage()));
            }
            case Outcome.Cancelled<ModelInspection> cancelled -> line.set("");
        }
    }

    /// Reads the names again: models come by downloads and by hand.
    public void list() {
        listing.request(
                context -> Home.models().items().stream().map(ModelShelf.Item::name).toList(),
                progress -> {},
                outcome -> {
                    if (outcome instanceof Outcome.Done<List<String>> done
                            && !names.equals(done.value())) {
                        names.setAll(done.value());
                    }
                });
    }
}
