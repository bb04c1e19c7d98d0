package io.factorscope.core.tensor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;

/// A few threads that share one short job after another, with next to no time lost between them.
///
/// A job is cut into chunks. Each thread works on from its own place among them, since memory is
/// read fastest by going on, and then takes over what others have left; so a helper that the system
/// holds up costs at most its chunk. Helpers wait for a job awake for some ten microseconds, then
/// asleep.
///
/// **Threads**: one thread at a time runs jobs; it works with the helpers, which it starts itself.
public final class Crew implements AutoCloseable {
    private static final int SPINS = 1000;
    private static final long MOMENT = 10_000; // ns

    private final List<Helper> helpers = new ArrayList<>();
    private volatile Round round = new Round(1, 0, chunk -> {}, Idle.NOTHING);
    private volatile boolean closed;
    private Idle idle = Idle.NOTHING;

    /// What threads do while they wait, piece by piece.
    interface Idle {
        Idle NOTHING = (thread, piece) -> false;

        /// Does a piece, in far less than a microsecond, or says that there is none left.
        boolean work(int thread, int piece);
    }

    /// A crew of so many threads, the caller's among them.
    public Crew(int threads) {
        for (int i = 1; i < threads; i++) {
            Helper helper = new Helper(i, round);
            helper.thread.start();
            helpers.add(helper);
        }
    }

    /// Runs `job` for every chunk from 0 to `chunks - 1`, in any order, and returns when all are
    /// done.
    ///
    /// **Errors**: what a chunk throws is thrown here once the others are done.
    public void run(int chunks, IntConsumer job) {
        Round mine = new Round(threads(), chunks, job, idle);
        if (chunks > 1) {
            round = mine;
            helpers.forEach(Helper::wake);
        }
        mine.work(0);
        mine.await();
    }

    /// Gives the threads something to do while they wait from the next job on.
    void whileIdle(Idle next) {
        idle = next;
    }

    int threads() {
        return helpers.size() + 1;
    }

    /// The first of the chunks that a thread begins with.
    static int first(int chunks, int thread, int threads) {
        return (int) ((long) chunks * thread / threads);
    }

    /// Lets the helpers end, and waits until they have.
    @Override
    public void close() {
        closed = true;
        helpers.forEach(Helper::wake);
        helpers.forEach(Helper::join);
    }

    /// One job, and how far it is.
    private static final class Round {
        private final int threads;
        private final int chunks;
        private final IntConsumer job;
        private final Idle idle;
        private final AtomicIntegerArray next; // of each thread's chunks
        private final AtomicInteger done = new AtomicInteger();
        private volatile @Nullable Throwable failure;

        Round(int threads, int chunks, IntConsumer job, Idle idle) {
            this.threads = threads;
            this.chunks = chunks;
            this.job = job;
            this.idle = idle;
            this.next = new AtomicIntegerArray(threads);
            for (int thread = 0; thread < threads; thread++) {
                next.set(thread, first(chunks, thread, threads));
            }
        }

        void work(int thread) {
            for (int i = 0; i < threads; i++) {
                finish((thread + i) % threads);
            }
        }

        /// Does those of a thread's chunks that nobody has begun.
        private void finish(int thread) {
            int end = first(chunks, thread + 1, threads);
            for (int i = next.getAndIncrement(thread); i < end; i = next.getAndIncrement(thread)) {
                try {
                    job.accept(i);
                } catch (RuntimeException | Error e) {
                    failure = e;
                }
                done.getAndIncrement();
            }
        }

        void await() {
            int spins = 0;
            int piece = 0;
            while (done.get() < chunks) {
                if (idle.work(0, piece)) {
                    piece++;
                } else if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    LockSupport.parkNanos(MOMENT); // a helper may need this processor
                }
            }
            switch (failure) {
                case RuntimeException e -> throw e;
                case Error e -> throw e;
                case null, default -> {}
            }
        }
    }

    private final class Helper {
        private final Thread thread =
                Thread.ofPlatform().daemon().name("crew").unstarted(this::live);
        private final int number;
        private Round seen;
        private volatile boolean asleep;

        Helper(int number, Round before) {
            this.number = number;
            this.seen = before;
        }

        void wake() {
            if (asleep) {
                LockSupport.unpark(thread);
            }
        }

        void join() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        private void live() {
            int spins = 0;
            int piece = 0;
            while (!closed) {
                Round now = round;
                if (now != seen) {
                    piece = now.idle.equals(seen.idle) ? piece : 0; // of the same, it goes on
                    seen = now;
                    now.work(number);
                    spins = 0;
                } else if (seen.idle.work(number, piece)) {
                    piece++;
                } else if (++spins < SPINS) {
                    Thread.onSpinWait();
                } else {
                    sleep();
                    spins = 0;
                }
            }
        }

        private void sleep() {
            asleep = true;
            if (round == seen && !closed) { // asked again after saying so: no call is missed
                LockSupport.park(this);
            }
            asleep = false;
        }
    }
}
