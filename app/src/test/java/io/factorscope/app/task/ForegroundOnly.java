package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import java.util.function.Consumer;

/// The direct runner, except that background jobs never run: for tests of what does not wait for
/// them.
public final class ForegroundOnly implements TaskExecutor {
    private final DirectExecutor direct = new DirectExecutor();

    @Override
    public <T> TaskHandle submit(
            Lane lane, Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome) {
        if (lane != Lane.BACKGROUND) {
            return direct.submit(lane, job, onProgress, onOutcome);
        }
        return new Task<>(job, relay(onProgress), () -> {}, action -> {}, onOutcome);
    }

    @Override
    public <V> Relay<V> relay(Consumer<V> receiver) {
        return direct.relay(receiver);
    }
}
