package io.factorscope.app.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.app.ChatServer;
import io.factorscope.app.ConfigFolder;
import io.factorscope.app.evaluate.EvaluateViewModel.Page;
import io.factorscope.app.session.Asked;
import io.factorscope.app.session.ModelHost;
import io.factorscope.app.session.Preferences;
import io.factorscope.app.session.Session;
import io.factorscope.app.task.DirectExecutor;
import io.factorscope.app.task.HeldExecutor;
import io.factorscope.app.task.TaskExecutor;
import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.ApiKeys;
import io.factorscope.core.net.EnvFile;
import io.factorscope.core.store.Json;
import io.factorscope.core.tensor.DeviceChoice;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The Evaluate screen's model, on tiny experiments with the embedded model.
class EvaluateViewModelTest {
    @SuppressWarnings("NullAway.Init") // set before all tests
    private static ModelHost models;

    private static final String SENTENCES =
            """
            prompt,label
            The brown dog ran after the cat.,<b>animals
            A small bird sat in the tree.,<b>animals
            The cat and the dog slept.,<b>animals
            A frog jumped into the pond.,<b>animals
            She ate a red apple and some bread.,food
            Mom made a big cake with sugar.,food
            They ate soup and bread for lunch.,food
            He drank milk and ate a cookie.,food
            """;

    private final List<FactorscopeException> failures = new ArrayList<>();

    @TempDir private Path temp;

    @BeforeAll
    static void open() throws FactorscopeException {
        models = new ModelHost(DeviceChoice.parse("cpu"), 0);
    }

    @AfterAll
    static void close() {
        models.close();
    }

    private EvaluateViewModel model(TaskExecutor executor) throws Exception {
        Preferences preferences = Preferences.in(temp, temp, new DirectExecutor(), failures::add);
        EvaluateViewModel model =
                new EvaluateViewModel(
                        new Session(models, preferences), executor, new Asked(), failures::add);
        EvaluateForm form = model.fresh().form();
        Path data = temp.resolve("sentences.csv");
        Files.writeString(data, SENTENCES);
        form.data.set(data.toString());
        form.snmf.set(false);
        form.sae.set(false);
        form.what.set(EvaluateForm.What.DETECTION);
        form.sentences.set("2");
        form.samples.set("2");
        form.targets.set("0.1");
        form.tokens.set("5");
        form.directions.set("1");
        return model;
    }

    private static RunItem selected(EvaluateViewModel model) {
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    @Test
    void aRunIsShownWithItsMeansItsConceptsAndTheSentencesBehindThem() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.run();
        assertEquals(List.of(), failures);
        assertEquals(Page.RUN, model.pageProperty().get());
        assertTrue(model.runs().getFirst().ended());
        ResultViewModel result = model.result();
        assertEquals(List.of("AUROC", "ln ratio"), result.measures());
        assertEquals(3, result.linesProperty().get().size());
        assertEquals(6, result.rows().size());
        ResultViewModel.Row row = result.rows().getFirst();
        result.choose(row);
        Behind behind = result.behindProperty().get();
        assertEquals(2, behind.groups().size());
        assertTrue(SENTENCES.contains(behind.groups().get(0).sentences().get(0).text()));
        EvaluateViewModel later = model(new DirectExecutor());
        later.shown();
        assertEquals(selected(model), selected(later));
        assertNotNull(later.result().resultProperty().get());
    }

