package io.factorscope.core.project;

import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Journal;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A whole analysis of a tiny model with all that can be in one: labels, a tree, a direction from
/// elsewhere, and what a person says.
public final class SmallAnalysis {
    /// Where its factors are.
    public static final HookPoint HOOK = new HookPoint(1, Site.MLP_POST);

    /// Where its label concepts and its direction from elsewhere are.
    public static final HookPoint STREAM = new HookPoint(1, Site.RESID_POST);

    /// Its texts.
    public static final Dataset DATA =
            new Dataset(
                    "few",
                    List.of(
                            new Example("The brown dog ran after the cat.", "animals"),
                            new Example("A small bird sat in the tree.", "animals"),
                            new Example("She ate a red apple and some bread.", "food"),
                            new Example("Mom made a big cake with sugar.", "food")));

    private SmallAnalysis() {}

    /// Makes it; `seed` decides where the fit begins.
    public static Analysis of(LanguageModel model, long seed) throws FactorscopeException {
        AnalysisSpec spec =
                new AnalysisSpec(
                        HOOK,
                        FitSpec.ofRank(4).withSeed(seed),
                        STREAM,
                        true,
                        List.of(),
                        Checks.NONE);
        JobContext context = JobContext.silent();
        Analysis plain = new AnalysisRunner(model, DATA, spec, iteration -> {}).run(context);
        Analysis grown = new TreeGrower(model, iteration -> {}).grow(plain, List.of(2), context);
        float[] direction = new float[model.config().width(STREAM.site())];
        for (int i = 0; i < direction.length; i++) {
            direction[i] = (float) Math.sin(i);
        }
        return new ConceptImporter(model, grown, context).direction("wave", STREAM, direction);
    }

    /// What a person says of it.
    public static List<Edit> edits() {
        return List.of(
                new Edit.Name("F0", "dogs & cats"),
                new Edit.Note("F1", "unsure"),
                new Edit.Stars(List.of("F0", "L:food"), List.of()),
                new Edit.PutList("mine", List.of("F0", "T2.1", "V:wave")),
                new Edit.Preset(Map.of("as begun", AnalysisState.fresh().steering()), List.of()),
                new Edit.Steer(AnalysisState.fresh().steering()));
    }

    /// Saves it with the edits in its log, the last of them still in the journal.
    public static Path save(Path folder, Analysis analysis) throws FactorscopeException {
        AnalysisStore.save(folder, analysis, AnalysisState.fresh());
        List<Edit> edits = edits();
        try (EditLog log = EditLog.open(folder, folder.resolveSibling("user"))) {
            log.record(edits.subList(0, 2));
        }
        Path journal = folder.resolve(EditLog.EDITS);
        try (Journal<EditLog.Line> rest = Journal.open(journal, EditLog.Line.class)) {
            for (int i = 2; i < edits.size(); i++) {
                rest.append(List.of(new EditLog.Line(i + 1, edits.get(i))));
            }
        }
        return folder;
    }

    /// The tiny model's folder.
    public static Path model() {
        return Fixtures.path("tiny-gpt2");
    }
}
