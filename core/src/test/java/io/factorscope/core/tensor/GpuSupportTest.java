package io.factorscope.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.CancelledException;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// With shell commands in place of the process that fetches and tries.
@DisabledOnOs(OS.WINDOWS)
class GpuSupportTest {
    @TempDir private Path cache;

    private GpuSupport support(String script) {
        return new GpuSupport(cache, List.of("sh", "-c", script), true);
    }

    @Test
    void whatWorkedIsRememberedUntilItIsDisabled() throws FactorscopeException {
        GpuSupport support = support("echo loading; echo factorscope-gpu-works 2.7.1 cu128 2");
        assertNull(support.enabled());
        GpuSupport.Enabled enabled = support.enable(JobContext.silent());
        assertEquals(new GpuSupport.Enabled("2.7.1", "cu128", 2), enabled);
        assertEquals(enabled, support.enabled());
        support.disable();
        assertNull(support.enabled());
    }

    @Test
    void aFailureIsSaidAndNotRemembered() {
        GpuSupport support = support("echo no route to host; exit 1");
        String message = Failing.with("FS-DEVICE-007", () -> support.enable(JobContext.silent()));
        assertTrue(message.contains("no route to host"), message);
        assertNull(support.enabled());
        GpuSupport liar = support("echo factorscope-gpu-works 2.7.1 cu128 1; exit 1");
        Failing.with("FS-DEVICE-007", () -> liar.enable(JobContext.silent()));
        assertNull(liar.enabled());
    }

    @Test
    void withoutADriverNothingIsFetched() {
        Path proof = cache.resolve("fetched");
        GpuSupport support = new GpuSupport(cache, List.of("touch", proof.toString()), false);
        Failing.with("FS-DEVICE-006", () -> support.enable(JobContext.silent()));
        assertTrue(Files.notExists(proof) && !support.possible());
    }

    @Test
    void cancellingEndsTheProcess() {
        JobContext context = JobContext.silent();
        context.cancel();
        GpuSupport support = support("sleep 60");
        assertThrows(CancelledException.class, () -> support.enable(context));
        assertNull(support.enabled());
    }

    @Test
    void aDamagedMemoryMeansNotEnabled() throws IOException {
        Files.writeString(cache.resolve("gpu.json"), "{");
        assertNull(support("true").enabled());
    }
}