    @Test
    void resultsAreExportedAndTheReportEscapesAllText() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.run();
        ResultViewModel result = model.result();
        result.export(temp.resolve("scores.csv"));
        result.export(temp.resolve("all.json"));
        result.export(temp.resolve("report.html"));
        assertEquals(List.of(), failures);
        List<String> csv = Files.readAllLines(temp.resolve("scores.csv"));
        assertEquals(1 + 2 * (3 + 6), csv.size());
        assertTrue(csv.get(0).endsWith(",layer,K"));
        assertTrue(csv.stream().anyMatch(line -> line.contains(",ln ratio,")));
        assertTrue(csv.get(2).startsWith("<b>animals,L:<b>animals,diffmeans,concept,AUROC,,,"));
        assertEquals(
                6, Json.read(temp.resolve("all.json"), ExperimentResult.class).detection().size());
        String html = Files.readString(temp.resolve("report.html"));
        assertTrue(html.contains("&lt;b&gt;animals"));
        assertFalse(html.contains("<b>animals"));
    }

    @Test
    void whatIsWrongIsSaidBeforeAFolderIsMade() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().samples.set("two");
        model.run();
        model.fresh().form().samples.set("2");
        model.fresh().form().diffMeans.set(false);
        model.run();
        model.fresh().form().diffMeans.set(true);
        model.fresh().form().data.set(temp.resolve("none.csv").toString());
        model.run();
        assertEquals("FS-FORM-001", failures.get(0).code());
        assertEquals("FS-EXP-006", failures.get(1).code());
        assertEquals(3, failures.size());
        assertEquals(List.of(), model.runs());
        assertNull(model.runningProperty().get());
    }

    @Test
    void aRunThatFailsStaysAndCanGoOn() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().layer.set("99");
        model.run();
        assertEquals(1, failures.size());
        assertTrue(selected(model).canGoOn());
        assertNull(model.result().resultProperty().get());
        model.goOn();
        assertEquals(2, failures.size());
    }

    @Test
    void aCancelledRunGoesOnWhereItWas() throws Exception {
        HeldExecutor held = new HeldExecutor();
        EvaluateViewModel model = model(held);
        model.fresh().form().what.set(EvaluateForm.What.STEERING);
        model.run();
        List<String> stages = new ArrayList<>();
        var cancelling =
                model.progressProperty()
                        .subscribe(progress -> {
                            stages.add(progress.stage());
                            if (progress.stage().startsWith("steering")) {
                                model.cancel();
                            }
                        });
        held.runAll();
        assertEquals(List.of(), failures);
        assertTrue(stages.contains("steering diffmeans"), stages.toString());
        RunItem stopped = selected(model);
        assertTrue(stopped.canGoOn());
        Path concepts = stopped.folder().resolve("diffmeans/concepts/concepts.json");
        var made = Files.getLastModifiedTime(concepts);
        cancelling.unsubscribe();
        EvaluateViewModel restarted = model(held);
        restarted.shown();
        held.runAll();
        assertEquals(stopped, selected(restarted));
        assertTrue(selected(restarted).canGoOn());
        restarted.goOn();
        held.runAll();
        assertTrue(selected(restarted).ended());
        assertEquals(made, Files.getLastModifiedTime(concepts));
        assertTrue(restarted.result().measures().contains("label shift"));
    }

    @Test
    void runsAreRenamedDeletedAndBroughtBack() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.run();
        model.rename("  my first ");
        assertEquals("my first", model.runs().getFirst().name());
        Path folder = selected(model).folder();
        model.delete();
        assertEquals(List.of(), model.runs());
        assertEquals(Page.EMPTY, model.pageProperty().get());
        assertFalse(Files.exists(folder));
        EvaluateViewModel later = model(new DirectExecutor());
        later.shown();
        assertEquals(List.of(), later.runs(), "a deleted run does not come back by itself");
        model.bringBack();
        assertEquals("my first", selected(model).name());
        assertNotNull(model.result().resultProperty().get());
        model.rename("");
        assertEquals("", selected(model).name());
        assertEquals(List.of(), failures);
    }

    @Test
    void aChatModelDescribesAndJudgesOverHttpAndItsWordsAreBehindTheNumbers() throws Exception {
        try (var _ = new ConfigFolder(temp.resolve("config"));
                ChatServer server =
                        new ChatServer((question, n) ->
                                question.contains("Rating: N")
                                        ? "It is <i>about</i> it.\nRating: 2"
                                        : "Reason.\nDescription: living things")) {
            judged(server);
        }
    }

    private void judged(ChatServer server) throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().what.set(EvaluateForm.What.STEERING);
        model.fresh().chat().service.set(ServiceKind.COMPATIBLE);
        model.fresh().chat().model.set("tiny");
        model.fresh().chat().base.set(server.base());
        model.fresh().estimate().refresh();
        String estimate = model.fresh().estimate().lineProperty().get();
        assertTrue(estimate.matches(".*compatible:tiny@.*up to [\\d,]+ calls, about .*"), estimate);
        List<String> stages = new ArrayList<>();
        model.progressProperty().subscribe(progress -> stages.add(progress.stage()));
        model.run();
        assertEquals(List.of(), failures);
        assertTrue(stages.contains("judging") && stages.contains("rating"), stages.toString());
        int once = server.asked();
        assertTrue(once > 20, "asked " + once);
        String most = estimate.replaceAll(".*up to ([\\d,]+) calls.*", "$1");
        assertTrue(once <= Integer.parseInt(most.replace(",", "")), once + " of " + most);
        model.result().measureProperty().set("output score");
        assertTrue(model.result().rows().size() >= 4);
        model.result().choose(model.result().rows().getFirst());
        String said = model.result().behindProperty().get().groups().toString();
        assertTrue(said.contains("for \"living things\": 2 / 2. It is <i>about</i> it."), said);
        model.result().export(temp.resolve("judged.html"));
        String html = Files.readString(temp.resolve("judged.html"));
        assertTrue(html.contains("&lt;i&gt;about") && !html.contains("<i>about"));
        Files.delete(selected(model).folder().resolve(ExperimentResult.FILE));
        EvaluateViewModel again = model(new DirectExecutor());
        again.shown();
        again.goOn();
        assertTrue(selected(again).ended());
        assertEquals(once, server.asked(), "nothing is paid for twice");
    }

    @Test
    void theRunChosenLastIsShownAndAllRunsTogetherByLayer() throws Exception {
        HeldExecutor held = new HeldExecutor();
        EvaluateViewModel model = model(held);
        model.run();
        held.runAll();
        model.fresh().form().seed.set("7");
        model.run();
        held.runAll();
        RunItem first = model.runs().get(1);
        RunItem second = model.runs().get(0);
        model.select(second);
        model.select(first);
        held.runAll();
        ExperimentResult shown = Objects.requireNonNull(model.result().resultProperty().get());
        assertEquals(0, shown.spec().seed());
        assertEquals(first, selected(model));
        model.fresh().form().layer.set("1");
        model.run();
        held.runAll();
        model.across().onProperty().set(true);
        held.runAll();
        List<AcrossRuns.Mean> means = model.across().meansProperty().get();
        assertEquals(3, means.size());
        assertEquals(1, means.getFirst().layer());
        assertTrue(means.get(1).layer() > 1);
        assertEquals(2, means.getFirst().k());
        model.across().onProperty().set(false);
        assertEquals(List.of(), model.across().meansProperty().get());
    }

    @Test
    void chatServicesAreOfferedWhereTheirKeyIsAndAskedOnceAgreedTo() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh()
                .services()
                .show(ApiKeys.of(new EnvFile(Map.of("OPENAI_API_KEY", "sk-12345"), List.of())));
        assertTrue(model.fresh().services().kinds().contains(ServiceKind.OPENAI));
        assertFalse(model.fresh().services().kinds().contains(ServiceKind.GEMINI));
        String missing = model.fresh().services().missingProperty().get();
        assertTrue(missing.contains("GOOGLE_API_KEY") && !missing.contains("sk-12345"), missing);
        model.fresh().chat().service.set(ServiceKind.OPENAI);
        assertTrue(model.mayRun(), "detection asks nobody");
        model.fresh().form().what.set(EvaluateForm.What.STEERING);
        assertFalse(model.mayRun());
        model.run();
        assertEquals(List.of(), model.runs());
        model.fresh().chat().calls.set("10");
        assertTrue(model.mayRun());
        model.fresh().chat().calls.set("");
        model.fresh().chat().agreed.set(true);
        assertTrue(model.mayRun());
    }

    @Test
    void aPersonsRatingsAreKeptAndMissingOnesAreNotZero() throws Exception {
        EvaluateViewModel model = model(new DirectExecutor());
        model.fresh().form().what.set(EvaluateForm.What.STEERING);
        model.fresh().chat().judge.set(JudgeKind.PERSON);
        model.run();
        assertEquals(List.of(), failures);
        assertEquals(Page.RATING, model.pageProperty().get());
        RatingViewModel rating = model.rating();
        int total = rating.shownProperty().get().total();
        var first = Objects.requireNonNull(rating.shownProperty().get().item());
        rating.skip();
        rating.back();
        assertEquals(first, rating.shownProperty().get().item());
        rating.rate(0);
        for (int i = 1; i < total / 2; i++) {
            rating.rate(2);
        }
        model.endRating();
        assertEquals(Page.RUN, model.pageProperty().get());
        model.rate();
        assertEquals(total / 2, rating.shownProperty().get().done());
        for (int i = total / 2; i < total; i++) {
            rating.rate(2);
        }
        assertNull(rating.shownProperty().get().item());
        rating.rate(2);
        model.endRating();
        model.result().measureProperty().set("person score");
        double zeros =
                model.result().rows().stream()
                        .filter(row -> row.score().interval().mean() < 2)
                        .count();
        assertTrue(zeros >= 1, "the first was rated 0");
        assertTrue(model.result().rows().size() > zeros);
        ResultViewModel.Row low = model.result().rows().getFirst();
        model.result().choose(low);
        List<String> said =
                model.result().behindProperty().get().groups().stream()
                        .flatMap(group -> group.sentences().stream())
                        .flatMap(sentence -> sentence.said().stream())
                        .toList();
        assertTrue(said.stream().anyMatch(line -> line.contains("no rating. not rated yet")));
        assertTrue(said.stream().anyMatch(line -> line.contains("(person)")));
    }
}
