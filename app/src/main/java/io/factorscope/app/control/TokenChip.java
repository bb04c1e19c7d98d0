package io.factorscope.app.control;

import io.factorscope.app.theme.Fonts;
import io.factorscope.app.theme.Heat;

import javafx.css.PseudoClass;
import javafx.scene.AccessibleRole;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.text.Text;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/// One token as a chip: monospace, its marks of white space faint, its value as background.
final class TokenChip extends HBox {
    /// The token that keys move to.
    static final PseudoClass CURSOR = PseudoClass.getPseudoClass("cursor");

    private static final PseudoClass CENTRE = PseudoClass.getPseudoClass("centre");
    private static final String MARKS = "·⏎⇥␍";

    TokenChip(Token token, boolean heated) {
        getStyleClass().add("token-chip");
        if (heated) {
            getStyleClass().add(Heat.styleClass(token.value()));
        }
        String text = token.text();
        int cut = afterMarks(text);
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

    private static int afterMarks(String text) {
        int cut = 0;
        while (cut < text.length() && MARKS.indexOf(text.charAt(cut)) >= 0) {
            cut++;
        }
        return cut;
    }

    /// Shows another token where that needs no other nodes: new ones cost a styling each.
    ///
    /// Returns whether it does.
    boolean show(String text) {
        int cut = afterMarks(text);
        List<Fonts.Run> runs = Fonts.runs(text.substring(cut), Fonts.MONO);
        int wanted = (cut > 0 ? 1 : 0) + 1;
        boolean plain =
                runs.size() == 1
                        && runs.getFirst().family().equals(Fonts.MONO)
                        && getChildren().size() == wanted
                        && getChildren().getLast() instanceof Text body
                        && !body.getStyleClass().contains("fallback")
                        && !body.getStyleClass().contains("space");
        boolean marked =
                getChildren().getFirst() instanceof Text first
                        && first.getStyleClass().contains("space");
        if (!plain || marked != (cut > 0)) {
            return false;
        }
        if (cut > 0 && getChildren().getFirst() instanceof Text marks) {
            marks.setText(text.substring(0, cut));
        }
        if (getChildren().getLast() instanceof Text body) {
            body.setText(text.substring(cut));
        }
        setAccessibleText(text);
        return true;
    }

    void markCentre(boolean marked) {
        pseudoClassStateChanged(CENTRE, marked);
    }

    /// Colours it by another value.
    void setHeat(double value) {
        String wanted = Heat.styleClass(value);
        if (!getStyleClass().contains(wanted)) {
            getStyleClass().removeIf(name -> name.startsWith("heat-"));
            getStyleClass().add(wanted);
        }
    }

    /// A tooltip that is asked for when it is first needed, and a word when the mouse comes or
    /// goes.
    void watch(int position, IntFunction<String> tips, IntConsumer onHover) {
        Tips.lazy(this, () -> tips.apply(position));
        addEventHandler(MouseEvent.MOUSE_ENTERED, event -> onHover.accept(position));
        addEventHandler(MouseEvent.MOUSE_EXITED, event -> onHover.accept(-1));
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
