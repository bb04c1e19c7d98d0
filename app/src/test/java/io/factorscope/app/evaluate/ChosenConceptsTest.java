package io.factorscope.app.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.app.ChatServer;
import io.factorscope.app.ConfigFolder;
import io.factorscope.app.UnseenSentences;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.judge.ChatService;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Runs on chosen concepts: described, written for and judged by a service, a file or a person.
class ChosenConceptsTest extends ShippedConcepts {
    @Test
    void chosenConceptsAreDescribedAndWrittenForOverHttpAndTheRunGoesOnWithNothingOpen()
            throws Exception {
        try (var _ = new ConfigFolder(temp.resolve("config"));
                ChatServer server = new ChatServer(ChatServer::everything)) {
            written(server);
        }
    }

    private void written(ChatServer server) throws Exception {
        openShipped(false);
        HeldExecutor held = new HeldExecutor();
        EvaluateViewModel model = model(held);
        model.fresh().form().what.set(EvaluateForm.What.FULL);
        model.fresh().form().model.set("not looked at");
        model.newRunOf(List.of("F3", "L:weather"));
        ChatForm chat = model.fresh().chat();
        chat.service.set(ServiceKind.COMPATIBLE);
        chat.model.set("tiny");
        chat.base.set(server.base());
        chat.sentences.set(ChatForm.Sentences.WRITTEN);
        String estimate = estimated(model, held);
        assertTrue(estimate.matches(".*2 concepts, .* texts.*up to [\\d,]+ calls.*"), estimate);
        chat.price.set("1000000, 2");
        String priced = estimated(model, held);
        assertTrue(priced.matches(".* out, together [\\d,]+\\.\\d\\d at most.*"), priced);
        chat.price.set("cheap");
        assertTrue(estimated(model, held).contains("a million tokens cost"));
        chat.price.set("");
        stopped(model, held);
        goesOn(held, server, estimate);
    }

    private static String estimated(EvaluateViewModel model, HeldExecutor held) {
        model.fresh().estimate().refresh();
        held.runAll();
        return model.fresh().estimate().lineProperty().get();
    }

    /// Runs it until texts are written.
    private void stopped(EvaluateViewModel model, HeldExecutor held) throws Exception {
        model.run();
        var cancelling =
                model.progressProperty()
                        .subscribe(progress -> {
                            if (progress.stage().startsWith("steering")) {
                                model.cancel();
                            }
                        });
        held.runAll();
        cancelling.unsubscribe();
        assertEquals(List.of(), failures);
        RunItem stopped = selected(model);
        assertTrue(stopped.canGoOn());
        assertTrue(
                EvaluateView.chosen(stopped.spec()).startsWith("2 concepts of story_concepts: "));
        assertTrue(
                Home.resolve(chosen(stopped).analysis()).startsWith(stopped.folder()),
                "an analysis that is not saved is kept with the run");
    }

    /// Goes on in another session, twice, the second time without what it came to.
    private void goesOn(HeldExecutor held, ChatServer server, String estimate) throws Exception {
        int before = server.asked();
        session();
        EvaluateViewModel later = model(held);
        later.shown();
        held.runAll();
        assertNull(session.analysis());
        later.goOn();
        held.runAll();
        assertEquals(List.of(), failures);
        ExperimentResult result = Objects.requireNonNull(later.result().resultProperty().get());
        assertEquals(List.of(Method.SNMF, Method.DIFFMEANS), result.spec().methods());
        String factor = result.detection().getFirst().concept();
        assertTrue(factor.startsWith("F3 · small things no. "), factor);
        assertTrue(later.result().measures().contains("output score"));
        assertTrue(server.asked() > before, "judging came after it went on");
        String most = estimate.replaceAll(".*up to ([\\d,]+) calls.*", "$1").replace(",", "");
        assertTrue(server.asked() <= Integer.parseInt(most), server.asked() + " of " + most);
        Files.delete(selected(later).folder().resolve(ExperimentResult.FILE));
        int once = server.asked();
        later.shown();
        held.runAll();
        later.goOn();
        held.runAll();
        assertTrue(selected(later).ended());
        assertEquals(once, server.asked(), "nothing is paid for twice");
    }

