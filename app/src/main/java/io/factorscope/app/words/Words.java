package io.factorscope.app.words;

import org.jspecify.annotations.Nullable;

import java.util.Locale;
import java.util.ResourceBundle;

/// What the window says, from its one message bundle; a key begins with the package that shows it.
public final class Words {
    private static final ResourceBundle BUNDLE =
            ResourceBundle.getBundle(
                    "io.factorscope.resources.messages",
                    Locale.ROOT,
                    Words.class.getClassLoader(),
                    ResourceBundle.Control.getNoFallbackControl(
                            ResourceBundle.Control.FORMAT_PROPERTIES));

    private Words() {}

    /// The words of a key.
    public static String of(String key) {
        return BUNDLE.getString(key);
    }

    /// The words of a key with `arguments` filled in, as [java.util.Formatter] does.
    public static String format(String key, @Nullable Object... arguments) {
        return String.format(Locale.ROOT, BUNDLE.getString(key), arguments);
    }
}
