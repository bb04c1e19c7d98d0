package io.factorscope.core.judge;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Does the same with many items, so many at a time, and keeps their order.
///
/// When one fails no further one is begun, but those under way end as they would, so that no paid
/// answer is lost; then the failure is thrown. **Threads**: virtual ones for the work; the caller's
/// waits, reports progress and lets other jobs run.
public final class ChatBatch {
    private static final long LOOK_MILLIS = 50;

    private final int concurrency;
    private final String stage;

    /// Batches of at most `concurrency` items at once; `stage` is what progress says.
    public ChatBatch(int concurrency, String stage) {
        this.concurrency = concurrency;
        this.stage = stage;
    }

    /// Work on one item.
    @FunctionalInterface
    public interface Work<T, R> {
        /// Does it; the context is for waiting and for noticing that the job is cancelled.
        R on(T item, JobContext context) throws FactorscopeException;
    }

    /// One result for each item, in their order.
    public <T, R> List<R> run(List<T> items, Work<T, R> work, JobContext context)
            throws FactorscopeException {
        Run<T, R> run = new Run<>(items, work);
        int workers = Math.min(concurrency, items.size());
        CountDownLatch ended = new CountDownLatch(workers);
        for (int i = 0; i < workers; i++) {
            Thread.ofVirtual().name("chat-" + i).start(() -> run.workUntil(ended));
        }
        await(ended, run, context);
        return run.results();
    }

    private void await(CountDownLatch ended, Run<?, ?> run, JobContext context)
            throws FactorscopeException {
        int total = run.items.size();
        try {
            boolean over = total == 0;
            while (!over) {
                over = ended.await(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                context.progress(stage, run.results.size(), total, "answers");
                context.checkpoint();
            }
        } catch (InterruptedException e) {
            run.inner.cancel();
            Thread.currentThread().interrupt();
            context.cancel();
        } catch (FactorscopeException e) {
            run.inner.cancel();
            throw e;
        }
        context.checkCancelled();
        FactorscopeException failure = run.failure.get();
        if (failure != null) {
            throw failure;
        }
    }

    private static final class Run<T, R> {
        private final List<T> items;
        private final Work<T, R> work;
        private final JobContext inner = JobContext.silent();
        private final AtomicInteger next = new AtomicInteger();
        private final ConcurrentHashMap<Integer, R> results = new ConcurrentHashMap<>();
        private final AtomicReference<FactorscopeException> failure = new AtomicReference<>();

        Run(List<T> items, Work<T, R> work) {
            this.items = List.copyOf(items);
            this.work = work;
        }

        void workUntil(CountDownLatch ended) {
            try {
                int at = next.getAndIncrement();
                while (at < items.size() && !inner.stopRequested() && !inner.cancelled()) {
                    results.put(at, work.on(items.get(at), inner));
                    at = next.getAndIncrement();
                }
            } catch (FactorscopeException e) {
                failed(e);
            } catch (RuntimeException | Error e) {
                failed(
                        new FactorscopeException(
                                "FS-JOB-002",
                                "Unexpected failure: "
                                        + e.getClass().getSimpleName()
                                        + " (details are in the log).",
                                e));
            } finally {
                ended.countDown();
            }
        }

        private void failed(FactorscopeException e) {
            failure.compareAndSet(null, e);
            inner.stopAndKeepBest();
        }

        List<R> results() {
            List<R> ordered = new ArrayList<>(items.size());
            for (int i = 0; i < items.size(); i++) {
                R result = results.get(i);
                if (result == null) {
                    throw new IllegalStateException("no result for item " + i);
                }
                ordered.add(result);
            }
            return ordered;
        }
    }
}
