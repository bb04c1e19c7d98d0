package io.factorscope.app.cli;

import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.hook.Intervention;
import io.factorscope.core.hook.Site;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.model.ModelConfig;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// One pass over one text, everything written to files.
@Command(
        name = "run",
        description = "Read one text; write its tokens, logits and activations as files.",
        mixinStandardHelpOptions = true)
final class RunCommand extends JobCommand {
    @Option(names = "--text", paramLabel = "T", required = true, description = "The text to read.")
    private String text = "";

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "Where to write.")
    private Path out = Path.of("");

    @Option(
            names = "--hooks",
            paramLabel = "all|NAME,…",
            defaultValue = "all",
            description = "Hook points to write (default: ${DEFAULT-VALUE}).")
    private String hooks = "all";

    @Option(names = "--no-bos", description = "Do not put BOS first.")
    private boolean noBos;

    @Mixin private SteerOptions steer = new SteerOptions();
    @Mixin private ModelOptions compute = new ModelOptions();

    @Override
    void run(JobContext context) throws FactorscopeException {
        List<Intervention> steering = steer.interventions();
        try (LanguageModel opened = compute.open()) {
            Set<HookPoint> taps = taps(opened.config());
            int[] ids = opened.encode(text, !noBos);
            LanguageModel.Run result = opened.run(ids, taps, steering);
            context.checkCancelled();
            AtomicFiles.writeFolder(out, folder -> write(folder, opened, ids, taps, result));
        }
    }

    private Set<HookPoint> taps(ModelConfig config) throws FactorscopeException {
        Set<HookPoint> taps = new LinkedHashSet<>();
        if (hooks.equals("all")) {
            for (int layer = 0; layer < config.layers(); layer++) {
                for (Site site : Site.values()) {
                    taps.add(new HookPoint(layer, site));
                }
            }
            return taps;
        }
        for (String name : hooks.split(",")) {
            taps.add(HookPoint.parse(name.strip()));
        }
        return taps;
    }

    private static void write(
            Path folder,
            LanguageModel model,
            int[] ids,
            Set<HookPoint> taps,
            LanguageModel.Run result)
            throws FactorscopeException {
        Map<String, Object> tokens = new LinkedHashMap<>();
        tokens.put("ids", ids);
        tokens.put("tokens", Arrays.stream(ids).mapToObj(model.tokenizer()::token).toList());
        Json.write(folder.resolve("tokens.json"), tokens);
        Npy.write(
                folder.resolve("logits.npy"), result.logits(), ids.length, model.config().vocab());
        for (HookPoint tap : taps) {
            int width = model.config().width(tap.site());
            Npy.write(folder.resolve(tap.name() + ".npy"), result.at(tap), ids.length, width);
        }
    }
}
