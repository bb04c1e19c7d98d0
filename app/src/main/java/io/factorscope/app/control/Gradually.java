package io.factorscope.app.control;

import javafx.animation.AnimationTimer;

import java.util.ArrayDeque;
import java.util.Deque;

/// Does one thing after the other, each in a pulse of its own, so that much to show does not hold
/// up the window. Nothing is done until it is started, nor while it is stopped.
///
/// **Threads**: FX thread.
public final class Gradually extends AnimationTimer {
    private final Deque<Runnable> steps = new ArrayDeque<>();

    /// Does something after all that waits.
    public void then(Runnable step) {
        steps.add(step);
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

    @Override
    public void handle(long now) {
        if (steps.isEmpty()) {
            stop();
        } else {
            steps.remove().run();
        }
    }
}
