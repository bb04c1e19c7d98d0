package io.factorscope.app.control;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;

import java.util.List;
import java.util.Locale;

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
        while (getChildren().size() > shifts.size()) {
            getChildren().removeLast();
        }
        for (int i = 0; i < shifts.size(); i++) {
            if (i == getChildren().size()) {
                getChildren().add(new Item());
            }
            if (getChildren().get(i) instanceof Item item) {
                item.show(shifts.get(i), scale);
            }
        }
    }

    /// A token and its numbers; shows one after another, since new nodes cost a styling each.
    private static final class Item extends HBox {
        private final Label numbers = new Label();

        Item() {
            numbers.getStyleClass().add("number");
            getStyleClass().add("scored-token");
            getChildren().add(numbers);
        }

        void show(Shift shift, double scale) {
            double heat = shift.change() / scale;
            if (getChildren().getFirst() instanceof TokenChip chip && chip.show(shift.token())) {
                chip.setHeat(heat);
            } else {
                TokenChip chip = new TokenChip(new Token(shift.token(), heat), true);
                getChildren().setAll(chip, numbers);
            }
            numbers.setText(chances(shift.before(), shift.after()));
            setAccessibleText(shift.token() + " " + numbers.getText());
        }
    }

    /// Both in per cent, with as many digits as it takes to tell them apart, up to four.
    static String chances(double before, double after) {
        int digits = Math.max(before, after) < 0.01 ? 1 : 0;
        while (digits < 4 && percent(before, digits).equals(percent(after, digits))) {
            digits++;
        }
        return percent(before, digits) + " → " + percent(after, digits);
    }

    private static String percent(double p, int digits) {
        return String.format(Locale.ROOT, "%." + digits + "f %%", 100 * p);
    }
}
