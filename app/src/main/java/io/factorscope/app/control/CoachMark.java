package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

/// A few words over the window about one thing in it, which gets a ring; with a way on and a way
/// out.
public final class CoachMark extends VBox {
    private static final String RING = "coached";

    private final Label step = new Label();
    private final Label words = new Label();
    private final Button next = new Button();
    private Runnable onNext = () -> {};
    private Runnable onSkip = () -> {};
    private @Nullable Node ringed;

    /// A mark that is not shown yet.
    public CoachMark() {
        getStyleClass().add("coach-mark");
        setId("coach");
        step.getStyleClass().addAll("small", "muted");
        words.setWrapText(true);
        words.setId("coach-words");
        next.setId("coach-next");
        next.getStyleClass().add("accent");
        next.setOnAction(event -> onNext.run());
        Button skip = Buttons.text(Words.of("control.skip"), () -> onSkip.run());
        skip.setId("coach-skip");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(8, step, gap, skip, next);
        foot.getStyleClass().add("row");
        getChildren().addAll(words, foot);
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        hide();
    }

    /// Shows a step; `canGoOn` false leaves the way on closed until [#openNext].
    public void show(String stepWords, String text, String nextWords, boolean canGoOn) {
        step.setText(stepWords);
        words.setText(text);
        next.setText(nextWords);
        next.setDisable(!canGoOn);
        setAccessibleText(text);
        setVisible(true);
        setManaged(true);
        if (canGoOn) {
            next.requestFocus();
        }
    }

    /// Opens the way on, with other words.
    public void openNext(String text) {
        words.setText(text);
        next.setDisable(false);
    }

    /// Rings a node, or none.
    public void ring(@Nullable Node node) {
        if (ringed != null) {
            ringed.getStyleClass().remove(RING);
        }
        ringed = node;
        if (node != null) {
            node.getStyleClass().add(RING);
        }
    }

    /// What the buttons do.
    public void setActions(Runnable onward, Runnable out) {
        onNext = onward;
        onSkip = out;
    }

    /// Takes it away.
    public void hide() {
        ring(null);
        setVisible(false);
        setManaged(false);
    }
}
