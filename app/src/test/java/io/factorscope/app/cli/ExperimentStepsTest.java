package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.app.ChatServer;
import io.factorscope.app.FolderCopy;
import io.factorscope.app.UnseenSentences;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.experiment.PersonRatings;
import io.factorscope.core.experiment.Variant;
import io.factorscope.core.judge.PersonQueue;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import picocli.CommandLine;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// Contexts, descriptions and sentences as typed: with no key, and by a server on this computer.
@SuppressWarnings("NullAway.Init") // set before each test
class ExperimentStepsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ChatServer server;

    @TempDir private Path temp;

    @BeforeEach
    void start() throws Exception {
        server = new ChatServer(ChatServer::everything);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int run(String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }

    private String path(String name) {
        return temp.resolve(name).toString();
    }

    private void contexts(String concepts) throws Exception {
        String shipped = Home.shippedAnalysis().toString();
        String[] command = {
            "contexts", "--analysis", shipped, "--concepts", concepts, "--out", path("c.json")
        };
        assertEquals(0, run(command), err.toString());
    }

    @Test
    void withNoKeyConceptsAreDescribedByTheirTokensAndTheLabelsAreKept() throws Exception {
        contexts("F3,F5");
        Path analysis = FolderCopy.of(Home.shippedAnalysis(), temp.resolve("analysis"));
        String[] describe = {
            "describe",
            "--contexts",
            path("c.json"),
            "--out",
            path("d.json"),
            "--into",
            path("analysis")
        };
        assertEquals(0, run(describe), err.toString());
        assertTrue(out.toString().contains("2 labels, marked as machine-made"), out.toString());
        JsonNode rows = Json.readTree(temp.resolve("d.json"));
        assertEquals(6, rows.size());
        assertEquals("factorscope", rows.path(0).at("/made_by/who").asText());
        var annotations = AnalysisStore.open(analysis).state().annotations();
        var label = Objects.requireNonNull(annotations.described().get("F3"));
        assertEquals(rows.path(0).path("description").asText(), label.text());
        assertEquals("tokens/1", label.madeBy().how());
        assertFalse(annotations.names().containsValue(label.text()));
    }

    @Test
    void aServerHereDescribesAndARerunAsksNothing() throws Exception {
        contexts("F3,F5");
        server.answer((question, n) -> "Reason.\nDescription: words for colours");
        String[] describe = {
            "describe",
            "--contexts",
            path("c.json"),
            "--out",
            path("d.json"),
            "--by",
            "compatible:tiny",
            "--base",
            server.base(),
            "--answers",
            path("kept"),
            "--price",
            "1000000",
            "--offline"
        };
        assertEquals(0, run(describe), err.toString());
        assertTrue(err.toString().contains("up to 6 calls"), err.toString());
        assertTrue(err.toString().contains("spent: 6 calls"), err.toString());
        assertTrue(err.toString().contains(" out, together "), err.toString());
        JsonNode first = Json.readTree(temp.resolve("d.json")).path(0);
        assertEquals("words for colours", first.path("description").asText());
        assertTrue(first.at("/made_by/who").asText().startsWith("compatible:tiny@http"));
        assertEquals(0, run(describe), err.toString());
        assertTrue(err.toString().contains("spent: 0 calls"), err.toString());
        assertTrue(err.toString().contains("0 out, together 0.0"), err.toString());
        assertEquals(6, server.asked());
        String[] sentences = {
            "sentences",
            "--descriptions",
            path("d.json"),
            "--out",
            path("s.json"),
            "--by",
            "compatible:tiny",
            "--base",
            server.base(),
            "--each",
            "1",
            "--answers",
            path("kept")
        };
        server.answer((question, n) -> "+ The sky was blue today.\n- He sat down to eat.");
        assertEquals(0, run(sentences), err.toString());
        JsonNode row = Json.readTree(temp.resolve("s.json")).path(0);
        assertEquals("The sky was blue today.", row.at("/activating_sentences/0").asText());
        assertEquals("He sat down to eat.", row.at("/neutral_sentences/0").asText());
        assertEquals(7, server.asked(), "both are described alike, and written for once");
    }

    @Test
    void aBudgetStopsAndWhatWasAnsweredIsUsedByTheNextRun() throws Exception {
        contexts("F3");
        String[] describe = {
            "describe",
            "--contexts",
            path("c.json"),
            "--out",
            path("d.json"),
            "--by",
            "compatible:tiny",
            "--base",
            server.base(),
            "--answers",
            path("kept"),
            "--max-calls",
            "2"
        };
        assertEquals(1, run(describe));
        assertTrue(err.toString().contains("FS-CHAT-008"), err.toString());
        assertFalse(Files.exists(temp.resolve("d.json")));
        assertEquals(0, run(describe), err.toString());
        assertEquals(3, server.asked());
    }

    @Test
    void paidServicesAreNotAskedBeforeAnybodyAgreesAndKeysAreNamed() throws Exception {
        contexts("F3");
        String[] describe = {
            "describe",
            "--contexts",
            path("c.json"),
            "--out",
            path("d.json"),
            "--by",
            "openai:m",
            "--base",
            "https://elsewhere.example"
        };
        assertEquals(1, run(describe));
        assertTrue(err.toString().contains("FS-CHAT-001"), err.toString());
    }

    @Test
    void sentencesOfHeldOutDataNeedAnAnalysisThatHasNotSeenThem() throws Exception {
        String data = Home.data("story_concepts.json").toString();
        String[] split = {"split", "--data", data, "--out", path("parts")};
        assertEquals(0, run(split), err.toString());
        assertTrue(out.toString().startsWith("480 sentences in fit.json, 480 in score.json"));
        String[] seen = {
            "sentences",
            "--held-out",
            data,
            "--analysis",
            Home.shippedAnalysis().toString(),
            "--out",
            path("s.json")
        };
        assertEquals(1, run(seen));
        assertTrue(err.toString().contains("FS-EXP-002"), err.toString());
        String[] fresh = seen.clone();
        fresh[2] = UnseenSentences.in(temp).toString();
        String[] more =
                Stream.concat(Stream.of(fresh), Stream.of("--each", "2", "--concepts", "L:weather"))
                        .toArray(String[]::new);
        assertEquals(0, run(more), err.toString());
        JsonNode row = Json.readTree(temp.resolve("s.json")).path(0);
        assertEquals("weather", row.path("description").asText());
        assertEquals(24, row.path("K").asInt());
        assertEquals(2, row.path("h_row").asInt());
        assertEquals(2, row.path("activating_sentences").size());
    }

    @Test
    void anyConceptsAreDescribedWrittenForDetectedSteeredAndJudgedInOneCommandOncePaid()
            throws Exception {
        String[] command = {
            "experiment",
            "full",
            "--analysis",
            Home.shippedAnalysis().toString(),
            "--concepts",
            "F3,L:weather",
            "--written",
            "--sentences",
            "1",
            "--by",
            "compatible:tiny",
            "--base",
            server.base(),
            "--answers",
            path("kept"),
            "--samples",
            "2",
            "--tokens",
            "4",
            "--targets",
            "0.1",
            "--directions",
            "1",
            "--threads",
            "1",
            "--out",
            path("run")
        };
        assertEquals(0, run(command), err.toString());
        ExperimentResult result = ExperimentResult.load(temp.resolve("run"));
        assertEquals(List.of(Method.SNMF, Method.DIFFMEANS), result.spec().methods());
        assertEquals(2 * 3, result.detection().size());
        String factor = result.detection().getFirst().concept();
        assertTrue(factor.startsWith("F3 · small things no. "), factor);
        assertTrue(
                result.judged().stream()
                        .filter(row -> row.variant() != Variant.PROMPTING)
                        .allMatch(row -> row.description().startsWith("small things no. ")));
        assertTrue(
                result.judged().stream().anyMatch(row -> row.track() == Description.Track.OUTPUT));
        assertTrue(out.toString().contains("| diffmeans | concept |"), out.toString());
        for (String file : List.of("contexts.json", "descriptions.json", "sentences.json")) {
            assertTrue(Json.readTree(temp.resolve("run").resolve(file)).size() >= 2, file);
        }
        try (PersonQueue queue = new PersonRatings(temp.resolve("run"), result).open("reader", 1)) {
            PersonQueue.Item item = queue.next().orElseThrow();
            while (item.request().concept().isEmpty()) {
                queue.skip(item);
                item = queue.next().orElseThrow();
            }
            // no id, which would say where the text is from
            assertTrue(item.request().concept().startsWith("small things no. "));
        }
        int once = server.asked();
        Files.delete(temp.resolve("run/results.json"));
        Files.delete(temp.resolve("run/descriptions.json"));
        assertEquals(0, run(command), err.toString());
        assertTrue(err.toString().contains("spent: 0 calls"), err.toString());
        assertEquals(once, server.asked());
    }
}
