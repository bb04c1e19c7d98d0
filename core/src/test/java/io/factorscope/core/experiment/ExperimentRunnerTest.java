package io.factorscope.core.experiment;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What a run holds, and how it goes on.
class ExperimentRunnerTest extends TinyExperiment {
    @Test
    void noSentenceIsUsedBothToFitAndToScore() throws FactorscopeException {
        ExperimentResult result = ExperimentResult.load(shared.resolve("run"));
        Split split = Json.read(shared.resolve("run/split.json"), Split.class);
        Set<String> fitted = new HashSet<>();
        split.fit().examples().forEach(example -> fitted.add(example.text()));
        Set<String> scored = new HashSet<>();
        split.score().examples().forEach(example -> scored.add(example.text()));
        assertEquals(36, fitted.size() + scored.size());
        int sentences = 0;
        for (DetectionRow row : result.detection()) {
            List<String> used = new ArrayList<>(row.activating());
            used.addAll(row.neutral());
            sentences += used.size();
            used.forEach(text -> {
                assertTrue(scored.contains(text), text);
                assertFalse(fitted.contains(text), text);
            });
            assertEquals(4, row.scores().size());
        }
        assertEquals(3 * 3 * 3 * 8, sentences);
        assertTrue(Files.exists(shared.resolve("run/snmf/fit")));
    }

    @Test
    void aDamagedResultIsReadOrRefusedInOneLine() throws FactorscopeException, IOException {
        run(spec(0.1), JobContext.silent());
        Path run = temp.resolve("run");
        int refused =
                Damage.survived(
                        run.resolve(ExperimentResult.FILE),
                        Integer.MAX_VALUE,
                        60,
                        at -> ResultReport.markdown(ExperimentResult.load(run)));
        assertTrue(refused > 10, "only " + refused);
    }

    /// What the label classifier knows is held out, and what fits a concept are the training rows
    /// alone: the mean differences of a run do not change with the held-out sentences.
    @Test
    void heldOutSentencesDoNotMoveConcepts() throws FactorscopeException {
        ConceptSet before = ConceptSet.load(shared.resolve("run/diffmeans/concepts"));
        Split split = Json.read(shared.resolve("run/split.json"), Split.class);
        List<Example> other = new ArrayList<>();
        split.score()
                .examples()
                .forEach(e -> other.add(new Example(e.text() + " Yes!", e.label())));
        Path again = temp.resolve("again");
        Json.write(again.resolve("split.json"), new Split(split.fit(), new Dataset("x", other)));
        ExperimentSpec spec = detectionOnly(List.of(Method.DIFFMEANS));
        new ExperimentRunner(model, data, spec, null, again).run(JobContext.silent());
        ConceptSet after = ConceptSet.load(again.resolve("diffmeans/concepts"));
        for (int i = 0; i < LABELS.size(); i++) {
            assertArrayEquals(
                    before.concepts().get(i).direction(), after.concepts().get(i).direction());
        }
    }

    @Test
    void everyMethodHasItsBaselinesAtEqualPushes() throws FactorscopeException {
        ExperimentResult result = ExperimentResult.load(shared.resolve("run"));
        assertEquals(3 * 3 * 3 * 2 + 3, result.steering().size());
        for (SteeringRow row : result.steering()) {
            if (row.written()) {
                Double kl = row.kl();
                assertEquals(row.target(), kl == null ? 0 : kl, 0.011 * row.target());
                assertEquals(2, row.sentences().size());
                assertEquals(2, row.probabilities().size());
                assertTrue(row.surprise().stream().allMatch(nll -> nll > 0));
            }
        }
        String table = ResultReport.markdown(result);
        assertTrue(table.contains("| snmf | sparse |") && table.contains("prompting"), table);
    }

    @Test
    void aRunThatWasCutShortGoesOnToTheSameRows() throws FactorscopeException, IOException {
        ExperimentResult whole = ExperimentResult.load(shared.resolve("run"));
        Path folder = copy("results.json", "sae/steering", "unsteered.json");
        Path kept = folder.resolve("snmf/steering/random-0.json");
        var written = Files.getLastModifiedTime(kept);
        JobContext[] context = new JobContext[1];
        context[0] =
                new JobContext(
                        progress -> {
                            if (progress.stage().equals("steering sae") && progress.done() == 1) {
                                context[0].cancel();
                            }
                        },
                        () -> {});
        assertThrows(CancelledException.class, () -> run(spec(0.1), context[0]));
        assertTrue(Files.exists(folder.resolve("sae/steering/random-0.json")));
        assertFalse(Files.exists(folder.resolve("results.json")));
        ExperimentResult resumed = run(spec(0.1), JobContext.silent());
        assertEquals(written, Files.getLastModifiedTime(kept));
        assertEquals(whole.steering(), resumed.steering());
        assertEquals(whole.summary(), resumed.summary());
        ExperimentSpec other = spec(0.3);
        Failing.with("FS-EXP-004", () -> run(other, JobContext.silent()));
    }

    @Test
    void dataThatCannotBeSplitIsRefused() throws FactorscopeException {
        Dataset one = new Dataset("one", data.examples().subList(0, 12));
        ExperimentSpec spec = spec(0.1);
        Failing.with(
                "FS-EXP-005",
                () ->
                        new ExperimentRunner(model, one, spec, sae(), temp.resolve("one"))
                                .run(JobContext.silent()));
    }
}
