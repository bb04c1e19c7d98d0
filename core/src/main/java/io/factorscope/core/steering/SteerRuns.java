package io.factorscope.core.steering;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// The latest runs, newest first. Of one move of a slider only the place where it stops is kept,
/// and of runs with the same settings only the newest.
public record SteerRuns(@JsonValue List<SteerRun> newestFirst) {
    /// None yet.
    public static final SteerRuns NONE = new SteerRuns(List.of());

    private static final int KEPT = 40;
    private static final Duration ONE_MOVE = Duration.ofSeconds(2);

    /// A copy that nobody can change.
    @JsonCreator
    public SteerRuns {
        newestFirst = List.copyOf(newestFirst);
    }

    /// With one more.
    public SteerRuns with(SteerRun run) {
        List<SteerRun> runs = new ArrayList<>(newestFirst);
        runs.removeIf(before -> before.spec().equals(run.spec()));
        if (!runs.isEmpty() && sameMove(runs.getFirst(), run)) {
            runs.set(0, run);
        } else {
            runs.addFirst(run);
        }
        return new SteerRuns(runs.subList(0, Math.min(KEPT, runs.size())));
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
