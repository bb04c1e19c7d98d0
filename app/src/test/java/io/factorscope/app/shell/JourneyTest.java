package io.factorscope.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.DiffText;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.theme.Theme;
import io.factorscope.app.tree.FamilyModel;
import io.factorscope.core.project.Analysis;

import javafx.css.PseudoClass;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;

import org.junit.jupiter.api.Test;
import org.testfx.service.query.NodeQuery;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// A real window on JavaFX's headless platform, used as a person would: fit, choose, rename, steer,
/// save, reopen.
class JourneyTest extends WindowJourney {
    @Test
    void fitChooseRenameSteerSaveReopen() throws Exception {
        fit();
        chooseAndRename();
        String steered = steer();
        Path folder = temp.resolve("kept");
        saveAndReopen(folder);
        robot.clickOn(place("Steer"));
        until(() -> !text("#steered-1").isEmpty() && idle());
        assertEquals(steered, text("#steered-1"), "the same sliders and seed write the same");
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
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

    @Test
    void aTreeIsGrownBrowsedNamedAndSteered() throws Exception {
        FxToolkit.call(() -> {
            workbench.start().openDemo();
            return true;
        });
        until(() -> workbench.session().analysis() != null && !running());
        robot.clickOn(place("Tree"));
        List<String> ofTheTree =
                List.of("#tree-export", "#expand-all", "#collapse", "#focus", "#fit-tree");
        for (String button : ofTheTree) {
            assertTrue(fx(() -> inTree(button).query().isDisabled()), button);
        }
        write("#tree-ranks", "12, 5");
        robot.clickOn("#grow");
        until(() -> workbench.tree().tree() != null);
        until(() -> drawn() == 5);
        for (String button : ofTheTree) {
            assertFalse(fx(() -> inTree(button).query().isDisabled()), button);
        }
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
        aNewNameArrivesInTheMatrix();
        findInTree();
        Path svg = temp.resolve("tree.svg");
        Path picture = Path.of("target", "gallery", "tree.png");
        FxToolkit.call(() -> {
            Snapshots.write(stage.getScene(), 1, picture);
            return true;
        });
        answer(null);
        pick("#tree-export", "SVG…");
        assertEquals("tree.svg", asked.getLast().name());
        assertFalse(Files.exists(svg));
        answer(svg);
        pick("#tree-export", "SVG…");
        until(() -> Files.exists(svg));
        assertTrue(Files.readString(svg).contains("<svg") && Files.size(picture) > 10_000);
        run(() -> workbench.tree().drawing().selectedProperty().set("T3.0")); // no leaf
        pulses(8);
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
        assertEquals(List.of(), fx(() -> List.copyOf(errors.entries())));
    }

    private void aNewNameArrivesInTheMatrix() throws Exception {
        until(() -> workbench.tree().families().shownProperty().get() != null);
        run(() -> {
            FamilyModel.Shown shown = workbench.tree().families().shownProperty().get();
            workbench
                    .session()
                    .rename(Objects.requireNonNull(shown).siblings().getFirst(), "first sibling");
        });
        assertTrue(
                fx(() ->
                        inTree("#family-matrix .label").queryAllAs(Label.class).stream()
                                .anyMatch(label -> label.getText().equals("first sibling"))));
    }

    private void findInTree() throws Exception {
        String last =
                fx(() -> workbench.tree().drawing().drawnProperty().get().figure().nodes())
                        .getLast()
                        .node()
                        .tokens()
                        .getFirst();
        write("#tree-search", last.replace("·", ""));
        until(() -> found().startsWith("1 of "));
        robot.clickOn("#tree-search");
        for (int i = 2; i <= fx(() -> findings().size()) && i <= 4; i++) {
            robot.type(KeyCode.ENTER);
            String which = i + " of ";
            until(() -> found().startsWith(which));
            assertTrue(fx(this::isChosenInSight), which);
        }
        picture("tree-found.png");
        run(() -> workbench.setTheme(Theme.DARK));
        picture("tree-found-dark.png");
        run(() -> workbench.setTheme(Theme.LIGHT));
        write("#tree-search", "no such words");
        until(() -> found().equals("no match"));
        write("#tree-search", "");
    }

    private String found() {
        return inTree("#tree-found").queryAs(Label.class).getText();
    }

    private List<String> findings() {
        return workbench.tree().drawing().drawnProperty().get().found();
    }

    private boolean isChosenInSight() {
        Node canvas = inTree("#tree-canvas").query();
        Bounds sight = canvas.localToScene(canvas.getLayoutBounds());
        PseudoClass selected = PseudoClass.getPseudoClass("selected");
        return inTree(".tree-box").queryAll().stream()
                .filter(box -> box.getPseudoClassStates().contains(selected))
                .map(box -> box.localToScene(box.getLayoutBounds()))
                .anyMatch(sight::contains);
    }

    private int drawn() {
        return workbench.tree().drawing().drawnProperty().get().figure().nodes().size();
    }

    /// Among the nodes of the tree's place; other places stay in the scene, out of sight.
    private NodeQuery inTree(String query) {
        return robot.from(robot.lookup("#tree-place").queryParent()).lookup(query);
    }

    @Test
    void everyScreenSaysWhatWillBeThereBeforeAnythingIsOpenAndOffersTheDemo() throws Exception {
        robot.clickOn(place("Factors"));
        assertNotNull(robot.lookup("No concepts yet").query());
        robot.push(KeyCode.SHORTCUT, KeyCode.DIGIT4);
        assertNotNull(robot.lookup("Nothing to steer with yet").query());
        for (Place place : List.of(Place.FACTORS, Place.COMPARE, Place.STEER, Place.TREE)) {
            run(() -> workbench.places().show(place));
            assertEquals("Try the demo", fx(() -> inSight(".empty-state .button").getText()));
        }
        picture("tree-empty.png");
        robot.clickOn(inSight(".empty-state .button"));
        until(() -> workbench.session().analysis() != null && !running());
        assertEquals(Place.TREE, fx(workbench.places()::shown), "it fills the place one is at");
        assertEquals("Grow the tree", fx(() -> inSight(".empty-state .button").getText()));
        picture("tree-none.png");
    }

    /// The button of its kind that can be seen.
    private Button inSight(String query) {
        return robot.lookup(query).queryAllAs(Button.class).stream()
                .filter(WindowJourney::isShown)
                .findFirst()
                .orElseThrow();
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
    }

    @Test
    void settingsChangeTheWindowAtOnce() throws Exception {
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
    }

    @Test
    void everythingIsReachedFromTheKeyboardByName() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        until(() -> robot.lookup("#palette").query().isVisible());
        picture("palette.png");
        robot.write("go t");
        robot.type(KeyCode.DOWN, KeyCode.DOWN);
        robot.type(KeyCode.ENTER);
        until(() -> workbench.places().shown() == Place.TREE);
        assertFalse(fx(() -> robot.lookup("#palette").query().isVisible()));
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        robot.write("sett");
        robot.type(KeyCode.ENTER);
        until(() -> workbench.places().shown() == Place.SETTINGS);
        robot.push(KeyCode.SHORTCUT, KeyCode.K);
        robot.write("zzz");
        until(() -> robot.lookup("#palette .placeholder .label").tryQuery().isPresent());
        picture("palette-empty.png");
        robot.type(KeyCode.ESCAPE);
        assertFalse(fx(() -> robot.lookup("#palette").query().isVisible()));
        robot.push(KeyCode.F1);
        until(() -> robot.lookup("#shortcut-sheet").query().isVisible());
        picture("shortcuts.png");
        robot.push(KeyCode.ESCAPE);
        assertFalse(fx(() -> robot.lookup("#shortcut-sheet").query().isVisible()));
    }

