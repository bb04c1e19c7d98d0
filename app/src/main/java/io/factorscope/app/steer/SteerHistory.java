package io.factorscope.app.steer;

import io.factorscope.core.steering.Slider;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.steering.SteerSpec;

import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// The runs of this session, newest first. While a slider is dragged only the place where it stops
/// is kept.
public final class SteerHistory {
    private static final int KEPT = 40;
    private static final Duration ONE_MOVE = Duration.ofSeconds(2);

    private final ObservableList<SteerRun> runs = FXCollections.observableArrayList();

    /// The runs, newest first.
    public ObservableList<SteerRun> runs() {
        return runs;
    }

    void clear() {
        runs.clear();
    }

    void add(SteerRun run) {
        runs.removeIf(before -> before.spec().equals(run.spec()));
        if (!runs.isEmpty() && sameMove(runs.getFirst(), run)) {
            runs.set(0, run);
        } else {
            runs.addFirst(run);
        }
        if (runs.size() > KEPT) {
            runs.removeLast();
        }
    }

    private static boolean sameMove(SteerRun before, SteerRun now) {
        Duration between =
                Duration.between(Instant.parse(before.time()), Instant.parse(now.time()));
        return between.compareTo(ONE_MOVE) < 0 && still(before.spec()).equals(still(now.spec()));
    }

    /// The spec without the strengths.
    private static SteerSpec still(SteerSpec spec) {
        List<Slider> sliders =
                spec.sliders().stream()
                        .map(s -> new Slider(s.concept(), 0, s.muted(), s.solo(), null, s.parts()))
                        .toList();
        return new SteerSpec(spec.generate(), sliders, spec.place(), spec.unit());
    }
}
