package io.factorscope.app.steer;

import io.factorscope.app.session.Session;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Edit;
import io.factorscope.core.steering.SteerSpec;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/// The steering sessions by name that the open analysis keeps; each change can be undone.
///
/// **Threads**: FX thread.
public final class PresetShelf {
    private static final int LONGEST = 60;

    private final Session session;
    private final Consumer<FactorscopeException> failures;
    private final ObservableList<String> names = FXCollections.observableArrayList();

    PresetShelf(Session session, Consumer<FactorscopeException> failures) {
        this.session = session;
        this.failures = failures;
        session.annotationsProperty()
                .subscribe(annotations -> {
                    List<String> now = List.copyOf(annotations.presets().keySet());
                    if (!names.equals(now)) {
                        names.setAll(now);
                    }
                });
    }

    /// The names there are, in order.
    public ObservableList<String> names() {
        return names;
    }

    /// Keeps a session under a name, in place of one of the same name.
    ///
    /// **Errors**: `FS-STEER-001` for a name that is empty or too long.
    public void save(String name, SteerSpec spec) {
        if (isName(name)) {
            session.edit(new Edit.Preset(Map.of(name.strip(), spec), List.of()));
        }
    }

    /// Forgets a name.
    public void delete(String name) {
        session.edit(new Edit.Preset(Map.of(), List.of(name)));
    }

    /// Gives a session another name, in place of one of that name.
    public void rename(String from, String to) {
        SteerSpec spec = session.annotationsProperty().get().presets().get(from);
        if (spec != null && isName(to)) {
            session.edit(new Edit.Preset(Map.of(to.strip(), spec), List.of(from)));
        }
    }

    private boolean isName(String name) {
        int length = name.strip().length();
        if (length == 0 || length > LONGEST) {
            failures.accept(
                    new FactorscopeException(
                            "FS-STEER-001",
                            "A preset needs a name of 1 to "
                                    + LONGEST
                                    + " characters; this one has "
                                    + length
                                    + ". Type a name."));
        }
        return length > 0 && length <= LONGEST;
    }

    /// The session of a name that there is.
    SteerSpec get(String name) {
        return Objects.requireNonNull(
                session.annotationsProperty().get().presets().get(name), name);
    }
}
