package io.factorscope.app.shell;

import io.factorscope.app.session.Session;
import io.factorscope.app.words.Words;

import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;

import java.util.Optional;
import java.util.function.BooleanSupplier;

/// Asks before a window closes on a job that runs or an analysis that was not saved.
final class CloseGuard {
    private final Session session;
    private final BooleanSupplier busy;

    CloseGuard(Session session, BooleanSupplier busy) {
        this.session = session;
        this.busy = busy;
    }

    /// What would be lost, as a question; empty where nothing would.
    Optional<String> question() {
        boolean unsaved = session.analysis() != null && session.unsavedProperty().get();
        if (busy.getAsBoolean()) {
            return Optional.of(
                    unsaved ? Words.of("shell.job-runs-and-unsaved") : Words.of("shell.job-runs"));
        }
        return unsaved
                ? Optional.of(Words.of("shell.the-open-analysis-has-changes"))
                : Optional.empty();
    }

    void install(Stage stage) {
        stage.setOnCloseRequest(event -> question().ifPresent(text -> ask(stage, event, text)));
    }

    private static void ask(Stage stage, WindowEvent event, String text) {
        ButtonType close =
                new ButtonType(Words.of("shell.close-anyway"), ButtonBar.ButtonData.OK_DONE);
        ButtonType stay = new ButtonType(Words.of("shell.stay"), ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(Alert.AlertType.NONE, text, close, stay);
        alert.setTitle(Words.of("shell.close-factorscope"));
        alert.initOwner(stage);
        // Enter must not throw work away.
        if (alert.getDialogPane().lookupButton(close) instanceof Button careless
                && alert.getDialogPane().lookupButton(stay) instanceof Button careful) {
            careless.setDefaultButton(false);
            careful.setDefaultButton(true);
        }
        if (alert.showAndWait().orElse(stay) != close) {
            event.consume();
        }
    }
}
