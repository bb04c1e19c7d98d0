package io.factorscope.app.control;

import io.factorscope.app.theme.Fonts;
import io.factorscope.app.theme.Heat;

import javafx.scene.AccessibleRole;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;

/// One token as a chip: monospace, its marks of white space faint, its value as background.
final class TokenChip extends HBox {
    private static final String MARKS = "·⏎⇥␍";

    TokenChip(Token token, boolean heated) {
        getStyleClass().add("token-chip");
        if (heated) {
            getStyleClass().add(Heat.styleClass(token.value()));
        }
        String text = token.text();
        int cut = 0;
        while (cut < text.length() && MARKS.indexOf(text.charAt(cut)) >= 0) {
            cut++;
        }
        if (cut > 0) {
            add(text.substring(0, cut), Fonts.MONO).getStyleClass().add("space");
        }
        for (Fonts.Run run : Fonts.runs(text.substring(cut), Fonts.MONO)) {
            add(run.text(), run.family());
        }
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(text);
        setMinWidth(USE_PREF_SIZE);
    }

    void markCentre() {
        getStyleClass().add("centre");
    }

    private Text add(String part, String family) {
        Text node = new Text(part);
        node.getStyleClass().add("token-text");
        if (family.equals(Fonts.FALLBACK)) {
            node.getStyleClass().add("fallback");
        }
        getChildren().add(node);
        return node;
    }
}
