package io.factorscope.app.factors;

import io.factorscope.app.card.ConceptCard;
import io.factorscope.app.control.Buttons;
import io.factorscope.app.control.Copying;
import io.factorscope.app.control.EmptyState;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Gradually;
import io.factorscope.app.control.Icon;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.ConceptEntry;

import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.SplitPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/// The table or the map at the left, the card at the right, one's own text below.
public final class FactorsView extends StackPane {
    private final FactorsViewModel model;
    private final ConceptTable table;
    private final ListsMenu lists;
    private final FilterBar filter;
    private final MapView map;
    private final MenuButton exports;
    private final OwnTextView text;
    private final ToggleButton mapButton = FilterBar.mapButton();
    private final StackPane cardPlace = new StackPane();
    private final Gradually cards = new Gradually();
    private @Nullable ConceptCard card;

    /// A view of the model's rows.
    public FactorsView(FactorsViewModel model) {
        this.model = model;
        setId("factors-place");
        getStyleClass().add("factors");
        table = new ConceptTable(model);
        map = new MapView(model);
        lists = new ListsMenu(model);
        MenuButton columns = menu(Icon.COLUMNS, "columns", Words.of("factors.columns"));
        columns.setOnShowing(event -> columns.getItems().setAll(table.columnItems()));
        MenuButton more = menu(Icon.MORE, "table-more", Words.of("factors.export-and-copy"));
        more.getItems().setAll(exportItems());
        exports = more;
        filter = new FilterBar(model, lists.button(), List.of(mapButton, columns, more));
        text = new OwnTextView(model, () -> table.sortBy(Column.TEXT));
        SplitPane split = new SplitPane(left(), right());
        split.setDividerPositions(0.47);
        VBox.setVgrow(split, Priority.ALWAYS);
        VBox all = new VBox(split, text);
        EmptyState empty =
                EmptyState.withDemo(
                        Words.of("factors.no-concepts-yet"),
                        Words.of("factors.open-the-demo-or-fit"));
        getChildren().addAll(all, empty);
        model.session()
                .analysisProperty()
                .subscribe(analysis -> {
                    all.setVisible(analysis != null);
                    empty.setVisible(analysis == null);
                });
        model.selectedProperty().subscribe(this::showCard);
    }

    private static MenuButton menu(Icon icon, String id, String name) {
        MenuButton button = new MenuButton();
        button.setGraphic(icon.node());
        button.setId(id);
        button.setAccessibleText(name);
        button.getStyleClass().addAll("icon-button", "bare-menu");
        io.factorscope.app.control.Tips.install(button, name);
        // Shown once with something in it, or it would not open at all.
        button.getItems().setAll(new MenuItem(name));
        return button;
    }

    private VBox left() {
        table.view().setContextMenu(contextMenu());
        table.view().addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        map.visibleProperty().bind(mapButton.selectedProperty());
        table.view().visibleProperty().bind(mapButton.selectedProperty().not());
        model.map().activeProperty().bind(mapButton.selectedProperty());
        StackPane place = new StackPane(table.view(), map);
        VBox.setVgrow(place, Priority.ALWAYS);
        VBox left = new VBox(filter, lists.namingLine(), place, selectionBar());
        left.getStyleClass().add("column");
        left.setPadding(new Insets(16));
        left.setMinWidth(380);
        return left;
    }

    private void onKey(KeyEvent event) {
        if (event.getCode() == KeyCode.C && event.isShortcutDown()) {
            copy(Export.TSV);
            event.consume();
        } else if (event.getCode() == KeyCode.S && !event.isShortcutDown()) {
            model.lists().star();
            event.consume();
        } else if (event.getCode() == KeyCode.F2) {
            focusName(); // the table would keep this key to itself
            event.consume();
        }
    }

    private void copy(Export form) {
        Copying.text(model.copied(form));
    }

