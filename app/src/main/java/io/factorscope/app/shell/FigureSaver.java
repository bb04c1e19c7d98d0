package io.factorscope.app.shell;

import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.figure.FigureEvent;
import io.factorscope.app.figure.FigureFile;
import io.factorscope.app.figure.Painter;
import io.factorscope.app.task.Lane;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.Outcome;

import javafx.scene.Node;

import java.nio.file.Path;

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
                    FileDialogs.save(
                            root,
                            Words.of("figure.save"),
                            event.name() + ".svg",
                            FigureFile.ENDINGS,
                            chosen -> write(event.figure(), chosen));
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
