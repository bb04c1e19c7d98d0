package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

import java.util.List;

/// Tokens whose probability has changed, wrapping: `felt .02 → .19`. The heat is the change as a
/// share of the largest.
public final class TokenShifts extends FlowPane {
    /// A token, and its probability before and after.
    public record Shift(String token, double before, double after) {
        double change() {
            return after - before;
        }
    }

    /// An empty list.
    public TokenShifts() {
        getStyleClass().add("token-list");
        setAccessibleRole(AccessibleRole.TEXT);
    }

    /// Shows other tokens; `largest` is the change of full heat.
    public void setShifts(List<Shift> shifts, double largest) {
        double scale = largest == 0 ? 1 : largest;
        getChildren().setAll(shifts.stream().map(shift -> item(shift, scale)).toList());
    }

    private static HBox item(Shift shift, double scale) {
        TokenChip chip = new TokenChip(new Token(shift.token(), shift.change() / scale), true);
        Label numbers = new Label(chance(shift.before()) + " \u2192 " + chance(shift.after()));
        numbers.getStyleClass().add("number");
        HBox box = new HBox(chip, numbers);
        box.getStyleClass().add("scored-token");
        box.setAccessibleText(shift.token() + " " + numbers.getText());
        return box;
    }

    private static String chance(double p) {
        return p < 0.0005 ? "0" : p < 0.01 ? Numbers.percent(p) : Math.round(p * 100) + " %";
    }
}
