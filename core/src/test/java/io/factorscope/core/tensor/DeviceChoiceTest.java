package io.factorscope.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Failing;
import io.factorscope.core.job.FactorscopeException;

import org.junit.jupiter.api.Test;

class DeviceChoiceTest {
    @Test
    void everyFormIsRead() throws FactorscopeException {
        assertEquals(DeviceChoice.AUTO, DeviceChoice.parse("auto"));
        assertEquals(new DeviceChoice(DeviceChoice.Kind.CPU, 0), DeviceChoice.parse("cpu"));
        assertEquals(new DeviceChoice(DeviceChoice.Kind.CUDA, 0), DeviceChoice.parse("cuda"));
        assertEquals(new DeviceChoice(DeviceChoice.Kind.CUDA, 2), DeviceChoice.parse("cuda:2"));
    }

    @Test
    void anythingElseIsRefused() {
        for (String text : new String[] {"", "gpu", "cuda:", "cuda:x", "CPU"}) {
            String message = Failing.with("FS-DEVICE-001", () -> DeviceChoice.parse(text));
            assertTrue(message.contains("cuda:N"), message);
        }
    }

    @Test
    void aDeviceThatIsNotThereIsRefused() {
        DeviceChoice beyond = new DeviceChoice(DeviceChoice.Kind.CUDA, 999);
        String message = Failing.with("FS-DEVICE-002", () -> TensorEngine.start(beyond, 0));
        assertTrue(message.contains("cuda:999"), message);
    }

    @Test
    void theCacheFolderIsTheOneChosen() {
        String before = System.getProperty("factorscope.cache", "");
        try {
            System.setProperty("factorscope.cache", "chosen");
            assertEquals("chosen", CacheFolder.path().toString());
            System.clearProperty("factorscope.cache");
            assertTrue(
                    CacheFolder.path()
                            .toString()
                            .toLowerCase(java.util.Locale.ROOT)
                            .contains("factorscope"));
        } finally {
            System.setProperty("factorscope.cache", before);
        }
    }
}
