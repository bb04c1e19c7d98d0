package io.factorscope.app.shell;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;

import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Path;
import java.time.Clock;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A real window for journeys, with a robot at its keyboard and mouse.
final class Window implements AutoCloseable {
    final FxRobot robot = new FxRobot();
    final ErrorCenter errors;
    final Workbench workbench;
    final Stage stage;
    private final Lanes lanes;

    private Window(Lanes lanes, ErrorCenter errors, Workbench workbench, Stage stage) {
        this.lanes = lanes;
        this.errors = errors;
        this.workbench = workbench;
        this.stage = stage;
    }

    static Window open() {
        return FxToolkit.call(() -> {
            Lanes lanes = Lanes.onFxThread();
            ErrorCenter errors = new ErrorCenter(lanes::post, Clock.systemUTC());
            ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0);
            Session session = new Session(models, Preferences.forgetful(), lanes, errors::report);
            Workbench workbench = new Workbench(session, lanes, errors);
            Stage stage = new Stage();
            Scene scene = new Scene(workbench, 960, 700);
            workbench.install(scene, Theme.LIGHT);
            stage.setScene(scene);
            stage.show();
            return new Window(lanes, errors, workbench, stage);
        });
    }

    /// Opens the shipped analysis and waits for its rows.
    void openDemo() throws Exception {
        run(workbench.start()::openDemo);
        until(() -> workbench.factors().rows().size() == 80);
    }

    void run(Runnable action) {
        FxToolkit.call(() -> {
            action.run();
            return true;
        });
    }

    static <T> T ask(Callable<T> question) {
        return FxToolkit.call(question);
    }

    static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> FxToolkit.call(condition));
    }

    /// A node of the Factors screen.
    <T extends Node> T onFactors(String query, Class<T> type) {
        return robot.from(robot.lookup("#factors-place").queryParent()).lookup(query).queryAs(type);
    }

    void picture(String name) {
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, Path.of("target", "gallery", name));
            return true;
        });
    }

    @Override
    public void close() {
        FxToolkit.call(() -> {
            stage.close();
            lanes.close();
            return true;
        });
    }
}
