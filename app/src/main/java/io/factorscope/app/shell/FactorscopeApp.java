package io.factorscope.app.shell;

import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Application;
import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.time.Clock;

/// The window.
public final class FactorscopeApp extends Application {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 960;
    private static final double LEAST_HEIGHT = 640;

    private static DeviceChoice device = DeviceChoice.AUTO;
    private static int threads;

    private @Nullable Lanes lanes;

    /// Chooses where models will run; call before launching.
    public static void configure(DeviceChoice choice, int nativeThreads) {
        device = choice;
        threads = nativeThreads;
    }

    @Override
    public void start(Stage stage) {
        Lanes running = Lanes.onFxThread();
        lanes = running;
        ErrorCenter errors = new ErrorCenter(running::post, Clock.systemUTC());
        errors.catchUnhandled();
        Workbench workbench =
                new Workbench(new Session(new ModelHost(device, threads)), running, errors);
        Timeline clock =
                new Timeline(new KeyFrame(Duration.seconds(1), event -> workbench.refreshStatus()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
        Scene scene = new Scene(workbench, WIDTH, HEIGHT);
        boolean dark = Platform.getPreferences().getColorScheme() == ColorScheme.DARK;
        workbench.install(scene, dark ? Theme.DARK : Theme.LIGHT);
        stage.setTitle("Factorscope");
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        stage.show();
        if (Boolean.getBoolean("factorscope.exitWhenShown")) {
            // For measuring the start: ends after the first pictures have been drawn.
            new Timeline(new KeyFrame(Duration.millis(1), event -> Platform.exit())).play();
        }
    }

    @Override
    public void stop() {
        if (lanes != null) {
            lanes.close();
        }
    }
}
