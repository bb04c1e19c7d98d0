package io.factorscope.app.session;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Function;

/// What can be undone and done again; texts are empty where there is nothing.
final class UndoStack {
    private static final int MOST = 500;

    /// A change, what takes it back, and what it was.
    private record Step(String what, Runnable forward, Runnable back) {}

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private final ReadOnlyStringWrapper undoText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoText = new ReadOnlyStringWrapper("");

    void clear() {
        done.clear();
        undone.clear();
        say();
    }

    /// Makes a change and remembers it.
    void make(String what, Runnable forward, Runnable back) {
        done.push(new Step(what, forward, back));
        undone.clear();
        if (done.size() > MOST) {
            done.removeLast();
        }
        say();
        forward.run();
    }

    /// Takes the last change back, where there is one.
    void undo() {
        move(done, undone, Step::back);
    }

    /// Makes the change again that was taken back last.
    void redo() {
        move(undone, done, Step::forward);
    }

    private void move(Deque<Step> from, Deque<Step> to, Function<Step, Runnable> way) {
        Step step = from.poll();
        if (step != null) {
            to.push(step);
            say();
            way.apply(step).run();
        }
    }

    private void say() {
        undoText.set(done.isEmpty() ? "" : done.element().what);
        redoText.set(undone.isEmpty() ? "" : undone.element().what);
    }

    ReadOnlyStringProperty undoText() {
        return undoText.getReadOnlyProperty();
    }

    ReadOnlyStringProperty redoText() {
        return redoText.getReadOnlyProperty();
    }
}
