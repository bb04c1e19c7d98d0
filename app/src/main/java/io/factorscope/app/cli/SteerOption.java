package io.factorscope.app.cli;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.NpyArray;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `HOOK=FILE.npy:ALPHA`.
final class SteerOption {
    private static final Pattern FORM = Pattern.compile("([^=]+)=(.+):([-+0-9.eE]+)");

    private SteerOption() {}

    /// **Errors**: `FS-STEER-001` for another form; those of hook names and `.npy` files.
    static List<Intervention> parse(List<String> options, boolean raw) throws FactorscopeException {
        List<Intervention> interventions = new ArrayList<>();
        for (String option : options) {
            Matcher match = FORM.matcher(option);
            if (!match.matches()) {
                throw wrong(option);
            }
            HookPoint hook = HookPoint.parse(match.group(1));
            NpyArray vector = Npy.read(Path.of(match.group(2)), 1);
            double alpha = number(option, match.group(3));
            interventions.add(
                    raw
                            ? Intervention.add(hook, scaled(vector.values(), alpha))
                            : Intervention.steer(hook, vector.values(), alpha));
        }
        return interventions;
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
