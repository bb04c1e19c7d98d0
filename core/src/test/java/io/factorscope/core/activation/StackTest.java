package io.factorscope.core.activation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.Factorization;
import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.factorization.SemiNmf;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.store.Npy;
import io.factorscope.core.text.Dataset;
import io.factorscope.core.text.Example;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/// Hook points of the same texts side by side.
class StackTest {
    private static final HookPoint POST = new HookPoint(0, Site.MLP_POST);
    private static final HookPoint RESID = new HookPoint(1, Site.RESID_POST);
    private static final Dataset DATA =
            new Dataset(
                    "few", List.of(new Example("The dog ran home.", ""), new Example("A cat", "")));

    @TempDir private Path folder;

    @BeforeEach
    void collect() throws FactorscopeException {
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            List<CollectSpec> specs = List.of(CollectSpec.at(POST), CollectSpec.at(RESID));
            Collector.collectAll(model, specs, DATA, folder.resolve("all"), JobContext.silent())
                    .values()
                    .forEach(ActivationSet::close);
            Dataset other = new Dataset("o", List.of(new Example("The dog ran home. A cat.", "")));
            new Collector(model, CollectSpec.at(RESID))
                    .collect(other, folder.resolve("other"), JobContext.silent())
                    .close();
        }
    }

    private Path at(HookPoint hook) {
        return folder.resolve("all").resolve(hook.name());
    }

    private static ActivationSet open(Path... places) throws FactorscopeException {
        return Stack.open(List.of(places), JobContext.silent());
    }

    @Test
    void eachPartHasAMeanSquareOfOneAndItsScaleIsTold() throws FactorscopeException {
        try (ActivationSet stacked = open(at(POST), at(RESID));
                ActivationSet resid = ActivationSet.open(at(RESID))) {
            assertEquals(192 + 48, stacked.d());
            assertEquals(resid.n(), stacked.n());
            assertEquals(
                    List.of(POST.name(), RESID.name()),
                    stacked.parts().stream().map(StackPart::name).toList());
            double scale = stacked.parts().get(1).scale();
            float[] row = new float[stacked.d()];
            float[] own = new float[resid.d()];
            double[] squares = new double[2];
            for (int i = 0; i < stacked.n(); i++) {
                stacked.row(i, row);
                resid.row(i, own);
                for (int j = 0; j < row.length; j++) {
                    squares[j < 192 ? 0 : 1] += row[j] * row[j];
                }
                assertEquals(own[7] * scale, row[192 + 7], 1e-5);
            }
            assertEquals(1, squares[0] / stacked.n() / 192, 1e-5);
            assertEquals(1, squares[1] / stacked.n() / 48, 1e-5);
        }
    }

    @Test
    void aFitOfAStackHasADirectionForEachHookPointInItsOwnUnits() throws FactorscopeException {
        try (ActivationSet stacked = open(at(POST), at(RESID))) {
            FitSpec spec = FitSpec.ofRank(2).with(2, 1, 0);
            Factorization fit =
                    new SemiNmf(Fixtures.engine(), spec, iteration -> {})
                            .run(stacked, null, JobContext.silent());
            Path out = folder.resolve("fit");
            fit.save(out);
            Factorization read = Factorization.load(out);
            assertEquals(stacked.parts(), read.manifest().parts());
            float[] split = Npy.read(out.resolve("F." + RESID.name() + ".npy")).values();
            assertEquals(48 * 2, split.length);
            double scale = stacked.parts().get(1).scale();
            for (int j = 0; j < 48; j++) {
                assertEquals(fit.direction(1)[192 + j], split[j * 2 + 1] * scale, 1e-4);
            }
        }
    }

    @Test
    void oneFolderIsOpenedAsItIs() throws FactorscopeException {
        try (ActivationSet one = open(at(RESID));
                ActivationSet same = ActivationSet.open(at(RESID))) {
            assertEquals(same.sha256(), one.sha256());
            assertEquals(List.of(), one.parts());
        }
    }

    @Test
    void whatDoesNotBelongTogetherIsRefused() {
        String rows = Failing.with("FS-STACK-001", () -> open(at(POST), folder.resolve("other")));
        assertTrue(rows.contains("same tokens"), rows);
        String twice = Failing.with("FS-STACK-002", () -> open(at(POST), at(POST)));
        assertTrue(twice.contains(POST.name()), twice);
    }
}
