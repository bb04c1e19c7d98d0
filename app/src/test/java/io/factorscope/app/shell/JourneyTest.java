package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.DiffText;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.error.ErrorCenter;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.factorization.UpdateRule;
import io.factorscope.core.project.Analysis;
import io.factorscope.core.tensor.DeviceChoice;

import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import javafx.stage.Stage;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.service.query.NodeQuery;
import org.testfx.util.WaitForAsyncUtils;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/// A real window on JavaFX's headless platform, used as a person would: fit, choose, rename, steer,
/// save, reopen.
@SuppressWarnings("NullAway.Init") // set before each test, on the FX thread
class JourneyTest {
    private static final String SENTENCES =
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

    private final FxRobot robot = new FxRobot();
    private Lanes lanes;
    private Workbench workbench;
    private Stage stage;
    private ErrorCenter errors;

    @TempDir private Path temp;

    @BeforeEach
    void openWindow() throws Exception {
        FxToolkit.call(() -> {
            lanes = Lanes.onFxThread();
            errors = new ErrorCenter(lanes::post, Clock.systemUTC());
            Session session = new Session(new ModelHost(DeviceChoice.parse("cpu"), 0));
            workbench = new Workbench(session, lanes, errors);
            stage = new Stage();
            Scene scene = new Scene(workbench, 960, 700);
            workbench.install(scene, Theme.LIGHT);
            stage.setScene(scene);
            stage.show();
            return stage;
        });
    }

    @AfterEach
    void closeWindow() throws Exception {
        FxToolkit.call(() -> {
            stage.close();
            lanes.close();
            return stage;
        });
    }

