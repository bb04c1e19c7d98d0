package io.factorscope.core.steering;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.concept.Concept;
import io.factorscope.core.concept.ConceptSource;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.model.GenerateSpec;
import io.factorscope.core.model.Sampling;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// Blends, places, pushes, fluency, presets and votes, without a model.
class SteeringPartsTest {
    private static final HookPoint LOW = new HookPoint(1, Site.MLP_POST);
    private static final HookPoint HIGH = new HookPoint(2, Site.RESID_POST);

    private static Concept concept(int index, HookPoint at, float... direction) {
        return new Concept(new ConceptSource.Factor(index), at, direction);
    }

    private static SteerSpec spec(long seed) {
        GenerateSpec generate = new GenerateSpec("a", 9, Sampling.GREEDY, seed, 1, true);
        return new SteerSpec(generate, List.of(new Slider("F1", seed == 5 ? 2 : 1, false)));
    }

    @Test
    void aBlendSumsUnitDirectionsAndHasNormOne() {
        Blend blend =
                Blend.of(
                        "both",
                        List.of(
                                new Blend.Piece(concept(0, LOW, 30, 0), 1, List.of()),
                                new Blend.Piece(concept(1, LOW, 0, 2), 1, List.of())));
        float half = (float) Math.sqrt(0.5);
        assertArrayEquals(new float[] {half, half}, blend.direction(LOW), 1e-6f);
        assertEquals(half, blend.cosine(Blend.of(concept(0, LOW, 1, 0))), 1e-6);
        assertEquals(0, blend.cosine(Blend.of(concept(0, HIGH, 1, 0))));
    }

    @Test
    void aPieceCanBeRestrictedToSomeNeurons() {
        Blend own = Blend.of("own", List.of(new Blend.Piece(concept(0, LOW, 3, 4), 1, List.of(1))));
        assertArrayEquals(new float[] {0, 1}, own.direction(LOW), 1e-6f);
    }

    @Test
    void oneInterventionAHookPointActsWhereThePlaceSays() {
        Place onward = new Place(Intervention.Mode.REPLACE, Place.Reach.ONWARD, 0, 0);
        Steering steering =
                new Steering(
                        List.of(
                                new Steering.Pushed(Blend.of(concept(0, LOW, 1, 0)), 3),
                                new Steering.Pushed(Blend.of(concept(1, LOW, 0, 1)), -2),
                                new Steering.Pushed(Blend.of(concept(2, HIGH, 1)), 1)),
                        onward);
        List<Intervention> all = steering.interventions(7);
        assertEquals(2, all.size());
        assertArrayEquals(new float[] {3, -2}, all.getFirst().vector());
        assertEquals(6, all.getFirst().from());
        assertEquals(Intervention.Mode.REPLACE, all.getFirst().mode());
        Place range = new Place(Intervention.Mode.ADD, Place.Reach.RANGE, 2, 5);
        Intervention some = new Steering(steering.pushed(), range).interventions(7).getFirst();
        assertEquals(2, some.from());
        assertEquals(5, some.to());
    }

    @Test
    void pushesMeetTheirTargetsRiseBetweenThemAndEndWhereTheyAreNotReachable() {
        Pushes pushes =
                new Pushes(
                        List.of(0.1, 0.2, 0.4),
                        Arrays.asList(1.0, 3.0, null),
                        Arrays.asList(null, null, null));
        assertEquals(3, pushes.alpha(0.2).orElse(0), 1e-9);
        assertEquals(0.5, pushes.alpha(0.025).orElse(0), 1e-9);
        double between = pushes.alpha(0.15).orElse(0);
        assertTrue(between > 1 && between < 3);
        assertEquals(0.15, pushes.nats(between), 1e-9);
        assertEquals(OptionalDouble.empty(), pushes.alpha(0.3));
        assertEquals(OptionalDouble.empty(), pushes.alpha(-0.05));
        assertEquals(0.2, pushes.reach(1));
        assertEquals(0, pushes.reach(-1));
        assertEquals(0.2, pushes.nats(99));
    }

    @Test
    void repetitionCountsRunsOfThreeThatCameBefore() {
        assertEquals(0, Fluency.repetition(List.of(1, 2, 3, 4, 5)));
        assertEquals(0.75, Fluency.repetition(List.of(7, 7, 7, 7, 7, 7)));
        assertEquals(0, Fluency.repetition(List.of(1, 2)));
        assertEquals(0.25, Fluency.repetition(List.of(1, 2, 3, 1, 2, 3)));
    }

    @Test
    void textBreaksByRepetitionOrByThreeTimesThePerplexity() {
        Fluency baseline = new Fluency(0.05, 2);
        assertFalse(new Fluency(0.24, 2 + Math.log(2.9)).breaks(baseline));
        assertTrue(new Fluency(0.26, 1).breaks(baseline));
        assertTrue(new Fluency(0, 2 + Math.log(3.1)).breaks(baseline));
        assertEquals(Math.exp(2), baseline.perplexity());
    }

    @Test
    void aVoteCountsForTheSettingWhicheverSideItStandsOn() {
        BlindVote.Tally tally = BlindVote.Tally.NONE;
        boolean left = false;
        boolean right = false;
        for (long seed = 0; seed < 20; seed++) {
            BlindVote vote = new BlindVote(spec(1), spec(5), seed);
            left |= vote.firstIsLeft();
            right |= !vote.firstIsLeft();
            assertEquals(seed, vote.left().generate().seed());
            BlindVote.Choice forFirst =
                    vote.firstIsLeft() ? BlindVote.Choice.LEFT : BlindVote.Choice.RIGHT;
            tally = vote.count(tally, forFirst);
        }
        assertEquals(new BlindVote.Tally(20, 0, 0), tally);
        assertTrue(left && right, "both sides are drawn");
    }

    @Test
    void votesAreKeptForAPairWhateverItsOrder(@TempDir Path temp) throws Exception {
        BlindVote vote = new BlindVote(spec(1), spec(5), 3);
        BlindVote.Choice second =
                vote.firstIsLeft() ? BlindVote.Choice.RIGHT : BlindVote.Choice.LEFT;
        Votes.NONE.with(vote, second).save(temp);
        Votes read = Votes.load(temp);
        assertEquals(new BlindVote.Tally(0, 1, 0), read.of(spec(1), spec(5)));
        assertEquals(new BlindVote.Tally(1, 0, 0), read.of(spec(5), spec(1)));
        assertEquals(Votes.NONE, Votes.load(temp.resolve("nowhere")));
    }
}
