package io.factorscope.app.cli;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.model.ModelInspection;
import io.factorscope.core.model.ModelInspector;
import io.factorscope.core.model.ModelShelf;
import io.factorscope.core.project.Home;

import picocli.CommandLine.Command;

import java.util.List;

/// Lists the models at hand.
@Command(
        name = "list",
        description = "List the models at hand: shipped and downloaded.",
        mixinStandardHelpOptions = true)
final class ModelListCommand extends JobCommand {
    @Override
    void run(JobContext context) throws FactorscopeException {
        List<ModelShelf.Item> items = Home.models().items();
        int width = items.stream().mapToInt(item -> item.name().length()).max().orElse(0);
        for (ModelShelf.Item item : items) {
            ModelInspection found = ModelInspector.inspect(item.path());
            StringBuilder line = new StringBuilder();
            line.append(item.name()).append(" ".repeat(width - item.name().length()));
            line.append("  ").append(found.family());
            line.append(", ").append(Amounts.parameters(found.parameters())).append(" parameters");
            line.append(", ").append(Amounts.bytes(found.bytes()));
            line.append(item.isShipped() ? ", shipped, " : ", downloaded, ").append(item.path());
            if (!found.problems().isEmpty()) {
                line.append(" (").append(found.problems().size()).append(" problems: inspect it)");
            }
            out().println(line);
        }
        out().flush();
    }
}
