package io.factorscope.app.cli;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Steering vectors, shared by `run` and `generate`.
final class SteerOptions {
    private static final Pattern FORM = Pattern.compile("([^=]+)=(.+):([-+0-9.eE]+)");

    @Option(
            names = "--steer",
            paramLabel = "HOOK=FILE.npy:ALPHA",
            description = "Add ALPHA times the unit vector at every position; repeatable.")
    private List<String> steer = new ArrayList<>();

    @Option(names = "--raw", description = "Do not scale steering vectors to norm 1.")
    private boolean raw;

    /// The interventions that the options ask for.
    ///
    /// **Errors**: `FS-STEER-001` for another form; those of hook names and `.npy` files.
    List<Intervention> interventions() throws FactorscopeException {
        List<Intervention> interventions = new ArrayList<>();
        for (String option : steer) {
            interventions.add(intervention(option));
        }
        return interventions;
    }

    private Intervention intervention(String option) throws FactorscopeException {
        Matcher match = FORM.matcher(option);
        if (!match.matches()) {
            throw wrong(option);
        }
        HookPoint hook = HookPoint.parse(match.group(1));
        NpyArray vector = Npy.read(Path.of(match.group(2)), 1);
        double alpha = number(option, match.group(3));
        return raw
                ? Intervention.add(hook, scaled(vector.values(), alpha))
                : Intervention.steer(hook, vector.values(), alpha);
    }

    private static float[] scaled(float[] vector, double alpha) {
        float[] out = new float[vector.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) (vector[i] * alpha);
        }
        return out;
    }

    private static double number(String option, String text) throws FactorscopeException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw wrong(option);
        }
    }

    private static FactorscopeException wrong(String option) {
        return new FactorscopeException(
                "FS-STEER-001",
                "'"
                        + option
                        + "' is not a steering; expected HOOK=FILE.npy:ALPHA, such as"
                        + " blocks.2.hook_resid_post=happy.npy:4.");
    }
}
