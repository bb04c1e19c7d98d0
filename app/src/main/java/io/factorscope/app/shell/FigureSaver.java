package io.factorscope.app.shell;

import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.figure.FigureEvent;
import io.factorscope.app.figure.FigureFile;
import io.factorscope.app.figure.Painter;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Outcome;

import javafx.scene.Node;
import javafx.stage.FileChooser;

import java.io.File;
import java.nio.file.Path;
import java.util.Locale;

/// Asks where a figure shall be saved, writes it, and says so.
final class FigureSaver {
    private final TaskExecutor executor;
    private final Notices notices;
    private final ErrorCenter errors;

    FigureSaver(TaskExecutor executor, Notices notices, ErrorCenter errors) {
        this.executor = executor;
        this.notices = notices;
        this.errors = errors;
    }

    /// Serves all figures inside a node.
    void serve(Node root) {
        root.addEventHandler(
                FigureEvent.SAVE,
                event -> {
                    FileChooser chooser = new FileChooser();
                    chooser.setTitle(Words.of("figure.save"));
                    chooser.setInitialFileName(event.name() + ".svg");
                    for (String ending : FigureFile.ENDINGS) {
                        chooser.getExtensionFilters()
                                .add(
                                        new FileChooser.ExtensionFilter(
                                                ending.toUpperCase(Locale.ROOT), "*." + ending));
                    }
                    File chosen = chooser.showSaveDialog(root.getScene().getWindow());
                    if (chosen != null) {
                        write(event.figure(), chosen.toPath());
                    }
                    event.consume();
                });
    }

    void write(Painter figure, Path file) {
        executor.<Path>submit(
                Lane.FILES,
                context -> {
                    FigureFile.write(figure, file);
                    return file;
                },
                outcome -> {
                    if (outcome instanceof Outcome.Failed<Path> failed) {
                        errors.report(failed.failure());
                    } else {
                        notices.say(Words.format("figure.saved", file));
                    }
                });
    }
}
