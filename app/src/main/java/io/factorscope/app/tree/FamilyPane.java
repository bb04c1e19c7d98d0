package io.factorscope.app.tree;

import io.factorscope.app.control.HeatLegend;
import io.factorscope.app.control.Numbers;
import io.factorscope.app.session.Session;
import io.factorscope.app.theme.Heat;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.text.VisibleText;

import javafx.beans.binding.Bindings;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// The children of the chosen node against the family's tokens: whose push raises which token.
final class FamilyPane extends VBox {
    private final FamilyModel families;
    private final TreeViewModel model;
    private final GridPane grid = new GridPane();
    private final HBox head = new HBox(8);

    FamilyPane(TreeViewModel model) {
        this.model = model;
        this.families = model.families();
        setId("family-pane");
        getStyleClass().add("group");
        grid.setId("family-matrix");
        grid.getStyleClass().add("family-matrix");
        head.getStyleClass().add("row");
        ScrollPane scroll = new ScrollPane(grid);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setMaxHeight(220);
        getChildren().addAll(head, scroll);
        visibleProperty().bind(families.shownProperty().isNotNull());
        managedProperty().bind(visibleProperty());
        families.shownProperty().subscribe(this::show);
    }

    private void show(FamilyModel.@Nullable Shown shown) {
        grid.getChildren().clear();
        if (shown == null) {
            return;
        }
        double largest =
                shown.shift().logits().stream()
                        .flatMap(List::stream)
                        .mapToDouble(Math::abs)
                        .max()
                        .orElse(1);
        double scale = largest == 0 ? 1 : largest;
        showHead(scale);
        List<String> tokens = shown.shift().tokens();
        for (int t = 0; t < tokens.size(); t++) {
            Label label = new Label(VisibleText.of(tokens.get(t)));
            label.getStyleClass().add("token");
            grid.add(label, t + 1, 0);
        }
        for (int i = 0; i < shown.siblings().size(); i++) {
            Label name = name(shown.siblings().get(i));
            name.setMinWidth(140);
            name.setMaxWidth(180);
            grid.add(name, 0, i + 1);
            for (int t = 0; t < tokens.size(); t++) {
                grid.add(cell(shown.shift().logits().get(i).get(t), scale), t + 1, i + 1);
            }
        }
    }

    /// Follows what the concept is called.
    private Label name(ConceptEntry sibling) {
        Session session = model.session();
        Label name = new Label();
        name.textProperty()
                .bind(
                        Bindings.valueAt(session.names(), sibling.id())
                                .map(given -> session.nameOf(sibling))
                                .orElse(sibling.automaticLabel()));
        return name;
    }

    private void showHead(double scale) {
        Label title = new Label(Words.of("tree.what-each-child-does-to"));
        title.getStyleClass().add("strong");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        String end = Numbers.plain(scale);
        head.getChildren()
                .setAll(
                        title,
                        gap,
                        new HeatLegend(
                                HeatLegend.Scale.SIGNED,
                                "\u2212" + end,
                                "+" + end,
                                Words.of("tree.logits-how-much-the-childs")));
    }

    private static Label cell(double logit, double scale) {
        Label cell = new Label(Numbers.signed(logit));
        cell.getStyleClass().addAll("cell", Heat.styleClass(logit / scale));
        cell.setMaxWidth(Double.MAX_VALUE);
        return cell;
    }
}
