package io.factorscope.app.shell;

import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.task.Watchdog;
import io.factorscope.app.theme.WindowIcon;
import io.factorscope.app.words.Words;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.project.Settings;
import io.factorscope.core.project.UserFolders;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.animation.Animation;
import javafx.animation.KeyFrame;
import javafx.animation.Timeline;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.util.Duration;

import org.jspecify.annotations.Nullable;

import java.time.Clock;
import java.util.function.UnaryOperator;
import java.util.logging.Handler;

/// The window.
public final class FactorscopeApp extends Application {
    private static final double WIDTH = 1280;
    private static final double HEIGHT = 800;
    private static final double LEAST_WIDTH = 960;
    private static final double LEAST_HEIGHT = 640;

    private static UnaryOperator<Settings.Compute> options = UnaryOperator.identity();

    private @Nullable Lanes lanes;
    private @Nullable Session open;
    private @Nullable Watchdog watchdog;
    private @Nullable Handler log;
    private @Nullable Runnable rememberPlace;

    /// Takes what the command line says of where models run, which stands above the settings; call
    /// before launching.
    public static void configure(UnaryOperator<Settings.Compute> commandLine) {
        options = commandLine;
    }

    @Override
    public void start(Stage stage) {
        log = LogFile.start(UserFolders.state());
        Lanes running = Lanes.onFxThread();
        lanes = running;
        ErrorCenter errors = new ErrorCenter(running::post, Clock.systemUTC());
        errors.catchUnhandled();
        Preferences preferences =
                Preferences.in(UserFolders.config(), UserFolders.state(), running, errors::report);
        Settings settings = preferences.settings().get();
        Session session =
                new Session(models(settings, errors), preferences, running, errors::report);
        open = session;
        Workbench workbench = new Workbench(session, running, errors);
        Watchdog watching = Watchdog.start();
        watchdog = watching;
        workbench.notices().setSteps(() -> watching.report().toString());
        Timeline clock =
                new Timeline(new KeyFrame(Duration.seconds(1), event -> workbench.refreshStatus()));
        clock.setCycleCount(Animation.INDEFINITE);
        clock.play();
        Scene scene = new Scene(workbench, WIDTH, HEIGHT);
        workbench.install(scene, Wardrobe.wanted(settings));
        show(stage, scene, workbench);
        new CloseGuard(session, workbench::isBusy).install(stage);
        if (Boolean.getBoolean("factorscope.exitWhenShown")) {
            // For measuring the start: ends after the first pictures have been drawn.
            new Timeline(new KeyFrame(Duration.millis(1), event -> Platform.exit())).play();
        }
    }

    private static ModelHost models(Settings settings, ErrorCenter errors) {
        try {
            return new ModelHost(ModelHost.How.of(options.apply(settings.compute())));
        } catch (FactorscopeException e) {
            errors.report(e);
            return new ModelHost(DeviceChoice.AUTO, 0);
        }
    }

    private void show(Stage stage, Scene scene, Workbench workbench) {
        stage.setTitle(Words.of("shell.factorscope"));
        stage.getIcons().setAll(WindowIcon.images());
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        stage.setScene(scene);
        WindowPlace last = WindowPlace.load(UserFolders.state());
        if (last != null) {
            last.apply(stage);
            workbench.places().showAt(last.place());
        }
        stage.show();
        if (!Boolean.getBoolean("factorscope.exitWhenShown")) {
            rememberPlace =
                    () -> remember(WindowPlace.of(stage, workbench.places().shown().index(), last));
        }
    }

    private static void remember(WindowPlace place) {
        try {
            place.save(UserFolders.state());
        } catch (FactorscopeException e) {
            System.getLogger(FactorscopeApp.class.getName())
                    .log(System.Logger.Level.WARNING, e.code() + " " + e.getMessage());
        }
    }

    private static void close(@Nullable Session session) {
        try {
            if (session != null) {
                session.close();
            }
        } catch (FactorscopeException e) {
            System.getLogger(FactorscopeApp.class.getName())
                    .log(System.Logger.Level.ERROR, e.code() + " " + e.getMessage());
        }
    }

    @Override
    public void stop() {
        if (rememberPlace != null) {
            rememberPlace.run();
        }
        if (watchdog != null) {
            watchdog.close();
        }
        // First the edits: closing the lanes would interrupt a write.
        close(open);
        if (lanes != null) {
            lanes.close();
        }
        if (log != null) {
            LogFile.stop(log);
        }
    }
}
