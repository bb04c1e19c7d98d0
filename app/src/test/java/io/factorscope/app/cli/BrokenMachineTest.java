package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.project.Home;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A process whose engine does not load, and one that asks for a device that is not there.
class BrokenMachineTest {
    @TempDir private Path temp;

    private String generate(Child child, String device) throws Exception {
        Path model = Home.path().resolve("core/src/test/resources/fixtures/tiny-gpt2");
        return child.run(
                Main.class,
                List.of(
                        "generate",
                        "--model",
                        model.toString(),
                        "--prompt",
                        "One day",
                        "--device",
                        device));
    }

    @Test
    void anEngineThatDoesNotLoadIsSaidInOneLine() throws Exception {
        Path libraries = Files.createDirectories(temp.resolve("broken"));
        for (String name : List.of("libc10.so", "libtorch.so", "c10.dll", "libc10.dylib")) {
            Files.writeString(libraries.resolve(name), "no library");
        }
        Child child = new Child(temp).with("PYTORCH_LIBRARY_PATH", libraries.toString());
        String said = generate(child, "cpu");
        assertTrue(said.contains("FS-DEVICE-003"), said);
        assertTrue(!said.contains("\tat "), said);
    }

    @Test
    void aDeviceThatIsNotThereIsSaidWithAnotherToChoose() throws Exception {
        String said = generate(new Child(temp), "cuda:9");
        assertTrue(said.contains("FS-DEVICE-002") && said.contains("--device cpu"), said);
    }
}
