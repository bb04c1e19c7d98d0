package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.project.Home;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Commands in a process of their own: nobody is contacted unasked.
class PrivacyTest {
    @TempDir private Path temp;

    private static String line(String... words) {
        return String.join("|", words);
    }

    @Test
    void fromTextToSteeringAndExportsNoSocketIsOpened() throws Exception {
        String model = Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2").toString();
        Files.writeString(
                temp.resolve("few.json"),
                "{\"animals\": [\"The brown dog ran.\", \"A small bird sat.\"],"
                        + " \"food\": [\"She ate an apple.\", \"Mom made a cake.\"]}");
        String hook = "blocks.1.mlp.hook_post";
        List<String> lines =
                List.of(
                        line("model", "list"),
                        line(
                                "collect",
                                "--model",
                                model,
                                "--data",
                                "few.json",
                                "--hook",
                                hook,
                                "--out",
                                "acts"),
                        line("factorize", "--activations", "acts", "--rank", "3", "--out", "fit"),
                        line(
                                "analyze",
                                "--model",
                                model,
                                "--data",
                                "few.json",
                                "--hook",
                                hook,
                                "--rank",
                                "3",
                                "--out",
                                "mine"),
                        line("contexts", "--analysis", "mine", "--out", "c.json"),
                        line("describe", "--contexts", "c.json", "--out", "d.json"),
                        line("export", "mine", "--concept", "F1", "--out", "v.gguf"),
                        line("export", "mine", "--concept", "F1", "--out", "v.npy"),
                        line("export", "mine", "--out", "report.html"),
                        line("pack", "mine", "--out", "mine.factorscope"),
                        line("unpack", "mine.factorscope", "--out", "again"),
                        line(
                                "generate",
                                "--model",
                                model,
                                "--prompt",
                                "One day",
                                "--steer",
                                hook + "=v.npy:2",
                                "--max-new-tokens",
                                "5"));
        assertOpensNothing(lines);
    }

    /// The whole window takes minutes: with `-Dfactorscope.tour=true` only.
    @Test
    @EnabledIfSystemProperty(named = "factorscope.tour", matches = "true")
    void theWindowsTourOpensNoSocket() throws Exception {
        assertOpensNothing(List.of(line("tour", "--threads", "1", "--out", "tour")));
        assertTrue(Files.size(temp.resolve("tour/report.html")) > 0);
    }

    private void assertOpensNothing(List<String> lines) throws Exception {
        Files.write(temp.resolve("commands.txt"), lines);
        String said =
                new Child(temp)
                        .option(
                                "-Djava.nio.channels.spi.SelectorProvider="
                                        + WatchedCommands.Channels.class.getName())
                        .run(WatchedCommands.class, List.of("commands.txt"));
        assertEquals(lines.size(), said.split("code 0 of", -1).length - 1, said);
        assertTrue(said.contains("opened []"), said);
        assertTrue(said.contains("caught true"), said);
    }
}
