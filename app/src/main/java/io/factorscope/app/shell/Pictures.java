package io.factorscope.app.shell;

import io.factorscope.app.control.Snapshots;
import io.factorscope.app.task.FxSteps;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.job.FactorscopeException;

import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/// Pictures of the window as it is: in every theme, at three sizes.
final class Pictures {
    /// The size that the window opens with.
    static final int[] FIRST = {960, 700};

    private static final List<int[]> SIZES = List.of(FIRST, new int[] {1280, 800});

    /// Larger than the headless platform's screen, so drawn off the stage.
    private static final int[] LARGE = {1920, 1080};

    private final Path out;
    private final FxSteps fx;
    private final Workbench workbench;
    private final Stage stage;

    Pictures(Path out, FxSteps fx, Workbench workbench, Stage stage) {
        this.out = out;
        this.fx = fx;
        this.workbench = workbench;
        this.stage = stage;
    }

    /// Takes them all; `name` begins the names of their files.
    void take(String name) throws FactorscopeException {
        for (Theme theme : Theme.values()) {
            for (int[] size : SIZES) {
                fx.run(() -> dress(size, theme));
                fx.settle();
                fx.run(() -> Snapshots.write(workbench.getScene(), 1, file(name, theme, size)));
            }
            fx.run(() -> offStage(file(name, theme, LARGE)));
            fx.settle();
        }
    }

    private Path file(String name, Theme theme, int[] size) {
        return out.resolve(
                String.format(Locale.ROOT, "%s-%s-%dx%d.png", name, theme.id(), size[0], size[1]));
    }

    private void offStage(Path file) throws IOException {
        Scene shown = stage.getScene();
        shown.setRoot(new Pane());
        Scene large = new Scene(workbench, LARGE[0], LARGE[1]);
        large.setUserAgentStylesheet(shown.getUserAgentStylesheet());
        large.getStylesheets().setAll(shown.getStylesheets());
        try {
            // The first round makes rows and lets columns find their widths.
            Snapshots.write(large, 1, file);
            Snapshots.write(large, 1, file);
        } finally {
            large.setRoot(new Pane());
            shown.setRoot(workbench);
        }
    }

    private void dress(int[] size, Theme theme) {
        stage.setWidth(size[0]);
        stage.setHeight(size[1]);
        workbench.setTheme(theme);
        workbench.refreshStatus();
    }
}
