package io.factorscope.app.control;

import io.factorscope.app.theme.Heat;
import io.factorscope.app.words.Words;

import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/// What the colours of tokens mean: `0 ░▒▓█ 1`, or `−1 … 0 … 1` for signed values.
public final class HeatLegend extends HBox {
    private static final int CELLS = 12;

    /// The values a legend spans.
    public enum Scale {
        ONE_SIDED,
        SIGNED
    }

    /// A legend whose ends are named by numbers, and that says in a tooltip what they measure.
    public HeatLegend(Scale scale, String lowest, String highest, String meaning) {
        getStyleClass().add("heat-legend");
        HBox ramp = new HBox();
        ramp.getStyleClass().add("ramp");
        for (int i = scale == Scale.SIGNED ? -CELLS : 0; i <= CELLS; i++) {
            Region cell = new Region();
            cell.getStyleClass().add(Heat.styleClass((double) i / CELLS));
            cell.setMinSize(scale == Scale.SIGNED ? 4 : 7, 10);
            ramp.getChildren().add(cell);
        }
        ramp.setMaxHeight(USE_PREF_SIZE);
        getChildren().addAll(new Label(lowest), ramp, new Label(highest));
        setAccessibleText(Words.format("control.colours-from-to", lowest, highest, meaning));
        setMinWidth(USE_PREF_SIZE);
        setMaxWidth(USE_PREF_SIZE);
        Tips.install(this, meaning);
    }

    /// The legend of values from 0 to 1.
    public static HeatLegend oneSided(String meaning) {
        return new HeatLegend(Scale.ONE_SIDED, "0", "1", meaning);
    }

    /// The legend of values from −1 to 1.
    public static HeatLegend signed(String meaning) {
        return new HeatLegend(Scale.SIGNED, "\u22121", "1", meaning);
    }
}
