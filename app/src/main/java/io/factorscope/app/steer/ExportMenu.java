package io.factorscope.app.steer;

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
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;

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
                        item(Words.of("steer.copy-as-text"), () -> copy(model.run().text())),
                        item(Words.of("steer.copy-as-json"), () -> copy(Json.text(model.run()))),
                        new SeparatorMenuItem(),
                        item(Words.of("steer.save-as-json"), () -> save("steering.json")),
                        item(Words.of("steer.save-as-csv"), () -> save("steering.csv")),
                        item(Words.of("steer.save-a-picture"), this::savePicture),
                        new SeparatorMenuItem(),
                        item(Words.of("steer.copy-as-python-with-its"), this::python));
    }

    private static MenuItem item(String words, Runnable action) {
        MenuItem item = new MenuItem(words);
        item.setOnAction(event -> action.run());
        return item;
    }

    private static void copy(String text) {
        ClipboardContent content = new ClipboardContent();
        content.putString(text);
        Clipboard.getSystemClipboard().setContent(content);
    }

    private void save(String name) {
        SteerRun run = model.run();
        File chosen = chooser(name).showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            model.export().write(run, chosen.toPath(), file -> {});
        }
    }

    private static FileChooser chooser(String name) {
        FileChooser chooser = new FileChooser();
        chooser.setInitialFileName(name);
        return chooser;
    }

    private void savePicture() {
        File chosen = chooser("steering.png").showSaveDialog(getScene().getWindow());
        if (chosen != null) {
            Path file = chosen.toPath();
            try {
                Snapshots.write(picture, 2, file);
            } catch (IOException e) {
                FactorscopeException failure = AtomicFiles.cannotWrite(file, e);
                model.fail(failure);
            }
        }
    }

    private void python() {
        DirectoryChooser chooser = new DirectoryChooser();
        chooser.setTitle(Words.of("steer.where-the-script-and-its"));
        File chosen = chooser.showDialog(getScene().getWindow());
        if (chosen != null) {
            Path folder = chosen.toPath().resolve("steering");
            model.exportPython(folder, ExportMenu::copy);
        }
    }
}