    @Test
    void fitChooseRenameSteerSaveReopen() throws Exception {
        CssWarnings warnings = new CssWarnings();
        fit();
        chooseAndRename();
        String steered = steer();
        Path folder = temp.resolve("kept");
        saveAndReopen(folder);
        robot.clickOn(place("Steer"));
        until(() -> !text("#steered-1").isEmpty() && idle());
        assertEquals(steered, text("#steered-1"), "the same sliders and seed write the same");
        assertEquals(List.of(), warnings.messages());
        warnings.close();
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    private void fit() throws Exception {
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

    private void chooseAndRename() throws Exception {
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

    private String steer() throws Exception {
        robot.clickOn("#steer-concept");
        until(() -> workbench.steering().sliders().size() == 1);
        until(() -> !text("#steered-1").isEmpty() && idle());
        String baseline = text("#baseline-1");
        FxToolkit.call(() -> {
            workbench.steering().sliders().getFirst().valueProperty().set(1);
            return true;
        });
        until(() -> idle() && !text("#steered-1").equals(text("#baseline-1")));
        assertEquals(baseline, text("#baseline-1"), "the baseline does not move with the slider");
        assertNotEquals(baseline, text("#steered-1"));
        return text("#steered-1");
    }

    private boolean idle() {
        return !workbench.steering().writingProperty().get();
    }

    private void saveAndReopen(Path folder) throws Exception {
        Analysis before = fx(() -> workbench.session().analysis());
        FxToolkit.call(() -> {
            workbench.start().save(folder);
            return true;
        });
        until(() -> folder.equals(workbench.session().folderProperty().get()));
        assertTrue(Files.exists(folder.resolve("analysis.json")));
        FxToolkit.call(() -> {
            workbench.start().openDemo();
            return true;
        });
        until(() -> workbench.session().analysis() != before && !running());
        FxToolkit.call(() -> {
            workbench.start().open(folder);
            return true;
        });
        until(() -> folder.equals(workbench.session().folderProperty().get()) && !running());
        Analysis after = fx(() -> workbench.session().analysis());
        assertEquals(before.factors().size(), after.factors().size());
        assertTrue(fx(() -> workbench.session().names().containsValue("my own name")));
        assertFalse(fx(() -> workbench.session().unsavedProperty().get()));
    }

    private boolean running() {
        return workbench.start().runningProperty().get();
    }

    @Test
    void aFitIsPausedBrowsedAndStoppedWithNamesKept() throws Exception {
        write("#data", Files.writeString(temp.resolve("s.csv"), SENTENCES).toString());
        write("#rank", "6");
        FxToolkit.call(() -> {
            workbench.start().form().steerability.set(false);
            workbench.start().form().rule.set(UpdateRule.MU);
            workbench.start().form().iterations.set("10000000");
            workbench.start().form().factorsPerToken.set("0");
            workbench.start().form().patience.set("10000000");
            return true;
        });
        robot.clickOn("#fit");
        until(() -> details().contains("explains"));
        robot.clickOn("#pause");
        until(() -> workbench.start().pausedProperty().get());
        assertEquals("Go on", robot.lookup("#pause").queryButton().getText());
        until(this::nothingMoves);
        Path picture = Path.of("target", "gallery", "fit-paused.png");
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, picture);
            return true;
        });
        assertTrue(Files.size(picture) > 10_000);
        robot.clickOn("#browse-so-far");
        until(() -> workbench.session().soFarProperty().get());
        assertTrue(running(), "the fit goes on");
        chooseAndRename();
        robot.clickOn(place("Start"));
        robot.clickOn("#stop");
        until(() -> !running() && !workbench.session().soFarProperty().get());
        Analysis kept = fx(() -> workbench.session().analysis());
        assertEquals(6, kept.factors().size());
        assertTrue(fx(() -> workbench.session().names().containsValue("my own name")));
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    /// Whether the details of the fit stay as they are for a while.
    private boolean nothingMoves() {
        String before = details();
        robot.sleep(200);
        return before.equals(details());
    }

    @Test
    void aTreeIsGrownBrowsedNamedAndSteered() throws Exception {
        CssWarnings warnings = new CssWarnings();
        FxToolkit.call(() -> {
            workbench.start().openDemo();
            return true;
        });
        until(() -> workbench.session().analysis() != null && !running());
        robot.clickOn(place("Tree"));
        write("#tree-ranks", "12, 5");
        robot.clickOn("#grow");
        until(() -> workbench.tree().tree() != null);
        until(() -> drawn() == 5);
        robot.clickOn("#tree-canvas");
        robot.type(KeyCode.RIGHT);
        until(() -> drawn() > 5);
        until(() -> inTree("#concept-name").tryQuery().isPresent());
        robot.clickOn("#expand-all");
        until(() -> drawn() > 17);
        int loose = drawn();
        FxToolkit.call(() -> {
            workbench.tree().strictProperty().set(true);
            return true;
        });
        until(() -> drawn() <= loose && drawn() >= 5);
        Path svg = temp.resolve("tree.svg");
        Path picture = Path.of("target", "gallery", "tree.png");
        FxToolkit.call(() -> {
            workbench.tree().drawing().export(svg);
            Snapshots.write(stage.getScene(), 1, picture);
            return true;
        });
        until(() -> Files.exists(svg));
        assertTrue(Files.readString(svg).contains("<svg") && Files.size(picture) > 10_000);
        until(() -> inTree("#steer-concept").tryQuery().isPresent());
        robot.clickOn(inTree("#steer-concept").queryButton());
        until(() -> workbench.steering().sliders().stream().anyMatch(s -> s.id().startsWith("T")));
        Path folder = temp.resolve("with tree");
        FxToolkit.call(() -> {
            workbench.start().save(folder);
            return true;
        });
        until(() -> folder.equals(workbench.session().folderProperty().get()) && !running());
        assertTrue(Files.exists(folder.resolve("tree/W3.npy")));
        assertEquals(List.of(), warnings.messages());
        warnings.close();
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    private int drawn() {
        return workbench.tree().drawing().drawnProperty().get().figure().nodes().size();
    }

    /// Among the nodes of the tree's place; other places stay in the scene, out of sight.
    private NodeQuery inTree(String query) {
        return robot.from(robot.lookup("#tree-place").queryParent()).lookup(query);
    }

    @Test
    void everyScreenSaysWhatWillBeThereBeforeAnythingIsOpen() throws Exception {
        robot.clickOn(place("Factors"));
        assertNotNull(robot.lookup("No concepts yet").query());
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        assertNotNull(robot.lookup("Nothing to steer with yet").query());
    }

    @Test
    void theFormSaysWhatItWillTakeAndFollowsK() throws Exception {
        until(() -> estimate().contains("up to"));
        String before = fx(this::estimate);
        assertTrue(before.contains(" memory · ") && before.endsWith(" disk"), before);
        write("#rank", "2000");
        until(() -> !estimate().equals(before) && !estimate().isEmpty());
        write("#rank", "many");
        until(() -> estimate().isEmpty());
        write("#rank", "64");
        until(() -> estimate().equals(before));
    }

    private String estimate() {
        return robot.lookup("#estimate").queryAs(Label.class).getText();
    }

    @Test
    void aModelIsAskedForInADialogThatWearsTheTheme() throws Exception {
        CssWarnings warnings = new CssWarnings();
        robot.clickOn("#get-model");
        until(() -> robot.lookup("#hub-name").tryQuery().isPresent());
        Scene dialog = fx(() -> robot.lookup("#hub-name").query().getScene());
        assertNotEquals(stage.getScene(), dialog);
        assertEquals(
                fx(() -> List.copyOf(stage.getScene().getStylesheets())),
                fx(() -> List.copyOf(dialog.getStylesheets())));
        assertTrue(fx(() -> robot.lookup("#hub-download").query().isDisabled()));
        Path file = Path.of("target", "gallery", "get-dialog.png");
        FxToolkit.call(() -> {
            Snapshots.write(dialog, 1, file);
            return file;
        });
        FxToolkit.call(() -> {
            dialog.getWindow().hide();
            return true;
        });
        assertEquals(List.of(), warnings.messages());
        warnings.close();
    }

    @Test
    void settingsChangeTheWindowAtOnce() throws Exception {
        CssWarnings warnings = new CssWarnings();
        robot.clickOn(place("Settings"));
        Label title = robot.lookup("Looks").queryAs(Label.class);
        assertEquals(16, fx(() -> title.getFont().getSize()));
        FxToolkit.call(() -> {
            workbench.settings().fontPercentProperty().set(150);
            workbench.settings().highContrastProperty().set(true);
            workbench.settings().themeProperty().set("dark");
            return true;
        });
        until(() -> title.getFont().getSize() == 24);
        until(() -> Color.WHITE.equals(title.getTextFill()));
        picture("settings-large-dark-contrast.png");
        robot.push(KeyCode.SHORTCUT, KeyCode.D);
        assertEquals("light", fx(() -> workbench.settings().themeProperty().get()));
        robot.clickOn(place("Start"));
        assertTrue(fx(() -> robot.lookup("#get-model").query().isVisible()));
        FxToolkit.call(() -> {
            workbench.settings().offlineProperty().set(true);
            return true;
        });
        assertFalse(fx(() -> robot.lookup("#get-model").query().isVisible()));
        picture("start-large-light-contrast.png");
        assertEquals(List.of(), warnings.messages());
        warnings.close();
    }

    @Test
    void everythingIsReachedFromTheKeyboardByName() throws Exception {
        CssWarnings warnings = new CssWarnings();
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        until(() -> robot.lookup("#palette").query().isVisible());
        picture("palette.png");
        robot.write("go t");
        robot.type(KeyCode.DOWN, KeyCode.DOWN);
        robot.type(KeyCode.ENTER);
        until(() -> workbench.placeIndex() == 2);
        assertFalse(fx(() -> robot.lookup("#palette").query().isVisible()));
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        robot.write("sett");
        robot.type(KeyCode.ENTER);
        until(() -> workbench.placeIndex() == 4);
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        robot.type(KeyCode.ESCAPE);
        assertFalse(fx(() -> robot.lookup("#palette").query().isVisible()));
        robot.push(KeyCode.F1);
        until(() -> robot.lookup("#shortcut-sheet").query().isVisible());
        picture("shortcuts.png");
        robot.push(KeyCode.ESCAPE);
        assertFalse(fx(() -> robot.lookup("#shortcut-sheet").query().isVisible()));
        assertEquals(List.of(), warnings.messages());
        warnings.close();
    }

    private void picture(String name) {
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, Path.of("target", "gallery", name));
            return true;
        });
    }

    @Test
    void aBadFieldIsSaidInOneLineAndNothingStarts() throws IOException, Exception {
        write("#rank", "many");
        robot.clickOn("#fit");
        until(() -> !errors.entries().isEmpty());
        assertEquals("FS-FORM-001", fx(() -> errors.entries().getFirst().code()));
        assertFalse(fx(this::running));
    }

    private Node place(String name) {
        return robot.lookup(".nav-rail .place").lookup(name).query();
    }

    private void write(String query, String words) throws Exception {
        FxToolkit.call(() -> {
            robot.lookup(query).queryAs(TextInputControl.class).setText(words);
            return true;
        });
    }

    private String details() {
        return robot.lookup("#fit-details").queryLabeled().getText();
    }

    private String text(String query) {
        return robot.lookup(query).queryAs(DiffText.class).getText();
    }

    private static <T> T fx(Callable<T> question) throws Exception {
        return FxToolkit.call(question);
    }

    private static void until(Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(60, TimeUnit.SECONDS, () -> FxToolkit.call(condition));
    }
}
