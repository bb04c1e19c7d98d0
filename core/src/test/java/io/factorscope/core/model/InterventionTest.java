package io.factorscope.core.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.Fixtures;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// The claim of an intervention: what a tap then reads is the changed activation.
class InterventionTest {
    private static final int[] IDS = {0, 17, 99, 240, 5};
    private static LanguageModel model;

    @BeforeAll
    static void open() throws FactorscopeException {
        model = Fixtures.tinyGpt2();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    private static float[] ramp(int width) {
        float[] vector = new float[width];
        for (int i = 0; i < width; i++) {
            vector[i] = (i % 7) - 3;
        }
        return vector;
    }

    private static float[] tapped(HookPoint hook, List<Intervention> interventions)
            throws FactorscopeException {
        return model.run(IDS, Set.of(hook), interventions).at(hook);
    }

    @Test
    void addingAddsTheVectorAtEveryPosition() throws FactorscopeException {
        for (Site site : Site.values()) {
            HookPoint hook = new HookPoint(1, site);
            float[] vector = ramp(model.config().width(site));
            float[] plain = tapped(hook, List.of());
            float[] changed = tapped(hook, List.of(Intervention.add(hook, vector)));
            for (int i = 0; i < plain.length; i++) {
                assertEquals(plain[i] + vector[i % vector.length], changed[i], 1e-5, hook.name());
            }
        }
    }

    @Test
    void replacingPutsTheVectorInPlaceFromItsFirstPositionOn() throws FactorscopeException {
        for (Site site : Site.values()) {
            HookPoint hook = new HookPoint(1, site);
            float[] vector = ramp(model.config().width(site));
            float[] plain = tapped(hook, List.of());
            List<Intervention> all = List.of(Intervention.replace(hook, vector));
            List<Intervention> late = List.of(Intervention.replace(hook, vector).fromPosition(3));
            float[] everywhere = tapped(hook, all);
            float[] fromThird = tapped(hook, late);
            for (int i = 0; i < plain.length; i++) {
                assertEquals(vector[i % vector.length], everywhere[i], 0f);
                float want = i < 3 * vector.length ? plain[i] : vector[i % vector.length];
                assertEquals(want, fromThird[i], 0f);
            }
        }
    }

    @Test
    void decodingStepByStepChangesTheSamePositions() throws FactorscopeException {
        HookPoint hook = new HookPoint(0, Site.MLP_OUT);
        float[] vector = ramp(model.config().dModel());
        List<Intervention> late = List.of(Intervention.replace(hook, vector).fromPosition(2));
        float[] whole = model.logits(IDS, late);
        int vocab = model.config().vocab();
        try (Decoder decoder = model.decoder(1, IDS.length, late)) {
            for (int pos = 0; pos < IDS.length; pos++) {
                float[] step = decoder.read(new int[][] {{IDS[pos]}});
                float[] want = Arrays.copyOfRange(whole, pos * vocab, (pos + 1) * vocab);
                assertTrue(Fixtures.maxDifference(want, step) < 1e-4, "position " + pos);
                assertEquals(pos + 1, decoder.length());
            }
        }
    }

    @Test
    void steeringScalesTheUnitDirection() {
        HookPoint hook = new HookPoint(1, Site.RESID_POST);
        Intervention steer = Intervention.steer(hook, new float[] {3, 4}, 10);
        assertArrayEquals(new float[] {6, 8}, steer.vector());
        assertEquals(Intervention.Mode.ADD, steer.mode());
        assertArrayEquals(
                new float[2], Intervention.steer(hook, new float[2], 10).vector(), "no direction");
    }

    @Test
    void aLayerOrAWidthThatTheModelLacksIsRefused() {
        HookPoint beyond = new HookPoint(3, Site.RESID_POST);
        String message = Failing.with("FS-HOOK-002", () -> tapped(beyond, List.of()));
        assertTrue(message.contains("0 to 2"), message);
        HookPoint hook = new HookPoint(0, Site.MLP_POST);
        Intervention narrow = Intervention.add(hook, new float[48]);
        String width = Failing.with("FS-HOOK-003", () -> model.logits(IDS, List.of(narrow)));
        assertTrue(width.contains("48") && width.contains("192"), width);
        Failing.with("FS-HOOK-003", () -> model.decoder(1, 4, List.of(narrow)).close());
    }

    @Test
    void whatWasNotTappedCannotBeRead() throws FactorscopeException {
        LanguageModel.Run run = model.run(IDS, Set.of(), List.of());
        assertThrows(IllegalArgumentException.class, () -> run.at(new HookPoint(0, Site.MLP_OUT)));
    }
}
