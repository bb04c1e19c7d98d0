package io.factorscope.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.factorscope.core.project.Settings;

import org.junit.jupiter.api.Test;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class ComputeOptionsTest {
    @Command(name = "probe")
    static final class Probe {
        @Mixin ComputeOptions compute = new ComputeOptions();
    }

    private static Settings.Compute over(Settings.Compute settings, String... arguments) {
        Probe probe = new Probe();
        return probe.compute.over(settings, new CommandLine(probe).parseArgs(arguments));
    }

    @Test
    void onlyWhatIsGivenOnTheCommandLineStandsAboveTheSettings() {
        Settings.Compute settings = new Settings.Compute("cpu", 1, "bfloat16");
        assertEquals(settings, over(settings));
        assertEquals(
                new Settings.Compute("auto", 3, "bfloat16"),
                over(settings, "--device", "auto", "--threads", "3"));
        assertEquals(
                new Settings.Compute("cpu", 1, "float32"), over(settings, "--dtype", "float32"));
    }
}
