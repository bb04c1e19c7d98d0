package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// The foot of the window. Left: what is running, how far it is, and how to end it. Right: device,
/// memory, errors.
public final class StatusBar extends HBox {
    private static final PseudoClass FAILING = PseudoClass.getPseudoClass("failing");

    private final Label job = new Label(Words.of("control.ready"));
    private final ProgressBar progress = new ProgressBar();
    private final Button stop;
    private final Button cancel;
    private final Label device = new Label();
    private final Label memory = new Label();
    private final Button errors;
    private Runnable onCancel = () -> {};
    private Runnable onStop = () -> {};
    private Runnable onErrors = () -> {};

    /// A bar with nothing running.
    public StatusBar() {
        getStyleClass().add("status-bar");
        job.getStyleClass().add("job");
        stop = Buttons.text(Words.of("control.stop-keep-best"), () -> onStop.run());
        Tips.install(stop, Words.of("control.ends-the-work-now-and"));
        cancel = Buttons.text(Words.of("control.cancel"), () -> onCancel.run());
        errors = Buttons.text("", () -> onErrors.run());
        errors.setGraphic(Icon.WARNING.node());
        errors.getStyleClass().addAll("flat", "errors");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        Tips.install(device, Words.of("control.where-the-model-runs"));
        Tips.install(memory, Words.of("control.memory-in-use"));
        for (Region fixed : new Region[] {stop, cancel, device, memory, errors, progress}) {
            fixed.setMinWidth(USE_PREF_SIZE);
        }
        getChildren().addAll(progress, job, cancel, stop, gap, device, memory, errors);
        clearJob();
        setErrors(0);
    }

    /// Shows a running job: one line, a share done in `[0, 1]` (below 0 where unknown), and whether
    /// it can stop early with a result.
    public void showJob(String text, double share, boolean canStop) {
        job.setText(text);
        progress.setProgress(share < 0 ? ProgressBar.INDETERMINATE_PROGRESS : share);
        shown(progress, true);
        shown(cancel, true);
        shown(stop, canStop);
    }

    /// Shows that nothing is running.
    public void clearJob() {
        job.setText(Words.of("control.ready"));
        progress.setProgress(0);
        shown(progress, false);
        shown(cancel, false);
        shown(stop, false);
    }

    /// Names the device, such as `CPU`.
    public void setDevice(String text) {
        device.setText(text);
    }

    /// Says how much memory is in use, such as `1.2 GB`.
    public void setMemory(String text) {
        memory.setText(text);
    }

    /// Says how many failures there are to read.
    public void setErrors(int count) {
        errors.setText(Integer.toString(count));
        errors.setAccessibleText(count == 1 ? "1 error" : Words.format("control.errors", count));
        errors.pseudoClassStateChanged(FAILING, count > 0);
    }

    /// What cancel does.
    public void setOnCancel(Runnable action) {
        onCancel = action;
    }

    /// What "stop, keep best" does.
    public void setOnStop(Runnable action) {
        onStop = action;
    }

    /// What a click on the number of errors does.
    public void setOnErrors(Runnable action) {
        onErrors = action;
    }

    private static void shown(Region node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
