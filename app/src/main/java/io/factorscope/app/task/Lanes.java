package io.factorscope.app.task;

import io.factorscope.core.job.Job;
import io.factorscope.core.job.Outcome;
import io.factorscope.core.job.Progress;

import javafx.application.Platform;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.PriorityBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/// The lanes of a running window.
///
/// - One engine thread takes jobs from a queue in which interactive ones come before background
///   ones, those before batch ones, and older ones before newer.
/// - At each checkpoint of a job the same thread empties the queue of more urgent ones. So there is
///   never more than one job on the engine, and neither a long fit nor a calibration holds up a
///   slider.
/// - Files and network run on virtual threads.
public final class Lanes implements TaskExecutor, AutoCloseable {
    private static final long GAP_NANOS = 50_000_000;

    private final Executor post;
    private final PriorityBlockingQueue<Entry> queue = new PriorityBlockingQueue<>();
    private final Set<Task<?>> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong order = new AtomicLong();
    private volatile boolean closed;

    private record Entry(Lane lane, long order, Runnable work) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byUrgency = Integer.compare(urgency(other.lane), urgency(lane));
            return byUrgency == 0 ? Long.compare(order, other.order) : byUrgency;
        }
    }

    /// Lanes whose callbacks run wherever `post` runs things.
    public Lanes(Executor post) {
        this.post = post;
        Thread.ofPlatform().name("engine").daemon(true).start(this::work);
    }

    /// Lanes whose callbacks run on the FX thread.
    public static Lanes onFxThread() {
        return new Lanes(Platform::runLater);
    }

    @Override
    public <T> TaskHandle submit(
            Lane lane, Job<T> job, Consumer<Progress> onProgress, Consumer<Outcome<T>> onOutcome) {
        Runnable interactive = () -> runMoreUrgent(urgency(lane));
        Task<T> task = new Task<>(job, relay(onProgress), interactive, post, onOutcome);
        open.add(task);
        if (closed) {
            task.cancel();
        }
        Runnable work = () -> runOnce(task);
        if (lane == Lane.FILES || closed) {
            Thread.ofVirtual().name("files").start(work);
        } else {
            queue.add(new Entry(lane, order.incrementAndGet(), work));
        }
        return task;
    }

    @Override
    public <V> Relay<V> relay(Consumer<V> receiver) {
        return new Relay<>(receiver, post, GAP_NANOS, System::nanoTime);
    }

    /// Runs something where callbacks run.
    public void post(Runnable action) {
        post.execute(action);
    }

    /// Cancels everything that runs or waits. Running jobs end at their next check; the thread does
    /// not keep the program alive.
    @Override
    public void close() {
        closed = true;
        open.forEach(Task::cancel);
        queue.add(new Entry(Lane.BATCH, Long.MAX_VALUE, () -> {}));
    }

    private void runOnce(Task<?> task) {
        try {
            task.run();
        } finally {
            open.remove(task);
        }
    }

    private void work() {
        Courtesy.giveWay();
        while (!closed || !queue.isEmpty()) {
            try {
                queue.take().work().run();
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /// Files jobs have no place on the engine, so nothing runs at their checkpoints.
    private static int urgency(Lane lane) {
        return switch (lane) {
            case BATCH -> 0;
            case BACKGROUND -> 1;
            case INTERACTIVE -> 2;
            case FILES -> 3;
        };
    }

    private void runMoreUrgent(int than) {
        // Only this thread takes from the queue, so what is seen first is still there to be taken,
        // unless another urgent job has come before it, which is as good.
        for (Entry head = queue.peek();
                head != null && urgency(head.lane()) > than;
                head = queue.peek()) {
            Entry next = queue.poll();
            if (next != null) {
                next.work().run();
            }
        }
    }
}
