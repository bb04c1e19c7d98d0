package io.factorscope.app.control;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

/// Puts text on the clipboard.
///
/// **Threads**: FX thread.
public final class Copying {
    private Copying() {}

    /// Puts a text there.
    public static void text(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }
}
