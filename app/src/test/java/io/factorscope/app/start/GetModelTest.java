package io.factorscope.app.start;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.CssWarnings;
import io.factorscope.app.FolderHub;
import io.factorscope.app.FxToolkit;
import io.factorscope.app.control.Snapshots;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.Lanes;
import io.factorscope.app.theme.Theme;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.hub.HubAccess;
import io.factorscope.core.project.Home;

import javafx.geometry.Dimension2D;
import javafx.scene.layout.StackPane;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.util.WaitForAsyncUtils;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// Getting a model in the window: look up, download, cancel, failures; and pictures of it.
@SuppressWarnings("NullAway.Init") // set before each test
class GetModelTest {
    private static final Path FOLDER = Path.of("target", "gallery");

    private final List<String> got = new ArrayList<>();
    private FolderHub hub;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        hub = new FolderHub(Home.embeddedModel());
    }

    @AfterEach
    void stop() {
        hub.close();
    }

    private final class Here implements GetModelViewModel.Source {
        @Override
        public HubAccess hub() throws FactorscopeException {
            return HubAccess.of(hub.base(), Map.of(), List.of());
        }

        @Override
        public Path place(String name) {
            return temp.resolve(name);
        }
    }

    private GetModelViewModel direct() {
        return new GetModelViewModel(new DirectExecutor(), new Here(), got::add);
    }

    @Test
    void whatIsFoundIsShownAndThenDownloaded() {
        GetModelViewModel model = direct();
        model.nameProperty().set("org/tiny");
        model.look();
        GetModelViewModel.Found found = Objects.requireNonNull(model.foundProperty().get());
        assertEquals("5 files, 12 MB, licence: mit", found.summary());
        model.download();
        assertEquals(List.of("org/tiny"), got);
        assertTrue(model.gotProperty().get());
        assertTrue(Files.exists(temp.resolve("org/tiny/model.safetensors")));
        assertFalse(model.busyProperty().get());
    }

    @Test
    void aFailureIsSaidAndTheNextLookTakesItAway() {
        GetModelViewModel model = direct();
        model.nameProperty().set("org/none");
        model.look();
        assertEquals("FS-HUB-004", Objects.requireNonNull(model.failureProperty().get()).code());
        assertNull(model.foundProperty().get());
        model.nameProperty().set("org/tiny");
        model.look();
        assertNull(model.failureProperty().get());
        assertNotNull(model.foundProperty().get());
        model.revisionProperty().set("other");
        assertNull(model.foundProperty().get(), "what was found belongs to another revision");
    }

    @Test
    void ofSeveralGgufFilesOneIsChosen() throws Exception {
        Path folder = Files.createDirectories(temp.resolve("ggufs"));
        Files.writeString(folder.resolve("a.gguf"), "a");
        Files.writeString(folder.resolve("b.gguf"), "bb");
        hub.close();
        hub = new FolderHub(folder);
        GetModelViewModel model = direct();
        model.nameProperty().set("org/tiny");
        model.look();
        assertNull(model.failureProperty().get());
        assertEquals(List.of("a.gguf", "b.gguf"), model.ggufs());
        model.choose("b.gguf");
        GetModelViewModel.Found found = Objects.requireNonNull(model.foundProperty().get());
        assertEquals("b.gguf", found.files().getFirst().path());
    }

    @Test
    void inTheWindowADownloadIsSeenComingAndCanBeCancelled() throws Exception {
        hub.slowDown();
        CssWarnings warnings = new CssWarnings();
        try (Lanes lanes = Lanes.onFxThread()) {
            GetModelViewModel model =
                    FxToolkit.call(() -> new GetModelViewModel(lanes, new Here(), got::add));
            GetModelView view = FxToolkit.call(() -> new GetModelView(model));
            picture(view, "get-empty");
            FxToolkit.call(() -> look(model, "org/none"));
            until(() -> model.failureProperty().get() != null);
            picture(view, "get-failed");
            FxToolkit.call(() -> look(model, "org/tiny"));
            until(() -> model.foundProperty().get() != null);
            picture(view, "get-found");
            FxToolkit.call(() -> download(model));
            until(() -> model.progressProperty().get().unit().contains("left"));
            picture(view, "get-downloading");
            FxToolkit.call(() -> cancel(model));
            assertFalse(FxToolkit.call(() -> model.busyProperty().get()));
        }
        assertEquals(List.of(), warnings.messages());
        warnings.close();
        assertEquals(List.of(), got);
        assertFalse(Files.exists(temp.resolve("org/tiny")));
        assertTrue(Files.exists(temp.resolve("org/.tiny.download")), "what has come is kept");
    }

    private static boolean look(GetModelViewModel model, String name) {
        model.nameProperty().set(name);
        model.look();
        return true;
    }

    private static boolean download(GetModelViewModel model) {
        model.download();
        return true;
    }

    private static boolean cancel(GetModelViewModel model) {
        model.cancel();
        return true;
    }

    private static void until(java.util.concurrent.Callable<Boolean> condition) throws Exception {
        WaitForAsyncUtils.waitFor(30, TimeUnit.SECONDS, () -> FxToolkit.call(condition));
    }

    private static void picture(GetModelView view, String name) {
        for (Theme theme : Theme.values()) {
            Path file = FOLDER.resolve(name + "-" + theme.id() + ".png");
            FxToolkit.call(() -> {
                StackPane around = new StackPane(view);
                around.setStyle("-fx-background-color: -color-bg-default; -fx-padding: 16;");
                Snapshots.write(around, new Dimension2D(592, 460), theme, file);
                around.getChildren().clear();
                return file;
            });
            assertTrue(Files.exists(file));
        }
    }
}
