package io.factorscope.app.cli;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.hub.FileChoice;
import io.factorscope.core.model.hub.HubAccess;
import io.factorscope.core.model.hub.HubClient;
import io.factorscope.core.model.hub.HubFile;
import io.factorscope.core.model.hub.HubId;
import io.factorscope.core.model.hub.HubModel;
import io.factorscope.core.model.hub.ModelDownload;
import io.factorscope.core.project.Home;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.List;

/// Downloads a model.
@Command(
        name = "get",
        description = {
            "Download a model from the Hugging Face Hub: only the files that are needed, each"
                    + " checked against its hash.",
            "Stopped downloads continue when the same command is given again. Private and gated"
                    + " models need an access token in HF_TOKEN (environment, or a file .env in"
                    + " the working folder)."
        },
        mixinStandardHelpOptions = true)
final class ModelGetCommand extends JobCommand {
    @Parameters(paramLabel = "ORG/NAME", description = "Such as openai-community/gpt2.")
    private String id = "";

    @Option(
            names = "--revision",
            paramLabel = "R",
            defaultValue = "main",
            description = "Branch, tag or commit (default: ${DEFAULT-VALUE}).")
    private String revision = "main";

    @Option(
            names = "--file",
            paramLabel = "NAME",
            description = "The one GGUF file to take, instead of safetensors.")
    private @Nullable String file;

    @Option(
            names = "--to",
            paramLabel = "DIR",
            description = "The model's folder (default: under its name on the shelf).")
    private @Nullable Path to;

    @Option(
            names = "--base",
            paramLabel = "URL",
            description = "Another Hub (default: HF_ENDPOINT, else https://huggingface.co).")
    private @Nullable String base;

    @Override
    void run(JobContext context) throws FactorscopeException {
        HubId hubId = HubId.parse(id);
        Path target = to == null ? Home.models().place(hubId.text()) : to;
        HubAccess access = Home.hub(base);
        access.warnings().forEach(err()::println);
        try (HubClient client = new HubClient(access)) {
            HubModel model = client.look(hubId, revision, context);
            List<HubFile> files = FileChoice.of(client, model, file, context);
            Path folder = new ModelDownload(client, model, files, target).run(context);
            out().println(
                            hubId
                                    + " at "
                                    + model.sha().substring(0, 7)
                                    + ": "
                                    + files.size()
                                    + " files, "
                                    + Amounts.bytes(ModelDownload.size(files))
                                    + (model.licence().isEmpty()
                                            ? ", no licence stated"
                                            : ", licence " + model.licence())
                                    + ", in "
                                    + folder);
            out().flush();
        }
    }
}
