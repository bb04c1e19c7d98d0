package io.factorscope.app.start;

import io.factorscope.app.words.Words;
import io.factorscope.core.project.AnalysisArchive;
import io.factorscope.core.project.ConceptEntry;
import io.factorscope.core.project.VectorExport;

import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Asks for the files of an [Exchange]: a menu, and the same from anywhere.
public final class ExchangeMenu {
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
        String ending = AnalysisArchive.ENDING.substring(1);
        save(Words.of("start.save-as-one-file"), "analysis", List.of(ending), exchange::pack);
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
            DirectoryChooser chooser = new DirectoryChooser();
            chooser.setTitle(Words.of("start.import-names"));
            use(chooser.showDialog(owner.getScene().getWindow()), exchange::labels);
        }
    }

    /// Asks for an analysis in one file, and brings its names here.
    private void labelsOfFile() {
        if (exchange.isOpen()) {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(Words.of("start.import-names-of-a-file"));
            String ending = AnalysisArchive.ENDING;
            chooser.getExtensionFilters().add(filter(ending, List.of(ending.substring(1))));
            use(chooser.showOpenDialog(owner.getScene().getWindow()), exchange::labels);
        }
    }

    /// Asks for a file with a direction and what it is, and brings it here.
    public void given() {
        if (exchange.isOpen()) {
            FileChooser chooser = new FileChooser();
            chooser.setTitle(Words.of("start.import-a-direction"));
            chooser.getExtensionFilters().add(filter(".npy, .safetensors", VectorExport.DIRECTION));
            use(
                    chooser.showOpenDialog(owner.getScene().getWindow()),
                    file -> new GivenDirectionView(exchange, file).ask(owner));
        }
    }

    @FunctionalInterface
    private interface Use {
        void of(Path file);
    }

    private void save(String title, String name, List<String> endings, Use use) {
        if (!exchange.isOpen()) {
            return;
        }
        FileChooser chooser = new FileChooser();
        chooser.setTitle(title);
        chooser.setInitialFileName(name + "." + endings.getFirst());
        for (String ending : endings) {
            String shown = ending.toUpperCase(Locale.ROOT);
            chooser.getExtensionFilters().add(filter(shown, List.of(ending)));
        }
        use(chooser.showSaveDialog(owner.getScene().getWindow()), use);
    }

    private static FileChooser.ExtensionFilter filter(String name, List<String> endings) {
        return new FileChooser.ExtensionFilter(
                name, endings.stream().map(ending -> "*." + ending).toList());
    }

    private static void use(@Nullable File chosen, Use use) {
        if (chosen != null) {
            use.of(chosen.toPath());
        }
    }
}
