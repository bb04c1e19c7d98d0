package io.factorscope.app.start;

import io.factorscope.app.task.Relay;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.factorization.Iteration;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.project.AnalysisListener;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;

/// What the window hears of a fit as it runs: every iteration, a few at a time, and the factors so
/// far when it asks for them.
///
/// **Threads**: made and asked on the FX thread, told on the engine thread.
final class RunningFit implements AnalysisListener {
    private final ConcurrentLinkedQueue<Iteration> queue = new ConcurrentLinkedQueue<>();
    private final Relay<Iteration> iterations;
    private final Relay<Analysis> analyses;
    private volatile boolean wanted;

    RunningFit(
            TaskExecutor executor,
            Consumer<List<Iteration>> onIterations,
            Consumer<Analysis> onFactors) {
        this.iterations = executor.relay(newest -> onIterations.accept(drain()));
        this.analyses = executor.relay(onFactors);
    }

    private List<Iteration> drain() {
        List<Iteration> all = new ArrayList<>();
        for (Iteration next = queue.poll(); next != null; next = queue.poll()) {
            all.add(next);
        }
        return all;
    }

    /// Asks for the factors after the running iteration.
    void wantFactors() {
        wanted = true;
    }

    @Override
    public void iterated(Iteration iteration) {
        queue.add(iteration);
        iterations.accept(iteration);
    }

    @Override
    public boolean wantsFactorsSoFar() {
        boolean now = wanted;
        wanted = false;
        return now;
    }

    @Override
    public void factorsSoFar(Analysis soFar) {
        analyses.accept(soFar);
    }

    /// Brings what still waits.
    void flush() {
        iterations.flush();
        analyses.flush();
    }
}
