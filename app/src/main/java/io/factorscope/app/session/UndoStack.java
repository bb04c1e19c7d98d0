package io.factorscope.app.session;

import io.factorscope.core.project.Annotations;
import io.factorscope.core.project.Edit;

import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// What can be undone and done again; texts are empty where there is nothing.
final class UndoStack {
    private static final int MOST = 500;

    /// An edit, what undoes it, and what it was.
    private record Step(List<Edit> forward, List<Edit> back, String what) {
        Step {
            forward = List.copyOf(forward);
            back = List.copyOf(back);
        }
    }

    private final Deque<Step> done = new ArrayDeque<>();
    private final Deque<Step> undone = new ArrayDeque<>();
    private final ReadOnlyStringWrapper undoText = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper redoText = new ReadOnlyStringWrapper("");

    void clear() {
        done.clear();
        undone.clear();
        say();
    }

    /// Remembers an edit that is about to be made.
    void push(Edit edit, Annotations before) {
        push(List.of(edit), edit.describe(), before);
    }

    /// Remembers edits that are about to be made together.
    void push(List<Edit> edits, String what, Annotations before) {
        List<Edit> back = new ArrayList<>();
        Annotations now = before;
        for (Edit edit : edits) {
            back.addAll(0, edit.inverse(now));
            now = edit.applyTo(now);
        }
        done.push(new Step(edits, back, what));
        undone.clear();
        if (done.size() > MOST) {
            done.removeLast();
        }
        say();
    }

    /// The edits that undo the last one; none where there is nothing to undo.
    List<Edit> undo() {
        if (done.isEmpty()) {
            return List.of();
        }
        Step step = done.pop();
        undone.push(step);
        say();
        return step.back;
    }

    /// The edits that repeat the last one undone.
    List<Edit> redo() {
        if (undone.isEmpty()) {
            return List.of();
        }
        Step step = undone.pop();
        done.push(step);
        say();
        return step.forward;
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
