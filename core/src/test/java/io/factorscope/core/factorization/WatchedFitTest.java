package io.factorscope.core.factorization;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Fixtures;
import io.factorscope.core.activation.ActivationSet;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;

import java.util.List;

/// What a running fit shows, and what ends it.
class WatchedFitTest {
    private static final int N = 200;
    private static final int D = 60;
    private static final Planted PLANTED = new Planted(N, D, 4, 0.1, 5);

    private static Factorization fit(FitSpec spec, FitListener listener)
            throws FactorscopeException {
        try (ActivationSet set = ActivationSet.ofValues(PLANTED.rows, N, D)) {
            return new SemiNmf(Fixtures.engine(), spec, listener)
                    .run(set, null, JobContext.silent());
        }
    }

    @Test
    void aSnapshotIsWholeAndNoLaterIterationChangesIt() throws FactorscopeException {
        FitMonitor monitor = new FitMonitor();
        FitSpec spec = Planted.spec(UpdateRule.HALS, 4, 0.1, 30, 1);
        FitListener asking =
                new FitListener() {
                    @Override
                    public void iterated(Iteration iteration) {
                        monitor.iterated(iteration);
                        if (iteration.number() == 4) {
                            monitor.request();
                        }
                    }

                    @Override
                    public void between(Copy fit) throws FactorscopeException {
                        monitor.between(fit);
                    }
                };
        Factorization end = fit(spec, asking);
        Factorization then = monitor.snapshot();
        assertNotNull(then);
        Factorization four = fit(Planted.spec(UpdateRule.HALS, 4, 0.1, 4, 1), now -> {});
        assertArrayEquals(four.f(), then.f());
        assertArrayEquals(four.g(), then.g());
        double exact = Planted.residual(PLANTED.rows, then);
        assertEquals(exact, then.manifest().loss(), 1e-4 * exact);
        assertTrue(end.manifest().loss() < then.manifest().loss());
        Iteration latest = monitor.latest();
        assertNotNull(latest);
        assertEquals(30, latest.number());
        assertEquals(1 - latest.relative(), latest.explained());
        assertTrue(latest.perSecond() > 0);
        assertEquals(0, latest.secondsLeft());
    }

    @Test
    void aTargetAndABudgetEndTheFit() throws FactorscopeException {
        FitSpec spec = Planted.spec(UpdateRule.HALS, 4, 0.1, 500, 1);
        List<Iteration> free = fit(spec.with(Stops.REFERENCE, Reseed.AUTO), now -> {}).history();
        double target = free.get(9).relative() * 1.0001;
        Factorization reached =
                fit(spec.with(new Stops(1e-4, false, 0, target), Reseed.AUTO), now -> {});
        assertTrue(reached.history().size() <= 10);
        assertTrue(reached.manifest().relative() <= target * 1.0001);
        Factorization brief =
                fit(spec.with(new Stops(1e-4, false, 1e-6, 0), Reseed.AUTO), now -> {});
        assertEquals(1, brief.history().size());
    }

    @Test
    void aRelativeToleranceDoesNotDependOnTheScale() {
        Stops relative = new Stops(0.01, true, 0, 0);
        assertTrue(relative.better(98, 100) && !relative.better(99.5, 100));
        assertTrue(relative.better(98e-9, 100e-9) && !relative.better(99.5e-9, 100e-9));
        assertTrue(Stops.REFERENCE.better(98, 100) && !Stops.REFERENCE.better(98e-9, 100e-9));
    }

    @Test
    void doubledFactorsAreSeenAndWithHalsStartAgain() throws FactorscopeException {
        // factors of one neuron each: some take the same
        FitSpec spec = Planted.spec(UpdateRule.HALS, 12, 0.01, 40, 1);
        Factorization left = fit(spec.with(Stops.REFERENCE, Reseed.NEVER), now -> {});
        assertTrue(left.history().stream().anyMatch(i -> i.duplicates() > 0));
        assertTrue(left.manifest().log().isEmpty(), left.manifest().log().toString());
        Factorization again = fit(spec.with(Stops.REFERENCE, Reseed.AUTO), now -> {});
        assertTrue(again.manifest().log().toString().contains("start again"));
        assertTrue(again.manifest().relative() < left.manifest().relative());
        Factorization mu = fit(Planted.spec(UpdateRule.MU, 12, 0.01, 40, 1), now -> {});
        assertTrue(mu.manifest().log().isEmpty(), "only reported");
    }

    @Test
    void constantNeuronsAreSaid() throws FactorscopeException {
        float[] rows = PLANTED.rows.clone();
        for (int i = 0; i < N; i++) {
            rows[i * D + 3] = 0;
            rows[i * D + 9] = 2;
        }
        Factorization fit = Planted.fit(Planted.spec(UpdateRule.HALS, 4, 0.1, 5, 1), rows, N, D);
        assertEquals(List.of("2 of 60 neurons have one value on all tokens"), fit.manifest().log());
    }
}
