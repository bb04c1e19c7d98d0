package io.factorscope.app.control;

import io.factorscope.app.words.Words;

import javafx.css.PseudoClass;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;

/// An inline line of news or of failure, with copy and close; it takes no room while it has nothing
/// to say.
public final class MessageBar extends HBox {
    private static final PseudoClass ERROR = PseudoClass.getPseudoClass("error");

    private final StackPane sign = new StackPane();
    private final Label code = new Label();
    private final Label message = new Label();
    private final Button action = new Button();

    /// A bar with nothing to say.
    public MessageBar() {
        getStyleClass().add("message-bar");
        code.getStyleClass().add("code");
        code.setMinWidth(USE_PREF_SIZE);
        message.getStyleClass().add("message");
        action.getStyleClass().addAll("small", "flat", "offer");
        action.setMinWidth(USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren()
                .addAll(
                        sign,
                        code,
                        message,
                        gap,
                        action,
                        Buttons.icon(Icon.COPY, Words.of("control.copy-this-message"), this::copy),
                        Buttons.icon(Icon.CLOSE, Words.of("control.close"), this::hide));
        hide();
    }

    /// Shows a failure with its code.
    public void error(String failureCode, String text) {
        show(Icon.WARNING, failureCode, text);
        pseudoClassStateChanged(ERROR, true);
    }

    /// Shows news.
    public void info(String text) {
        show(Icon.INFO, "", text);
        pseudoClassStateChanged(ERROR, false);
    }

    /// Offers something to do about it, such as `Undo`; call after showing the message.
    public void offer(String words, Runnable then) {
        action.setText(words);
        action.setOnAction(event -> {
            hide();
            then.run();
        });
        shown(action, true);
    }

    /// Takes the message away.
    public void hide() {
        shown(this, false);
    }

    private void show(Icon icon, String newCode, String text) {
        var node = icon.node();
        node.getStyleClass().add("kind");
        sign.getChildren().setAll(node);
        code.setText(newCode);
        shown(code, !newCode.isEmpty());
        message.setText(text);
        shown(action, false);
        setAccessibleText(newCode.isEmpty() ? text : newCode + " " + text);
        shown(this, true);
    }

    private void copy() {
        ClipboardContent content = new ClipboardContent();
        content.putString(getAccessibleText());
        Clipboard.getSystemClipboard().setContent(content);
    }

    private static void shown(Region node, boolean on) {
        node.setVisible(on);
        node.setManaged(on);
    }
}