    @Test
    void failuresAreListedCopiedAndClearedFromTheKeyboard() throws Exception {
        robot.push(KeyCode.SHORTCUT, KeyCode.E);
        assertTrue(fx(() -> robot.lookup("#error-list").query().isVisible()));
        assertNotNull(robot.lookup("Nothing has gone wrong.").query());
        picture("errors-none.png");
        run(() -> workbench.start().drop(temp.resolve("nothing-that-can-be-dropped.pdf")));
        until(() -> errors.entries().size() == 1);
        run(() -> errors.report(new IllegalStateException("something else")));
        until(() -> errors.entries().size() == 2);
        robot.push(KeyCode.SHORTCUT, KeyCode.E);
        robot.push(KeyCode.SHORTCUT, KeyCode.E);
        robot.type(KeyCode.DOWN);
        robot.push(KeyCode.SHORTCUT, KeyCode.C);
        assertTrue(fx(() -> Clipboard.getSystemClipboard().getString()).contains("FS-DROP-001"));
        pulses(2);
        picture("errors.png");
        run(() -> workbench.setTheme(Theme.DARK));
        picture("errors-dark.png");
        click("#errors-copy");
        assertEquals(2, fx(() -> Clipboard.getSystemClipboard().getString().lines().count()));
        robot.type(KeyCode.DELETE);
        until(() -> errors.entries().size() == 1);
        assertTrue(fx(() -> errors.entries().getFirst().code()).startsWith("FS-APP"));
        click("#errors-clear");
        assertNoErrors();
        robot.push(KeyCode.ESCAPE);
        assertFalse(fx(() -> robot.lookup("#error-list").query().isVisible()));
    }

    private String text(String query) {
        return robot.lookup(query).queryAs(DiffText.class).getText();
    }
}
