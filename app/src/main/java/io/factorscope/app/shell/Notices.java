package io.factorscope.app.shell;

import io.factorscope.app.control.MessageBar;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.session.Kept;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Settings;

import javafx.collections.ListChangeListener;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import java.util.List;
import java.util.function.Supplier;

/// What is said in the bar at the top: failures, what was undone, and the offer of a tour to who
/// opens the demo.
final class Notices {
    private final Session session;
    private final ErrorCenter errors;
    private final MessageBar bar = new MessageBar();
    private Supplier<String> steps = () -> "not watched";
    private boolean offered;
    private boolean offering;

    Notices(Session session, ErrorCenter errors) {
        this.session = session;
        this.errors = errors;
        session.readOnlyProperty().subscribe(this::sayReadOnly);
        errors.entries().addListener((ListChangeListener<ErrorEntry>) this::changed);
    }

    /// The bar.
    MessageBar bar() {
        return bar;
    }

    /// Where to ask how smoothly the window runs.
    void setSteps(Supplier<String> source) {
        steps = source;
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
            bar.info(Words.of("shell.this-is-the-demo-a"));
            bar.offer(Words.of("shell.show-me-around"), tour);
        }
    }

    /// The offer holds for the place it was made in.
    void left(Place place) {
        if (offering && place != Place.FACTORS) {
            offering = false;
            bar.hide();
        }
    }

    private void changed(ListChangeListener.Change<? extends ErrorEntry> change) {
        while (change.next()) {
            if (change.wasAdded()) {
                showNewest();
            }
        }
    }

    private void sayReadOnly(boolean readOnly) {
        if (readOnly) {
            bar.info(Words.of("shell.this-analysis-is-open-in"));
        }
    }

    /// Says what has been done.
    void say(String line) {
        offering = false;
        bar.info(line);
    }

    void undo() {
        String what = session.undoTextProperty().get();
        session.undo();
        bar.info(
                what.isEmpty()
                        ? Words.of("shell.nothing-to-undo")
                        : Words.format("shell.undone", what));
    }

    void redo() {
        String what = session.redoTextProperty().get();
        session.redo();
        bar.info(
                what.isEmpty()
                        ? Words.of("shell.nothing-to-do-again")
                        : Words.format("shell.done-again", what));
    }

    private void showNewest() {
        List<ErrorEntry> entries = errors.entries();
        if (!entries.isEmpty()) {
            offering = false;
            bar.error(entries.getFirst().code(), entries.getFirst().message());
            if (entries.getFirst().code().startsWith("FS-DEVICE-")) {
                bar.offer(Words.of("shell.use-the-cpu"), this::useCpu);
            } else {
                bar.offer(Words.of("shell.copy-diagnostics"), this::copyDiagnostics);
            }
        }
    }

    private void useCpu() {
        Kept<Settings> settings = session.preferences().settings();
        Settings now = settings.get();
        Settings.Compute compute =
                new Settings.Compute("cpu", now.compute().threads(), now.compute().weights());
        settings.set(now.with(compute));
        try {
            session.models().configure(ModelHost.How.of(compute));
            bar.info(Words.of("shell.models-run-on-the-cpu"));
        } catch (FactorscopeException e) {
            errors.report(e);
        }
    }

    /// What can be given to anyone, see [Diagnostics#report].
    String report() {
        return Diagnostics.report(
                session.preferences().settings().get(),
                session.models().device(),
                errors.entries(),
                steps.get());
    }

    void copyDiagnostics() {
        ClipboardContent content = new ClipboardContent();
        content.putString(
                Diagnostics.text(
                        session.preferences().settings().get(),
                        session.models().device(),
                        errors.entries(),
                        steps.get()));
        Clipboard.getSystemClipboard().setContent(content);
        bar.info(Words.of("shell.diagnostics-copied"));
    }
}
