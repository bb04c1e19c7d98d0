package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

class SettingsTest {
    @Test
    void columnsAreKeptByNameAndAnOlderFileHasNone(@TempDir Path folder) throws Exception {
        Settings wished = Settings.DEFAULTS.withColumns(Map.of("loss", false, "star", true));
        wished.save(folder);
        assertEquals(wished, Settings.load(folder));
        Files.writeString(folder.resolve("settings.json"), "{\"offline\": true}");
        assertEquals(Map.of(), Settings.load(folder).columns());
    }

    @TempDir private Path folder;

    @Test
    void settingsComeBackAsTheyWereSaved() throws Exception {
        Settings chosen =
                Settings.DEFAULTS
                        .with(new Settings.Compute("cuda:1", 3, "bfloat16"))
                        .with(new Settings.Look("dark", true, 120))
                        .withOffline(true)
                        .withModelsFolder("/big/disk");
        chosen.save(folder.resolve("not yet there"));
        assertEquals(chosen, Settings.load(folder.resolve("not yet there")));
    }

    @Test
    void whatAFileLacksHasItsDefault() throws Exception {
        assertEquals(Settings.DEFAULTS, Settings.load(folder));
        Files.writeString(folder.resolve("settings.json"), "{\"look\":{\"theme\":\"dark\"}}");
        Settings read = Settings.load(folder);
        assertEquals(new Settings.Look("dark", false, 100), read.look());
        assertEquals(Settings.Compute.AUTO, read.compute());
        assertEquals("", read.modelsFolder());
    }

    @Test
    void textIsNeverSmallerOrLargerThanCanBeRead() {
        assertEquals(90, new Settings.Look("light", false, 5).fontPercent());
        assertEquals(150, new Settings.Look("light", false, 900).fontPercent());
    }

    @Test
    void aBrokenFileOrAnUnknownDeviceIsSaidWithTheFile() throws Exception {
        Path file = Files.writeString(folder.resolve("settings.json"), "{");
        String broken = Failing.with("FS-SETTINGS-001", () -> Settings.load(folder));
        assertTrue(broken.contains(file.toString()), broken);
        Files.writeString(file, "{\"compute\":{\"device\":\"tpu\"}}");
        String unknown = Failing.with("FS-SETTINGS-001", () -> Settings.load(folder));
        assertTrue(unknown.contains("'tpu'"), unknown);
    }

    @Test
    void recentAnalysesAreNewestFirstOncePerFolderAndNotWithoutEnd() throws Exception {
        RecentAnalyses recent = RecentAnalyses.load(folder);
        for (int i = 0; i < RecentAnalyses.MOST + 3; i++) {
            recent = recent.with(new RecentAnalyses.Item("/a/" + i, "first"));
        }
        recent = recent.with(new RecentAnalyses.Item("/a/9", "again"));
        assertEquals(RecentAnalyses.MOST, recent.items().size());
        assertEquals(new RecentAnalyses.Item("/a/9", "again"), recent.items().getFirst());
        assertEquals("/a/14", recent.items().get(1).folder());
        recent.save(folder);
        assertEquals(recent, RecentAnalyses.load(folder));
        assertFalse(recent.items().getFirst().isThere());
        assertEquals("/a/14", recent.without("/a/9").items().getFirst().folder());
    }

    @Test
    void aBrokenListOfRecentAnalysesStartsAnew() throws Exception {
        Files.writeString(folder.resolve("recent.json"), "[[[");
        assertEquals(0, RecentAnalyses.load(folder).items().size());
    }

    @Test
    void aPathIsShownWithoutTheUsersName() {
        Path home = Path.of(System.getProperty("user.home"));
        assertEquals("~/models/a", UserFolders.withoutName(home.resolve("models").resolve("a")));
        assertFalse(UserFolders.config().equals(UserFolders.state()));
    }
}
