package io.factorscope.app.shell;

import io.factorscope.app.control.MessageBar;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.session.Session;

import javafx.collections.ListChangeListener;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import java.util.List;

/// What is said in the bar at the top: failures, what was undone, and the offer of a tour to who
/// opens the demo.
final class Notices {
    private final Session session;
    private final ErrorCenter errors;
    private final MessageBar bar = new MessageBar();
    private boolean offered;
    private boolean offering;

    Notices(Session session, ErrorCenter errors) {
        this.session = session;
        this.errors = errors;
        session.readOnlyProperty().subscribe(this::sayReadOnly);
        errors.entries().addListener((ListChangeListener<ErrorEntry>) change -> showNewest());
    }

    /// The bar.
    MessageBar bar() {
        return bar;
    }

    /// Who opens the shipped analysis for the first time may want to be shown around.
    void offerTour(Runnable tour) {
        boolean shipped =
                session.analysis() != null
                        && session.folderProperty().get() == null
                        && !session.unsavedProperty().get();
        if (shipped && !offered) {
            offered = true;
            offering = true;
            bar.info("This is the demo: a small story model, already fitted.");
            bar.offer("Show me around", tour);
        }
    }

    /// The offer holds for the place it was made in.
    void left(Place place) {
        if (offering && place != Place.FACTORS) {
            offering = false;
            bar.hide();
        }
    }

    private void sayReadOnly(boolean readOnly) {
        if (readOnly) {
            bar.info(
                    "This analysis is open in another window, so changes made here are not kept."
                            + " Save it into another folder to keep them.");
        }
    }

    void undo() {
        String what = session.undoTextProperty().get();
        session.undo();
        bar.info(what.isEmpty() ? "Nothing to undo." : "Undone: " + what + ".");
    }

    void redo() {
        String what = session.redoTextProperty().get();
        session.redo();
        bar.info(what.isEmpty() ? "Nothing to do again." : "Done again: " + what + ".");
    }

    /// Shows the newest failure where there is one.
    void showNewest() {
        List<ErrorEntry> entries = errors.entries();
        if (!entries.isEmpty()) {
            offering = false;
            bar.error(entries.getFirst().code(), entries.getFirst().message());
            bar.offer("Copy diagnostics", this::copyDiagnostics);
        }
    }

    void copyDiagnostics() {
        ClipboardContent content = new ClipboardContent();
        content.putString(
                Diagnostics.text(
                        session.preferences().settings().get(),
                        session.models().device(),
                        errors.entries()));
        Clipboard.getSystemClipboard().setContent(content);
        bar.info("Diagnostics copied.");
    }
}