    private ContextMenu contextMenu() {
        ContextMenu menu = new ContextMenu();
        menu.setOnShowing(event -> {
            Menu add = new Menu(Words.of("factors.add-to-list"));
            add.getItems().setAll(lists.addItems());
            menu.getItems()
                    .setAll(
                            item(Words.of("factors.steer"), model::steerChosen),
                            item(Words.of("factors.measure-how-they-steer"), model::measureChosen),
                            item(Words.of("factors.evaluate"), model::evaluateChosen),
                            item(Words.of("factors.star-or-take-the-star"), model.lists()::star),
                            add,
                            new SeparatorMenuItem(),
                            item(Words.of("factors.copy-as-tsv"), () -> copy(Export.TSV)),
                            item(Words.of("factors.copy-as-json"), () -> copy(Export.JSON)));
        });
        menu.getItems().setAll(item(Words.of("factors.steer"), model::steerChosen));
        return menu;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    /// Adds something to the menu of exports that needs what this screen does not know.
    public void alsoExport(String words, Runnable action) {
        exports.getItems().add(2, item(words, action));
    }

    private List<MenuItem> exportItems() {
        return List.of(
                item(Words.of("factors.export-the-table-as-csv"), () -> export(Export.CSV)),
                item(Words.of("factors.export-the-table-as-json"), () -> export(Export.JSON)),
                new SeparatorMenuItem(),
                item(Words.of("factors.copy-the-selection-as-tsv"), () -> copy(Export.TSV)),
                item(Words.of("factors.copy-the-selection-as-json"), () -> copy(Export.JSON)));
    }

    private void export(Export form) {
        String ending = form.name().toLowerCase(Locale.ROOT);
        FileDialogs.save(
                this,
                Words.of("factors.export-the-table"),
                "concepts." + ending,
                List.of(ending),
                file -> model.export(file, form));
    }

    /// What can be done with several concepts at once; there only while several are chosen.
    private Node selectionBar() {
        Label count = new Label();
        count.getStyleClass().add("strong");
        count.setMinWidth(USE_PREF_SIZE);
        MenuButton add = new MenuButton(Words.of("factors.add-to-list"));
        add.setId("add-to-list");
        add.setMinWidth(USE_PREF_SIZE);
        add.getItems().setAll(lists.addItems());
        add.setOnShowing(event -> add.getItems().setAll(lists.addItems()));
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var steer = Buttons.text(Words.of("factors.steer-as-one"), model::steerChosen);
        steer.setId("steer-chosen");
        steer.setMinWidth(USE_PREF_SIZE);
        HBox bar =
                new HBox(
                        count,
                        gap,
                        Buttons.icon(
                                Icon.STAR,
                                Words.of("factors.star-them-or-take-the"),
                                model.lists()::star),
                        Buttons.icon(
                                Icon.COPY,
                                Words.of("factors.copy-as-tsv-ctrl-c"),
                                () -> copy(Export.TSV)),
                        add,
                        steer);
        bar.setId("selection-bar");
        bar.getStyleClass().add("row");
        model.chosenProperty()
                .subscribe(ids -> {
                    boolean several = ids.size() > 1;
                    count.setText(Words.format("factors.n-chosen", ids.size()));
                    bar.setVisible(several);
                    bar.setManaged(several);
                });
        return bar;
    }

    private ScrollPane right() {
        ScrollPane scroll = new ScrollPane(cardPlace);
        scroll.setFitToWidth(true);
        scroll.setMinWidth(380);
        scroll.getStyleClass().add("edge-to-edge");
        cardPlace.setPadding(new Insets(16));
        return scroll;
    }

    /// A concept's card in place of another's at once; after another analysis in a pulse of its
    /// own.
    private void showCard(@Nullable ConceptEntry entry) {
        cards.forget();
        if (card != null && entry != null) {
            putCard(entry);
        } else {
            cards.then(() -> putCard(entry));
            cards.start();
        }
    }

    private void putCard(@Nullable ConceptEntry entry) {
        card = null;
        if (entry == null) {
            cardPlace.getChildren().clear();
        } else {
            card = new ConceptCard(model.session(), entry, model::steerSelected, model::goTo);
            card.setOnMeasure(() -> model.measuring().measure(List.of(entry.id())));
            card.setOnEvaluate(model::evaluateSelected);
            cardPlace.getChildren().setAll(card);
        }
    }

    /// Puts the cursor into the filter.
    public void focusFilter() {
        filter.focusFilter();
    }

    /// Puts the cursor into one's own text.
    public void focusText() {
        text.focusField();
    }

    /// Shows the map in place of the table, or the table again.
    public void toggleMap() {
        mapButton.setSelected(!mapButton.isSelected());
        if (mapButton.isSelected()) {
            map.focusMap();
        } else {
            table.view().requestFocus();
        }
    }

    /// Puts the cursor into the name on the card.
    public void focusName() {
        if (card != null) {
            card.focusName();
        }
    }

    /// Puts the cursor into the note on the card.
    public void focusNote() {
        if (card != null) {
            card.focusNote();
        }
    }
}
