package io.factorscope.app.control;

import javafx.animation.AnimationTimer;

import java.util.ArrayDeque;
import java.util.Deque;

/// Does one thing after the other, so that much to show does not hold up the window: one thing a
/// pulse in the whole window, whoever waits, and none in the first, in which what asked for them is
/// laid out. Nothing is done until it is started, nor while it is stopped.
///
/// **Threads**: FX thread.
public final class Gradually {
    private static final Deque<Gradually> WAITING = new ArrayDeque<>();
    private static final Pulses PULSES = new Pulses();

    private final Deque<Runnable> steps = new ArrayDeque<>();

    private static final class Pulses extends AnimationTimer {
        private boolean begun;

        @Override
        public void handle(long now) {
            Gradually next = begun ? WAITING.poll() : null;
            if (next != null && !next.steps.isEmpty()) {
                next.steps.remove().run();
                if (!next.steps.isEmpty()) {
                    next.start();
                }
            }
            begun = !WAITING.isEmpty();
            if (!begun) {
                stop();
            }
        }
    }

    /// Does something after all that waits.
    public void then(Runnable step) {
        steps.add(step);
    }

    /// Begins with what waits, or goes on with it.
    public void start() {
        if (!WAITING.contains(this)) {
            WAITING.add(this);
        }
        PULSES.start();
    }

    /// Does no more until it is started again.
    public void stop() {
        WAITING.remove(this);
    }

    /// Does all that waits now.
    public void finish() {
        while (!steps.isEmpty()) {
            steps.remove().run();
        }
    }

    /// Forgets what waits.
    public void forget() {
        steps.clear();
    }
}
