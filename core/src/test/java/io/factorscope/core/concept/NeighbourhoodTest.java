package io.factorscope.core.concept;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/// Nearest concepts, shared neurons, and the map.
class NeighbourhoodTest {
    private static final HookPoint HERE = new HookPoint(1, Site.MLP_POST);
    private static final HookPoint ELSEWHERE = new HookPoint(2, Site.MLP_POST);

    private static Concept factor(int index, HookPoint hook, float... direction) {
        return new Concept(new ConceptSource.Factor(index), hook, direction);
    }

    private static List<Concept> some() {
        return List.of(
                factor(0, HERE, 3, 4, 0, 0, 0, 0, 0, 0),
                factor(1, HERE, 0, 5, 0, 0, 0, 0, 0, 0),
                factor(2, HERE, -2, 0, 0, 0, 0, 0, 0, 0),
                factor(3, ELSEWHERE, 3, 4, 0, 0, 0, 0, 0, 0),
                factor(4, HERE, 1, 1, 1, 1, 1, 1, 1, 1));
    }

    @Test
    void theNearestAreOrderedByCosineAtTheSameHook() throws CancelledException {
        List<Concept> all = some();
        List<Cosines.Near> near = Cosines.nearest(all.get(0), all, 3, JobContext.silent());
        assertEquals(List.of("F1", "F4", "F2"), near.stream().map(Cosines.Near::id).toList());
        assertEquals(0.8, near.get(0).cosine(), 1e-9);
        assertEquals(-0.6, near.get(2).cosine(), 1e-9);
    }

    @Test
    void neuronsNameTheOtherSparseConceptsThatHaveThem() {
        List<Concept> all = some();
        List<Neuron> neurons = Neuron.strongest(all.get(0), all, 5);
        assertEquals(List.of(1, 0), neurons.stream().map(Neuron::index).toList());
        assertEquals(0.8, neurons.get(0).weight(), 1e-6);
        assertEquals(List.of(new Neuron.Shared("F1", 1)), neurons.get(0).shared());
        assertEquals(List.of(new Neuron.Shared("F2", -1)), neurons.get(1).shared());
    }

    /// Three groups around three axes of a wide space.
    private static List<float[]> groups(int each) {
        SplittableRandom random = new SplittableRandom(3);
        List<float[]> out = new ArrayList<>();
        for (int i = 0; i < 3 * each; i++) {
            float[] direction = new float[50];
            for (int j = 0; j < direction.length; j++) {
                direction[j] = (float) (0.05 * random.nextGaussian());
            }
            direction[i / each] += 1;
            out.add(direction);
        }
        return out;
    }

    private static void assertGroupsApart(ConceptMap map, int each) {
        double within = 0;
        double between = Double.MAX_VALUE;
        for (int i = 0; i < map.size(); i++) {
            assertTrue(Math.abs(map.x(i)) <= 1 && Math.abs(map.y(i)) <= 1);
            for (int j = 0; j < i; j++) {
                double far = Math.hypot(map.x(i) - map.x(j), map.y(i) - map.y(j));
                if (i / each == j / each) {
                    within = Math.max(within, far);
                } else {
                    between = Math.min(between, far);
                }
            }
        }
        assertTrue(between > within, "within " + within + ", between " + between);
    }

    @Test
    void bothMapsKeepGroupsApartAndAreTheSameEachTime() throws CancelledException {
        List<float[]> directions = groups(20);
        ConceptMap axes = ConceptMap.principal(directions, 1, JobContext.silent());
        assertGroupsApart(axes, 20);
        ConceptMap near = ConceptMap.neighbours(directions, 1, JobContext.silent());
        assertGroupsApart(near, 20);
        ConceptMap again = ConceptMap.neighbours(directions, 1, JobContext.silent());
        for (int i = 0; i < near.size(); i++) {
            assertEquals(near.x(i), again.x(i));
            assertEquals(near.y(i), again.y(i));
        }
    }

    @Test
    void principalAxesFindThePlaneThatPointsLieIn() throws CancelledException {
        List<float[]> points = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            double angle = i * Math.PI / 6;
            points.add(new float[] {(float) (2 * Math.cos(angle)), 0, (float) Math.sin(angle), 5});
        }
        List<float[]> units = points.stream().map(Projection::unit).toList();
        PrincipalAxes axes = new PrincipalAxes(units, 2, 7, JobContext.silent());
        double[] first = axes.coordinates(0);
        for (int i = 0; i < units.size(); i++) {
            assertEquals(Math.abs(units.get(i)[0]), Math.abs(first[i]), 1e-5);
        }
    }

    @Test
    void aMapOfAlmostNothingIsStillAMap() throws CancelledException {
        assertEquals(0, ConceptMap.principal(List.of(), 1, JobContext.silent()).size());
        ConceptMap one = ConceptMap.neighbours(groups(1).subList(0, 1), 1, JobContext.silent());
        assertEquals(0, one.x(0));
        ConceptMap zeros =
                ConceptMap.principal(List.of(new float[3], new float[3]), 1, JobContext.silent());
        assertEquals(0, zeros.x(1));
    }

    @Test
    void aCancelledMapStops() {
        JobContext context = JobContext.silent();
        context.cancel();
        List<float[]> directions = groups(20);
        assertThrows(CancelledException.class, () -> ConceptMap.neighbours(directions, 1, context));
        assertThrows(CancelledException.class, () -> ConceptMap.principal(directions, 1, context));
    }
}
