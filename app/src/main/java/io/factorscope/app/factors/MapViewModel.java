package io.factorscope.app.factors;

import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.Latest;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.concept.ConceptMap;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.ConceptEntry;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

import java.util.ArrayList;
import java.util.List;

/// The concepts of the table as points of a plane, worked out away from the window while the map is
/// in sight.
public final class MapViewModel {
    private static final long SEED = 0;

    private final Session session;
    private final ReadOnlyObjectProperty<AllRows> all;
    private final ObjectProperty<Shown> shown;
    private final Latest latest;
    private final BooleanProperty active = new SimpleBooleanProperty();
    private final ObjectProperty<Method> method = new SimpleObjectProperty<>(Method.PRINCIPAL);
    private final ReadOnlyObjectWrapper<List<Point>> points =
            new ReadOnlyObjectWrapper<>(List.of());
    private final ReadOnlyBooleanWrapper busy = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper note = new ReadOnlyStringWrapper("");
    private Object drawn = "";

    /// How directions become points.
    public enum Method {
        /// The two main components.
        PRINCIPAL,
        /// Neighbours stay neighbours.
        NEIGHBOURS
    }

    /// A concept and its place, each coordinate between −1 and 1.
    public record Point(String id, double x, double y) {}

    MapViewModel(
            Session session,
            TaskExecutor executor,
            ReadOnlyObjectProperty<AllRows> all,
            ObjectProperty<Shown> shown) {
        this.session = session;
        this.all = all;
        this.shown = shown;
        this.latest = new Latest(executor, Lane.FILES);
        active.subscribe(on -> draw());
        method.subscribe(how -> draw());
        shown.subscribe(kinds -> draw());
        all.subscribe(rows -> draw());
    }

    /// What a map depends on; the same again needs no work.
    private record Wanted(Object analysis, Shown kinds, Method method) {}

    private void draw() {
        Analysis analysis = session.analysis();
        if (analysis == null || all.get().isEmpty()) {
            latest.cancel();
            drawn = "";
            busy.set(false);
            points.set(List.of());
            return;
        }
        Wanted wanted = new Wanted(analysis, shown.get(), method.get());
        if (!active.get() || wanted.equals(drawn)) {
            return;
        }
        drawn = wanted;
        List<ConceptEntry> entries = entries(analysis);
        busy.set(true);
        latest.request(
                context -> {
                    List<float[]> directions =
                            entries.stream().map(entry -> entry.concept().direction()).toList();
                    ConceptMap map =
                            wanted.method == Method.PRINCIPAL
                                    ? ConceptMap.principal(directions, SEED, context)
                                    : ConceptMap.neighbours(directions, SEED, context);
                    return points(entries, map);
                },
                progress -> {},
                this::wasDrawn);
    }

    /// The concepts of the kinds in the table that live at one hook point: that of the first.
    private List<ConceptEntry> entries(Analysis analysis) {
        List<ConceptEntry> entries = new ArrayList<>();
        int elsewhere = 0;
        HookPoint hook = null;
        for (ConceptRow row : all.get().reversed()) { // factors are last
            ConceptEntry entry = analysis.find(row.id());
            if (entry == null || !shown.get().has(row.kind())) {
                continue;
            }
            hook = hook == null ? entry.concept().hook() : hook;
            if (entry.concept().hook().equals(hook)) {
                entries.add(entry);
            } else {
                elsewhere++;
            }
        }
        note.set(
                elsewhere == 0 ? "" : Words.format("factors.at-another-hook-point-are", elsewhere));
        return entries;
    }

    private static List<Point> points(List<ConceptEntry> entries, ConceptMap map) {
        List<Point> points = new ArrayList<>();
        for (int i = 0; i < map.size(); i++) {
            points.add(new Point(entries.get(i).id(), map.x(i), map.y(i)));
        }
        return List.copyOf(points);
    }

    private void wasDrawn(Outcome<List<Point>> outcome) {
        busy.set(false);
        switch (outcome) {
            case Outcome.Done<List<Point>> done -> points.set(done.value());
            case Outcome.Failed<List<Point>> failed -> note.set(failed.failure().getMessage());
            case Outcome.Cancelled<List<Point>> cancelled -> drawn = "";
        }
    }

    /// Whether the map is in sight; only then is it worked out.
    public BooleanProperty activeProperty() {
        return active;
    }

    /// How directions become points.
    public ObjectProperty<Method> methodProperty() {
        return method;
    }

    /// The points.
    public ReadOnlyObjectProperty<List<Point>> pointsProperty() {
        return points.getReadOnlyProperty();
    }

    /// Whether a map is being worked out.
    public ReadOnlyBooleanProperty busyProperty() {
        return busy.getReadOnlyProperty();
    }

    /// What else there is to say, or an empty text.
    public ReadOnlyStringProperty noteProperty() {
        return note.getReadOnlyProperty();
    }
}
