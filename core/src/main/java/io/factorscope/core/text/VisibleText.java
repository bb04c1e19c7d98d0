package io.factorscope.core.text;

/// Token text with its spaces and line breaks made visible.
public final class VisibleText {
    private VisibleText() {}

    /// `·` for a leading space, `⏎` for a line break, `⇥` for a tab.
    public static String of(String token) {
        String marked = token.startsWith(" ") ? "·" + token.substring(1) : token;
        return marked.replace("\n", "⏎").replace("\r", "␍").replace("\t", "⇥");
    }
}
