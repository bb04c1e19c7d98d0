package io.factorscope.app.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;

import io.factorscope.app.ConfigFolder;
import io.factorscope.app.evaluate.ConceptChoice.Which;
import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ConceptKey;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.MadeBy;
import io.factorscope.core.experiment.Method;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.ChatService;
import io.factorscope.core.project.AnalysisStore;
import io.factorscope.core.project.Edit;
import io.factorscope.core.project.Home;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.DeviceChoice;

import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

/// What a new run compares, and who describes, writes and judges: on concepts of the shipped
/// analysis.
class EvaluateChoicesTest {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ModelHost models;

    @SuppressWarnings("NullAway.Init") // set before all tests
    private static AnalysisStore.Opened shipped;

    private final List<FactorscopeException> failures = new ArrayList<>();

    @TempDir private Path temp;

    private Session session = new Session(models);

    @BeforeAll
    static void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
        shipped = AnalysisStore.open(Home.shippedAnalysis());
    }

    @AfterAll
    static void close() {
        models.close();
    }

    @BeforeEach
    void session() throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        session = new Session(models, preferences);
    }

    private EvaluateViewModel model(TaskExecutor executor) {
        EvaluateViewModel model =
                new EvaluateViewModel(session, executor, new Asked(), failures::add);
        EvaluateForm form = model.fresh().form();
        form.what.set(EvaluateForm.What.DETECTION);
        form.sentences.set("1");
        form.samples.set("2");
        form.targets.set("0.1");
        form.tokens.set("4");
        form.directions.set("1");
        return model;
    }

    private void openShipped(boolean saved) throws FactorscopeException {
        session.open(shipped.analysis(), shipped.state(), saved ? Home.shippedAnalysis() : null);
    }

    private static RunItem selected(EvaluateViewModel model) {
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    private static ExperimentSpec.Chosen chosen(RunItem item) {
        return Objects.requireNonNull(item.spec().sources().chosen());
    }

    /// Sentences that the shipped analysis has not seen.
    private Path unseen() throws FactorscopeException {
        Path file = temp.resolve("unseen.json");
        Json.write(
                file,
                Map.of(
                        "weather",
                        List.of("Hail fell on the wide road.", "A breeze blew at noon all day."),
                        "else",
                        List.of("My shoe has a hole in it.", "We counted to nine twice.")));
        return file;
    }

    @Test
    void whatIsChosenInTheTableIsTakenUntilSomethingElseIsTyped() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        ConceptChoice concepts = model.fresh().concepts();
        concepts.whichProperty().set(Which.CHOSEN);
        assertTrue(concepts.problemProperty().get().startsWith("No analysis is open."));
        openShipped(true);
        assertTrue(concepts.problemProperty().get().startsWith("No concepts are named;"));
        concepts.whichProperty().set(Which.BEST);
        session.chosenProperty().set(List.of("F3", "L:weather"));
        concepts.whichProperty().set(Which.CHOSEN);
        assertEquals("F3, L:weather", concepts.idsProperty().get());
        String names = concepts.namesProperty().get();
        assertTrue(names.matches("#3 .+  ·  label weather"), names);
        session.edit(new Edit.Name("F3", "rain and wind"));
        assertTrue(concepts.namesProperty().get().startsWith("#3 rain and wind"));
        session.edit(new Edit.Stars(List.of("F5"), List.of()));
        session.edit(new Edit.PutList("two", List.of("F1", "F2")));
        List<ConceptChoice.Source> sources = concepts.sources();
        assertEquals(3, sources.size());
        concepts.take(sources.getLast().ids());
        assertEquals("F1, F2", concepts.idsProperty().get());
        concepts.idsProperty().set("#7");
        assertTrue(concepts.namesProperty().get().startsWith("#7 "));
        concepts.whichProperty().set(Which.BEST);
        concepts.whichProperty().set(Which.CHOSEN);
        assertEquals("#7", concepts.idsProperty().get(), "what was typed stays");
        model.newRunOf(List.of("F4"));
        assertEquals("F4", concepts.idsProperty().get());
        assertEquals(EvaluateViewModel.Page.FORM, model.pageProperty().get());
        concepts.idsProperty().set("F4, X9");
        assertTrue(concepts.problemProperty().get().startsWith("'X9' is no concept of this"));
        assertEquals("", concepts.namesProperty().get());
    }

    @Test
    void whatIsWrongIsSaidBeforeAFolderIsMade() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        ConceptChoice concepts = model.fresh().concepts();
        concepts.whichProperty().set(Which.CHOSEN);
        model.run();
        openShipped(true);
        concepts.idsProperty().set("F3, F999");
        model.run();
        concepts.idsProperty().set("F3");
        model.fresh().chat().descriptions.set(ChatForm.Descriptions.FILE);
        model.run();
        Path file = temp.resolve("d.json");
        Json.write(file, List.of(described("L:weather", 0, "weather")));
        model.fresh().chat().file.set(file.toString());
        model.run();
        assertEquals(
                List.of("FS-FORM-005", "FS-EXP-003", "FS-FORM-005", "FS-EXP-001"),
                failures.stream().map(FactorscopeException::code).toList());
        assertEquals(List.of(), model.runs());
        model.fresh().chat().descriptions.set(ChatForm.Descriptions.TOKENS);
        model.fresh().estimate().refresh();
        String estimate = model.fresh().estimate().lineProperty().get();
        assertTrue(estimate.contains("1 concept. The analysis was fitted on data"), estimate);
        model.run();
        assertEquals("FS-EXP-002", failures.getLast().code());
        assertTrue(selected(model).canGoOn(), "it stays in the list");
    }

    private static Description described(String id, int sign, String text) {
        var entry = Objects.requireNonNull(shipped.analysis().find(id));
        ConceptKey key = ConceptKey.of(entry.concept(), shipped.analysis().labels().size());
        Description.Track track = sign == 0 ? Description.Track.INPUT : Description.Track.OUTPUT;
        return new Description(key, track, sign, text, "", MadeBy.now("test", "1"));
    }

    @Test
    void aServiceDescribesAndJudgesOnceItIsChosenAndOnlyAServiceWrites() throws Exception {
        ChatForm chat = model(new DirectExecutor()).fresh().chat();
        ChatForm.Use both = new ChatForm.Use(true, true, false);
        assertFalse(chat.judges().contains(JudgeKind.CHAT));
        chat.sentences.set(ChatForm.Sentences.WRITTEN);
        assertFalse(chat.writes(both), "nobody could write them");
        chat.service.set(ServiceKind.OPENAI);
        assertEquals(JudgeKind.CHAT, chat.judge.get());
        assertEquals(ChatForm.Descriptions.CHAT, chat.descriptions.get());
        assertTrue(chat.writes(both));
        assertFalse(chat.mayAsk(both), "nobody has agreed to pay");
        assertFalse(chat.mayAsk(new ChatForm.Use(true, false, false)), "it writes");
        chat.sentences.set(ChatForm.Sentences.HELD_OUT);
        assertTrue(chat.mayAsk(new ChatForm.Use(true, false, false)), "nobody is asked");
        assertFalse(chat.mayAsk(new ChatForm.Use(true, false, true)), "it describes");
        chat.judge.set(JudgeKind.PERSON);
        chat.service.set(ServiceKind.COMPATIBLE);
        assertEquals(JudgeKind.PERSON, chat.judge.get());
        assertTrue(chat.answers(both).byChat(), "a person judges what it describes");
        chat.service.set(ServiceKind.NONE);
        assertEquals(ChatForm.Descriptions.TOKENS, chat.descriptions.get());
        assertNull(chat.answers(both).asked().service());
    }

    /// Answers every kind of question as a chat model would.
    private static final class Everything extends Dispatcher {
        private final AtomicInteger asked = new AtomicInteger();

        @Override
        public MockResponse dispatch(RecordedRequest request) {
            int n = asked.incrementAndGet();
            String question = Objects.requireNonNull(request.getBody()).utf8();
            String text =
                    question.contains("Rating: N")
                            ? "It shows a little.\nRating: 1"
                            : """
                            Description: small things no. N
                            + The sky was blue today, friend N.
                            - He sat down to eat with guest N.
                            """
                                    .replace("N", "" + n);
            Map<String, Object> message = Map.of("message", Map.of("content", text));
            return new MockResponse.Builder()
                    .body(Json.text(Map.of("choices", List.of(message))))
                    .build();
        }
    }

    @Test
    void chosenConceptsAreDescribedAndWrittenForOverHttpAndTheRunGoesOnWithNothingOpen()
            throws Exception {
        try (var _ = new ConfigFolder(temp.resolve("config"));
                MockWebServer server = new MockWebServer()) {
            Everything answers = new Everything();
            server.setDispatcher(answers);
            server.start();
            written(server.url("/v1").toString(), answers.asked);
        }
    }

    private void written(String base, AtomicInteger asked) throws Exception {
        openShipped(false);
        HeldExecutor held = new HeldExecutor();
        EvaluateViewModel model = model(held);
        model.fresh().form().what.set(EvaluateForm.What.FULL);
        model.fresh().form().model.set("not looked at");
        model.newRunOf(List.of("F3", "L:weather"));
        ChatForm chat = model.fresh().chat();
        chat.service.set(ServiceKind.COMPATIBLE);
        chat.model.set("tiny");
        chat.base.set(base);
        chat.sentences.set(ChatForm.Sentences.WRITTEN);
        model.fresh().estimate().refresh();
        held.runAll();
        String estimate = model.fresh().estimate().lineProperty().get();
        assertTrue(estimate.matches(".*2 concepts, .* texts.*up to [\\d,]+ calls.*"), estimate);
        chat.price.set("1000000, 2");
        model.fresh().estimate().refresh();
        held.runAll();
        String priced = model.fresh().estimate().lineProperty().get();
        assertTrue(priced.matches(".* out, together [\\d,]+\\.\\d\\d at most.*"), priced);
        chat.price.set("cheap");
        model.fresh().estimate().refresh();
        assertTrue(model.fresh().estimate().lineProperty().get().contains("a million tokens cost"));
        chat.price.set("");
        held.runAll();
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
        int before = asked.get();
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
        assertTrue(asked.get() > before, "judging came after it went on");
        String most = estimate.replaceAll(".*up to ([\\d,]+) calls.*", "$1").replace(",", "");
        assertTrue(asked.get() <= Integer.parseInt(most), asked.get() + " of " + most);
        Files.delete(selected(later).folder().resolve(ExperimentResult.FILE));
        int once = asked.get();
        later.shown();
        held.runAll();
        later.goOn();
        held.runAll();
        assertTrue(selected(later).ended());
        assertEquals(once, asked.get(), "nothing is paid for twice");
    }

    @Test
    void aPersonIsAskedWhatTheFileDescribesAndOneConceptHasNoInterval() throws Exception {
        openShipped(true);
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().what.set(EvaluateForm.What.FULL);
        model.fresh().form().data.set(unseen().toString());
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
        model.fresh().form().data.set(unseen().toString());
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
