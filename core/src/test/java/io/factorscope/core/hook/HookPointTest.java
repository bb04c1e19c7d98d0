package io.factorscope.core.hook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;

import java.util.TreeSet;

class HookPointTest {
    @Test
    void everyNameIsReadBack() throws FactorscopeException {
        for (Site site : Site.values()) {
            HookPoint hook = new HookPoint(12, site);
            assertEquals(hook, HookPoint.parse(hook.name()));
        }
        assertEquals(new HookPoint(3, Site.MLP_POST), HookPoint.parse("blocks.3.mlp.hook_post"));
    }

    @Test
    void anUnknownNameIsRefusedWithThoseThatExist() {
        String[] bad = {
            "", "blocks.x.hook_mlp_out", "blocks.3.hook_q", "3", "blocks.99999.hook_mlp_out"
        };
        for (String name : bad) {
            String message = Failing.with("FS-HOOK-001", () -> HookPoint.parse(name));
            assertTrue(message.contains("blocks.N.hook_resid_post"), message);
        }
    }

    @Test
    void hooksAreOrderedAsTheModelRunsThem() {
        TreeSet<HookPoint> hooks = new TreeSet<>();
        for (int layer : new int[] {10, 2}) {
            for (Site site : Site.values()) {
                hooks.add(new HookPoint(layer, site));
            }
        }
        assertEquals("blocks.2.hook_mlp_in", hooks.first().toString());
        assertEquals("blocks.10.hook_resid_post", hooks.last().toString());
    }
}
