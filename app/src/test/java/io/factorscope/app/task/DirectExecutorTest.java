package io.factorscope.app.task;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;

/// The executor of view model tests keeps the contract.
class DirectExecutorTest extends TaskExecutorContract {
    private final DirectExecutor executor = new DirectExecutor();

    @Override
    TaskExecutor executor() {
        return executor;
    }

    @Override
    void onWindowThread(Runnable work) {
        work.run();
    }

    @Override
    void await(List<?> outcomes, int count) {
        assertEquals(count, outcomes.size());
    }
}
