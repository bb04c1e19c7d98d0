package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.FileDialogs;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.error.ErrorEntry;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.animation.AnimationTimer;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A real window on JavaFX's headless platform, and what a person does in it.
@SuppressWarnings("NullAway.Init") // set before each test, on the FX thread
abstract class WindowJourney {
    static final String SENTENCES =
            """
            prompt,label
            The brown dog ran after the cat.,animals
            A small bird sat in the tree.,animals
            The cat and the dog slept in the sun.,animals
            A frog jumped into the pond.,animals
            She ate a red apple and some bread.,food
            Mom made a big cake with sugar.,food
            They ate soup and bread for lunch.,food
            He drank milk and ate a cookie.,food
            The rain fell and the wind blew.,weather
            Snow covered the cold ground.,weather
            The sun was hot and the sky was blue.,weather
            A storm came with rain and thunder.,weather
            """;

    final FxRobot robot = new FxRobot();
    final List<FileDialogs.Question> asked = new ArrayList<>();
    Lanes lanes;
    Workbench workbench;
    Stage stage;
    ErrorCenter errors;
    private CssWarnings warnings;

    @TempDir Path temp;

    /// How high the window is.
    int height() {
        return 700;
    }

    /// What outlives the window.
    Preferences preferences() {
        return Preferences.forgetful();
    }

    @BeforeEach
    void openWindow() {
        warnings = new CssWarnings();
        FxToolkit.call(() -> {
            lanes = Lanes.onFxThread();
            errors = new ErrorCenter(lanes::post, Clock.systemUTC());
            ModelHost models = new ModelHost(DeviceChoice.parse("cpu"), 0);
            Session session = new Session(models, preferences(), lanes, errors::report);
            workbench = new Workbench(session, lanes, errors);
            stage = new Stage();
            Scene scene = new Scene(workbench, 960, height());
            workbench.install(scene, Theme.LIGHT);
            stage.setScene(scene);
            stage.show();
            return stage;
        });
    }

    @AfterEach
    void closeWindow() {
        FxToolkit.call(() -> {
            stage.close();
            lanes.close();
            return stage;
        });
        List<String> said = warnings.messages();
        warnings.close();
        assertEquals(List.of(), said);
    }

    /// Opens the shipped analysis and waits for its rows.
    void openDemo() throws Exception {
        run(workbench.start()::openDemo);
        until(() -> workbench.factors().rows().size() == 80);
        until(() -> !running());
        awaitCard();
    }

    /// Answers the dialogs from now on; null cancels them.
    void answer(@Nullable Path path) {
        run(() ->
                FileDialogs.answerBy(
                        stage.getScene(),
                        question -> {
                            asked.add(question);
                            return path;
                        }));
    }

    void click(String button) {
        run(() -> robot.lookup(button).queryAs(Button.class).fire());
    }

    void pick(String menu, String words) {
        run(() ->
                robot.lookup(menu).queryAs(MenuButton.class).getItems().stream()
                        .filter(item -> words.equals(item.getText()))
                        .findFirst()
                        .orElseThrow()
                        .fire());
    }

    /// Waits until the card on the Factors screen has all its parts, which come one a pulse.
    void awaitCard() throws Exception {
        run(() -> {}); // what was asked for just now is under way
        until(() -> !robot.lookup("#factors-place #origin").queryAll().isEmpty());
        pulses(8);
    }

    /// Lets the window draw so often.
    static void pulses(int count) throws InterruptedException {
        CountDownLatch drawn = new CountDownLatch(count);
        AnimationTimer timer =
                new AnimationTimer() {
                    @Override
                    public void handle(long now) {
                        drawn.countDown();
                    }
                };
        run(timer::start);
        drawn.await();
        run(timer::stop);
    }

    /// A node of the Factors screen; hidden places stay in the scene.
    <T extends Node> T onFactors(String query, Class<T> type) {
        return robot.from(robot.lookup("#factors-place").queryParent()).lookup(query).queryAs(type);
    }

    /// Waits for a failure, and forgets it.
    void failedWith(String code) throws Exception {
        until(() -> !errors.entries().isEmpty());
        run(() -> {
            assertEquals(List.of(code), errors.entries().stream().map(ErrorEntry::code).toList());
            errors.clear();
        });
    }

    void assertNoErrors() {
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    /// Whether a node and all that it is in are visible.
    static boolean isShown(Node node) {
        Node each = node;
        while (each != null && each.isVisible()) {
            each = each.getParent();
        }
        return each == null;
    }

    static void run(Runnable action) {
        FxToolkit.call(() -> {
            action.run();
            return true;
        });
    }

    void fit() throws Exception {
        Path data = Files.writeString(temp.resolve("sentences.csv"), SENTENCES);
        write("#data", data.toString());
        write("#rank", "6");
        FxToolkit.call(() -> {
            workbench.start().form().steerability.set(false);
            return true;
        });
        robot.clickOn("#fit");
        until(() -> workbench.session().analysis() != null);
        Analysis analysis = fx(() -> workbench.session().analysis());
        assertEquals(6, analysis.factors().size());
        assertEquals(3, analysis.labels().size());
        assertTrue(analysis.fit().manifest().relative() < 1);
    }

    void chooseAndRename() throws Exception {
        TableView<?> table = robot.lookup("#concepts").queryAs(TableView.class);
        until(() -> table.getItems().size() == 6);
        robot.clickOn("#concepts");
        robot.type(KeyCode.DOWN);
        until(() -> robot.lookup("#concept-name").tryQuery().isPresent());
        robot.clickOn("#concept-name");
        robot.push(KeyCode.SHORTCUT, KeyCode.A);
        robot.write("my own name");
        robot.type(KeyCode.ENTER);
        until(() -> workbench.session().names().containsValue("my own name"));
        write("#filter", "my own");
        until(() -> table.getItems().size() == 1);
    }

    boolean running() {
        return workbench.start().runningProperty().get();
    }

    void picture(String name) {
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, Path.of("target", "gallery", name));
            return true;
        });
    }

    Node place(String name) {
        return robot.lookup(".nav-rail .place").lookup(name).query();
    }

    void write(String query, String words) throws Exception {
        FxToolkit.call(() -> {
            robot.lookup(query).queryAs(TextInputControl.class).setText(words);
            return true;
        });
    }

    static <T> T fx(Callable<T> question) {
        return FxToolkit.call(question);
    }

    static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> FxToolkit.call(condition));
    }
}
