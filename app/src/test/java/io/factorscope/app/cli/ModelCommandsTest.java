package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.FolderHub;
import io.factorscope.core.project.Home;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/// Getting, listing and inspecting models, and dry runs, as typed.
@SuppressWarnings("NullAway.Init") // set before each test
class ModelCommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private FolderHub hub;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        hub = new FolderHub(Home.embeddedModel());
        System.setProperty("factorscope.models", temp.resolve("shelf").toString());
    }

    @AfterEach
    void stop() {
        System.clearProperty("factorscope.models");
        hub.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    @Test
    void aModelThatWasGotIsListedInspectedAndUsedByName() {
        assertEquals(0, run("model", "get", "org/tiny", "--base", hub.base()), err.toString());
        assertTrue(out.toString().startsWith("org/tiny at 0123456: 5 files, 12 MB, licence mit"));
        assertEquals(0, run("model", "list"), err.toString());
        assertTrue(out.toString().contains("storyteller  gpt2, 5.9 M parameters, 12 MB, shipped"));
        assertTrue(out.toString().contains("org/tiny     gpt2, 5.9 M parameters"), out.toString());
        assertEquals(0, run("model", "inspect", "tiny"), err.toString());
        assertTrue(out.toString().contains("org/tiny at 0123456789"), out.toString());
        assertTrue(out.toString().contains("mlp.hook_post   width 1024"), out.toString());
        int code = run("generate", "--model", "tiny", "--prompt", "One", "--max-new-tokens", "2");
        assertEquals(0, code, err.toString());
        assertTrue(out.toString().startsWith("One"));
    }

    @Test
    void whatDoesNotExistIsOneLineAndLeavesNothing() {
        assertEquals(1, run("model", "get", "org/none", "--base", hub.base()));
        assertTrue(err.toString().contains("FS-HUB-004"), err.toString());
        assertFalse(Files.exists(temp.resolve("shelf")));
        assertEquals(1, run("generate", "--model", "org/none", "--prompt", "x"));
        assertTrue(err.toString().contains("FS-SHELF-001"), err.toString());
        assertEquals(2, run("model"));
    }

    @Test
    void inspectSaysEverythingThatIsWrong() throws Exception {
        Path bad = Files.createDirectories(temp.resolve("bad"));
        Files.writeString(bad.resolve("config.json"), "{\"model_type\": \"gpt2\"}");
        assertEquals(1, run("model", "inspect", bad.toString()));
        assertTrue(out.toString().contains("has no tokenizer.json"), out.toString());
        assertTrue(out.toString().contains("has no model.safetensors"), out.toString());
        assertTrue(out.toString().contains("memory          unknown"), out.toString());
        assertTrue(err.toString().contains("FS-MODEL-020"), err.toString());
    }

    @Test
    void aDryRunSaysWhatItWillTakeAndWritesNothing() throws Exception {
        Path data = Files.writeString(temp.resolve("d.txt"), "The dog ran home.\nShe ate.\n");
        String[] where = {"--data", data.toString(), "--hook", "blocks.1.mlp.hook_post"};
        String folder = temp.resolve("c").toString();
        assertEquals(
                0,
                run(
                        "collect",
                        where[0],
                        where[1],
                        where[2],
                        where[3],
                        "--out",
                        folder,
                        "--dry-run"),
                err.toString());
        String collect = out.toString();
        assertTrue(
                collect.matches("8 tokens · under 1 s · 8\\d\\d MB memory · 33 kB disk\\s*"),
                collect);
        assertEquals(
                0,
                run(
                        "analyze",
                        where[0],
                        where[1],
                        where[2],
                        where[3],
                        "--out",
                        folder,
                        "--rank",
                        "4",
                        "--dry-run"),
                err.toString());
        assertTrue(out.toString().contains(" memory · "), out.toString());
        assertFalse(Files.exists(temp.resolve("c")));
    }

    @Test
    void aJobThatCannotFitSaysSoBeforeItStarts() throws Exception {
        Path data = Files.writeString(temp.resolve("d.txt"), "The dog ran home.\nShe ate.\n");
        String folder = temp.resolve("c").toString();
        String hook = "blocks.1.mlp.hook_post";
        String rank = "2000000000";
        int code =
                run(
                        "analyze",
                        "--data",
                        data.toString(),
                        "--hook",
                        hook,
                        "--rank",
                        rank,
                        "--out",
                        folder);
        assertEquals(1, code);
        assertTrue(
                err.toString().startsWith("FS-ESTIMATE-001: This needs about 99 TB of memory"),
                err.toString());
        assertEquals(1, err.toString().strip().lines().count());
    }
}
