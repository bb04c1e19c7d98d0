package io.factorscope.app.task;

import javafx.application.Platform;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Notices steps of the FX thread that hold up the window for longer than a frame of 60 Hz, and
/// what they were doing.
///
/// It asks the FX thread for a sign of life again and again; one that comes late was held up by the
/// step before it, so a step is measured to within the pause between two questions.
///
/// **Threads**: one of its own; what it has found can be asked for from any.
public final class Watchdog implements AutoCloseable {
    /// A longer step is one too long.
    public static final Duration FRAME = Duration.ofMillis(16);

    private static final String DRAWING = "waiting for the renderer";
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int KEPT = 1 << 14;
    private static final long QUIET_SECONDS = 10;

    private final Semaphore alive = new Semaphore(0);
    private final Duration pause;
    private final Thread watcher;
    private volatile Report report = new Report(0, 0, 0, Duration.ZERO, "");
    private volatile @Nullable Thread watched;
    private final double[] latest = new double[KEPT];
    private long lastLogged = System.nanoTime() - TimeUnit.SECONDS.toNanos(QUIET_SECONDS);

    /// How many questions were asked, how many answers were held up for longer than a frame, how
    /// many of those only by the picture before, which was still being drawn, the longest delay,
    /// and what the FX thread did then.
    public record Report(long steps, long late, long drawing, Duration longest, String doing) {
        private Report with(long nanos, String now) {
            boolean slow = nanos > FRAME.toNanos();
            boolean slowest = slow && nanos > longest.toNanos();
            return new Report(
                    steps + 1,
                    slow ? late + 1 : late,
                    slow && now.equals(DRAWING) ? drawing + 1 : drawing,
                    slowest ? Duration.ofNanos(nanos) : longest,
                    slowest ? now : doing);
        }

        /// One line of it.
        @Override
        public String toString() {
            String worst =
                    late == 0
                            ? ""
                            : " ("
                                    + drawing
                                    + " "
                                    + DRAWING
                                    + "), the longest "
                                    + longest.toMillis()
                                    + " ms in "
                                    + doing;
            return late + " of " + steps + " steps over " + FRAME.toMillis() + " ms" + worst;
        }
    }

    private Watchdog(Duration pause) {
        this.pause = pause;
        watcher = Thread.ofPlatform().name("watchdog").daemon(true).unstarted(this::watch);
    }

    /// Begins to watch, at little cost: most steps of a few frames are noticed, the shortest not
    /// all.
    public static Watchdog start() {
        return start(PAUSE);
    }

    /// Begins to watch with so long a pause between an answer and the next question.
    public static Watchdog start(Duration pause) {
        Watchdog made = new Watchdog(pause);
        made.watcher.start();
        return made;
    }

    /// What it has found so far.
    public Report report() {
        return report;
    }

    /// The delays of the latest answers, in milliseconds.
    public synchronized double[] millis() {
        return Arrays.copyOf(latest, (int) Math.min(KEPT, report.steps));
    }

    /// Forgets what it has found.
    public synchronized void reset() {
        report = new Report(0, 0, 0, Duration.ZERO, "");
    }

    private void watch() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
                Thread.sleep(pause);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        }
    }

    private void step() throws InterruptedException {
        long asked = System.nanoTime();
        Platform.runLater(() -> {
            watched = Thread.currentThread();
            alive.release();
        });
        String doing = "";
        if (!alive.tryAcquire(FRAME.toNanos(), TimeUnit.NANOSECONDS)) {
            doing = doing();
            alive.acquire();
        }
        long nanos = System.nanoTime() - asked;
        keep(nanos, doing);
        if (nanos > FRAME.toNanos()) {
            log(nanos, doing);
        }
    }

    private synchronized void keep(long nanos, String doing) {
        latest[(int) (report.steps % KEPT)] = nanos / 1e6;
        report = report.with(nanos, doing);
    }

    /// Our own innermost frame on the FX thread's stack, else its innermost.
    private String doing() {
        Thread thread = watched;
        if (thread == null) {
            return "";
        }
        StackTraceElement[] frames = thread.getStackTrace();
        for (StackTraceElement frame : frames) {
            if (frame.getMethodName().equals("waitForRenderingToComplete")) {
                return DRAWING;
            }
            if (frame.getClassName().startsWith("io.factorscope.")) {
                return frame.toString();
            }
        }
        return frames.length == 0 ? "" : frames[0].toString();
    }

    private void log(long nanos, String doing) {
        long now = System.nanoTime();
        if (now - lastLogged > TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
            lastLogged = now;
            System.getLogger(Watchdog.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "a step of the window took {0} ms in {1}",
                            nanos / 1_000_000,
                            doing);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
