package io.factorscope.core.project;

import io.factorscope.core.factorization.FitSpec;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Site;
import io.factorscope.core.model.ModelConfig;

import java.util.List;

/// A whole analysis: factors at `hook`, concepts from labels at `labelHook`, and how well the
/// latter steer, measured on `prompts` (none: not measured); `checks` are made of the fit.
public record AnalysisSpec(
        HookPoint hook,
        FitSpec fit,
        HookPoint labelHook,
        boolean bos,
        List<String> prompts,
        Checks checks) {
    /// A copy that nobody can change; files of older versions know no checks.
    public AnalysisSpec {
        prompts = List.copyOf(prompts);
        checks = checks == null ? Checks.NONE : checks;
    }

    /// Where label concepts are taken from unless said otherwise: the residual stream a third up.
    public static HookPoint defaultLabelHook(ModelConfig config) {
        return new HookPoint(config.layers() / 3, Site.RESID_POST);
    }
}