    @Test
    void aPersonIsAskedWhatTheFileDescribesAndOneConceptHasNoInterval() throws Exception {
        openShipped(true);
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().what.set(EvaluateForm.What.FULL);
        model.fresh().form().data.set(UnseenSentences.in(temp).toString());
        model.newRunOf(List.of("L:weather"));
        Path file = temp.resolve("descriptions.json");
        Json.write(
                file,
                List.of(
                        described("L:weather", 0, "what the sky does"),
                        described("L:weather", 1, "words of wet days"),
                        described("L:weather", -1, "words of dry days")));
        ChatForm chat = model.fresh().chat();
        chat.descriptions.set(ChatForm.Descriptions.FILE);
        chat.file.set(file.toString());
        chat.judge.set(JudgeKind.PERSON);
        model.run();
        assertEquals(List.of(), failures);
        assertEquals(Home.portable(Home.shippedAnalysis()), chosen(selected(model)).analysis());
        Files.delete(file);
        RunRequest request = Objects.requireNonNull(selected(model).request());
        assertEquals(3, request.described().known().size(), "kept with the run");
        assertEquals(EvaluateViewModel.Page.RATING, model.pageProperty().get());
        List<String> asked = new ArrayList<>();
        var shown = model.rating().shownProperty();
        for (var item = shown.get().item(); item != null; item = shown.get().item()) {
            asked.add(item.request().concept());
            model.rating().rate(2);
        }
        assertTrue(asked.contains("what the sky does"), asked.toString());
        assertTrue(asked.stream().anyMatch(about -> about.startsWith("words of ")));
        assertEquals(1, asked.stream().filter("weather"::equals).count(), "what was prompted");
        model.endRating();
        model.result().measureProperty().set("person output score");
        assertEquals(1, model.result().linesProperty().get().size());
        assertFalse(model.result().linesProperty().get().getFirst().interval().bounded());
        Path folder = selected(model).folder();
        assertTrue(Files.readString(folder.resolve("summary.md")).contains(" (n = 1) |"));
        assertTrue(Files.readString(folder.resolve("summary.csv")).contains(",,,1,0,"));
        model.result().export(temp.resolve("scores.csv"));
        model.result().export(temp.resolve("report.html"));
        String csv = Files.readString(temp.resolve("scores.csv"));
        assertTrue(csv.lines().anyMatch(row -> row.contains("person score,,,2.00000,,,1,")), csv);
        assertTrue(Files.readString(temp.resolve("report.html")).contains(">n = 1"));
    }

    @Test
    void aRunOfBeforeThereWasAChoiceStillOpensAndMeansTheSame() throws Exception {
        openShipped(true);
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().data.set(UnseenSentences.in(temp).toString());
        model.newRunOf(List.of("L:weather"));
        model.run();
        assertEquals(List.of(), failures);
        Path file = selected(model).folder().resolve(RunRequest.FILE);
        ObjectNode json = (ObjectNode) Json.readTree(file);
        json.remove("wording");
        json.set(
                "judge",
                Json.mapper()
                        .readTree(
                                """
                                {"kind": "GEMINI", "model": "some", "base": "", "calls": 7}
                                """));
        Json.write(file, json);
        EvaluateViewModel later = model(new DirectExecutor());
        later.shown();
        RunRequest request = Objects.requireNonNull(selected(later).request());
        assertEquals(
                new RunRequest.Asked(JudgeKind.CHAT, ChatService.GEMINI, "some", "", 7),
                request.judge());
        assertTrue(request.described().byChat());
        json.set(
                "judge",
                Json.mapper()
                        .readTree(
                                """
                                {"kind": "PERSON", "model": "", "base": "", "calls": 0}
                                """));
        Json.write(file, json);
        later.shown();
        request = Objects.requireNonNull(selected(later).request());
        assertEquals(JudgeKind.PERSON, request.judge().kind());
        assertNull(request.judge().address());
        assertFalse(request.described().byChat());
        assertNotNull(later.result().resultProperty().get());
    }
}
