package io.factorscope.app.steer;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.steering.SteerRun;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import javafx.scene.Node;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Takes the present run out: to the clipboard, or into files.
final class ExportMenu extends MenuButton {
    private final SteerViewModel model;
    private final Node picture;

    ExportMenu(SteerViewModel model, Node picture) {
        super(Words.of("steer.copy-and-export"));
        this.model = model;
        this.picture = picture;
        setId("export");
        getItems()
                .addAll(
                        item(
                                Words.of("steer.copy-as-text"),
                                () -> copy(model.run().text(model.session()::shortNameOf))),
                        item(Words.of("steer.copy-as-json"), () -> copy(Json.text(model.run()))),
                        new SeparatorMenuItem(),
                        item(Words.of("steer.save-as-json"), () -> save("json")),
                        item(Words.of("steer.save-as-csv"), () -> save("csv")),
                        item(Words.of("steer.save-a-picture"), () -> ask("png", this::savePicture)),
                        new SeparatorMenuItem(),
                        item(Words.of("steer.copy-as-python-with-its"), this::python));
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    private void copy(String text) {
        put(text);
        model.export().say(Words.of("steer.copied"));
    }

    private static void put(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void save(String ending) {
        SteerRun run = model.run();
        ask(ending, chosen -> model.export().write(run, chosen));
    }

    private void ask(String ending, Consumer<Path> use) {
        FileDialogs.save(
                this,
                Words.of("steer.copy-and-export"),
                "steering." + ending,
                List.of(ending),
                use);
    }

    private void savePicture(Path file) {
        try {
            Snapshots.write(picture, 2, file);
            model.export().wrote(file);
        } catch (IOException e) {
            FactorscopeException failure = AtomicFiles.cannotWrite(file, e);
            model.fail(failure);
        }
    }

    private void python() {
        FileDialogs.folder(
                this,
                Words.of("steer.where-the-script-and-its"),
                chosen -> model.exportPython(chosen, ExportMenu::put));
    }
}
