package io.factorscope.app.start;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.words.Words;
import io.factorscope.core.project.AnalysisArchive;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.VectorExport;

import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Asks for the files of an [Exchange]: a menu, and the same from anywhere.
public final class ExchangeMenu {
    /// The ending of an analysis in one file, without its dot.
    static final String ENDING = AnalysisArchive.ENDING.substring(1);

    private final Exchange exchange;
    private final Node owner;

    ExchangeMenu(Exchange exchange, Node owner) {
        this.exchange = exchange;
        this.owner = owner;
    }

    /// The menu beside Save.
    MenuButton button() {
        MenuButton button = new MenuButton(Words.of("start.export-or-import"));
        button.setId("exchange");
        button.getItems()
                .setAll(
                        item(Words.of("start.save-as-one-file"), this::pack),
                        item(Words.of("start.write-a-report"), this::report),
                        item(Words.of("start.export-all-factors"), this::factors),
                        new SeparatorMenuItem(),
                        item(Words.of("start.import-names"), this::labels),
                        item(Words.of("start.import-names-of-a-file"), this::labelsOfFile),
                        item(Words.of("start.import-a-direction"), this::given));
        return button;
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    /// Asks where, and packs the analysis.
    public void pack() {
        save(Words.of("start.save-as-one-file"), "analysis", List.of(ENDING), exchange::pack);
    }

    /// Asks where, and writes a report.
    public void report() {
        save(Words.of("start.write-a-report"), "report", List.of("html"), exchange::report);
    }

    /// Asks where and in which form, and writes all factors.
    public void factors() {
        save(
                Words.of("start.export-all-factors"),
                "factors",
                VectorExport.FACTORS,
                exchange::factors);
    }

    /// Asks where and in which form, and writes a concept's direction.
    public void direction(@Nullable ConceptEntry entry) {
        if (entry != null) {
            save(
                    Words.of("start.export-the-direction"),
                    entry.id().replaceAll("[^\\w-]+", "-"),
                    Exchange.DIRECTION,
                    file -> exchange.direction(entry, file));
        }
    }

    /// Asks for another analysis, and brings its names here.
    public void labels() {
        if (exchange.isOpen()) {
            FileDialogs.folder(owner, Words.of("start.import-names"), exchange::labels);
        }
    }

    /// Asks for an analysis in one file, and brings its names here.
    private void labelsOfFile() {
        if (exchange.isOpen()) {
            FileDialogs.open(
                    owner,
                    Words.of("start.import-names-of-a-file"),
                    List.of(ENDING),
                    exchange::labels);
        }
    }

    /// Asks for a file with a direction and what it is, and brings it here.
    public void given() {
        if (exchange.isOpen()) {
            FileDialogs.open(
                    owner,
                    Words.of("start.import-a-direction"),
                    VectorExport.DIRECTION,
                    file -> new GivenDirectionView(exchange, file).ask(owner));
        }
    }

    private void save(String title, String name, List<String> endings, Consumer<Path> use) {
        if (exchange.isOpen()) {
            FileDialogs.save(owner, title, name + "." + endings.getFirst(), endings, use);
        }
    }
}
