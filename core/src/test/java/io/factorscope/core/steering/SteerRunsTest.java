package io.factorscope.core.steering;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

/// Which runs the history keeps.
class SteerRunsTest {
    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    private static SteerRun run(String prompt, double strength, double seconds) {
        GenerateSpec generate = new GenerateSpec(prompt, 8, new Sampling(1, 0, 1), 1, 1, true);
        return new SteerRun(
                new SteerSpec(generate, List.of(new Slider("F1", strength, false))),
                "storyteller",
                List.of(prompt),
                List.of(prompt),
                NextTokens.NONE,
                START.plusMillis((long) (1000 * seconds)).toString());
    }

    @Test
    void onlyWhereASliderStopsIsKept() {
        SteerRuns runs =
                SteerRuns.NONE
                        .with(run("One", 1, 0))
                        .with(run("One", 2, 1))
                        .with(run("One", 3, 2.5))
                        .with(run("One", 4, 9));
        assertEquals(List.of(run("One", 4, 9), run("One", 3, 2.5)), runs.newestFirst());
    }

    @Test
    void theSameSettingsStandThereOnce() {
        SteerRuns runs =
                SteerRuns.NONE
                        .with(run("One", 1, 0))
                        .with(run("Two", 1, 10))
                        .with(run("One", 1, 20));
        assertEquals(List.of(run("One", 1, 20), run("Two", 1, 10)), runs.newestFirst());
    }

    @Test
    void theOldestOfManyGo() {
        SteerRuns runs = SteerRuns.NONE;
        for (int i = 0; i < 60; i++) {
            runs = runs.with(run("prompt " + i, 1, 10 * i));
        }
        assertEquals(40, runs.newestFirst().size());
        assertEquals(run("prompt 59", 1, 590), runs.newestFirst().getFirst());
    }

    @Test
    void theyAreAListInAFile() throws Exception {
        SteerRuns runs = SteerRuns.NONE.with(run("One", 1, 0));
        String text = Json.text(runs);
        assertEquals('[', text.charAt(0));
        assertEquals(runs, Json.mapper().readValue(text, SteerRuns.class));
    }
}
