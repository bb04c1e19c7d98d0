package io.factorscope.core.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.job.JobContext;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class CacheFolderTest {
    @TempDir private Path cache;

    @BeforeEach
    void fill() throws Exception {
        Files.createDirectories(cache.resolve("pytorch/2.7.1"));
        Files.writeString(cache.resolve("pytorch/2.7.1/libtorch.so"), "12345");
        Files.writeString(cache.resolve("kernels.json"), "123");
        Files.createDirectories(cache.resolve("mine/models/a"));
        Files.writeString(cache.resolve("mine/models/a/model.safetensors"), "1234567");
    }

    @Test
    void theSizeIsThatOfEveryFile() throws Exception {
        assertEquals(15, CacheFolder.bytes(cache));
        assertEquals(0, CacheFolder.bytes(cache.resolve("nothing")));
    }

    @Test
    void librariesInUseAndModelsStay() throws Exception {
        List<Path> models = List.of(cache.resolve("mine/models"));
        assertEquals(12, CacheFolder.clear(cache, true, models, JobContext.silent()));
        assertTrue(Files.exists(cache.resolve("pytorch/2.7.1/libtorch.so")));
        assertFalse(Files.exists(cache.resolve("kernels.json")));
        assertEquals(7, CacheFolder.clear(cache, false, models, JobContext.silent()));
        assertTrue(Files.exists(cache.resolve("mine/models/a/model.safetensors")));
        assertFalse(Files.exists(cache.resolve("pytorch")));
    }

    @Test
    void nothingIsClearedWhereTheModelsFolderIsAroundTheCache() throws Exception {
        List<Path> models = List.of(cache);
        assertEquals(15, CacheFolder.clear(cache, false, models, JobContext.silent()));
    }
}
