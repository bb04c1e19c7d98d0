package io.factorscope.app.task;

import javafx.application.Platform;

import org.jspecify.annotations.Nullable;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final Duration PAUSE = Duration.ofMillis(20);
    private static final int KEPT = 1 << 14;
    private static final long QUIET_SECONDS = 10;

    private final Semaphore alive = new Semaphore(0);
    private final Duration pause;
    private final Thread watcher;
    private volatile Report report = new Report(0, 0, 0, 0, Duration.ZERO, "");
    private volatile @Nullable Thread watched;
    private final double[] latest = new double[KEPT];
    private long lastLogged = System.nanoTime() - TimeUnit.SECONDS.toNanos(QUIET_SECONDS);

    /// How many questions were asked; how many answers were held up for longer than a frame; how
    /// many of those only by the picture before, which was still being drawn, and how many because
    /// other threads had the processors: the FX thread itself computed for less than a frame. The
    /// longest delay, and what the FX thread did then.
    public record Report(
            long steps, long late, long drawing, long waiting, Duration longest, String doing) {
        private Report with(Answer answer) {
            boolean slow = answer.nanos > FRAME.toNanos();
            boolean slowest = slow && answer.nanos > longest.toNanos();
            boolean drew = slow && answer.doing.equals(DRAWING);
            boolean waited = slow && !drew && answer.computing <= FRAME.toNanos();
            return new Report(
                    steps + 1,
                    slow ? late + 1 : late,
                    drew ? drawing + 1 : drawing,
                    waited ? waiting + 1 : waiting,
                    slowest ? Duration.ofNanos(answer.nanos) : longest,
                    slowest ? answer.doing : doing);
        }

        /// One line of it.
        @Override
        public String toString() {
            String worst =
                    late == 0
                            ? ""
                            : " (%d %s, %d for a processor), the longest %d ms in %s"
                                    .formatted(
                                            drawing, DRAWING, waiting, longest.toMillis(), doing);
            return late + " of " + steps + " steps over " + FRAME.toMillis() + " ms" + worst;
        }
    }

    /// How long an answer took, of which the FX thread computed, and what it did at a frame's end.
    private record Answer(long nanos, long computing, String doing) {}

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
        report = new Report(0, 0, 0, 0, Duration.ZERO, "");
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
        long computed = computed();
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
        Answer answer = new Answer(System.nanoTime() - asked, computed() - computed, doing);
        keep(answer);
        if (answer.nanos > FRAME.toNanos()) {
            log(answer);
        }
    }

    /// The FX thread's processor time; 0 before the first answer or where it is not to be had.
    private long computed() {
        Thread thread = watched;
        return thread == null || !THREADS.isThreadCpuTimeSupported()
                ? 0
                : THREADS.getThreadCpuTime(thread.threadId());
    }

    private synchronized void keep(Answer answer) {
        latest[(int) (report.steps % KEPT)] = answer.nanos / 1e6;
        report = report.with(answer);
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

    private void log(Answer answer) {
        long now = System.nanoTime();
        if (now - lastLogged > TimeUnit.SECONDS.toNanos(QUIET_SECONDS)) {
            lastLogged = now;
            System.getLogger(Watchdog.class.getName())
                    .log(
                            System.Logger.Level.INFO,
                            "a step of the window took {0} ms in {1}",
                            answer.nanos / 1_000_000,
                            answer.doing);
        }
    }

    @Override
    public void close() {
        watcher.interrupt();
    }
}
