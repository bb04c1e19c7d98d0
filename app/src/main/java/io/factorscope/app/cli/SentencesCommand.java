package io.factorscope.app.cli;

import io.factorscope.core.experiment.ConceptKey;
import io.factorscope.core.experiment.ConceptSentences;
import io.factorscope.core.experiment.Description;
import io.factorscope.core.experiment.ResultFile;
import io.factorscope.core.experiment.SentenceWriter;
import io.factorscope.core.experiment.SentenceWriter.About;
import io.factorscope.core.experiment.StyledWriter;
import io.factorscope.core.experiment.Styles;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/// Has sentences written that should and should not fire concepts, or takes them from held-out
/// data.
@Command(
        name = "sentences",
        description = {
            "Sentences that should fire each concept, and as many neutral ones.",
            "Written by a chat model with --by; with --styled in many styles, for DiffMeans. Or,"
                    + " with no network, taken with --held-out from labelled data that the analysis"
                    + " was not fitted on."
        },
        mixinStandardHelpOptions = true)
final class SentencesCommand extends JobCommand {
    private static final String STYLED_MODEL = "gemini:gemini-2.5-flash";
    private static final int STYLES = 40;

    @Option(
            names = "--descriptions",
            paramLabel = "FILE.json",
            description = "Written by describe: one row of sentences for each description.")
    private @Nullable Path descriptions;

    @Option(
            names = "--about",
            paramLabel = "TEXT,...",
            description = "Concepts in plain words instead, such as rain,farm animals.")
    private @Nullable String about;

    @Option(
            names = "--each",
            paramLabel = "N",
            description = "Sentences of each kind (default: 5; with --styled 40).")
    private @Nullable Integer each;

    @Option(
            names = "--styled",
            description = "In many styles; by " + STYLED_MODEL + " unless --by.")
    private boolean styled;

    @Option(
            names = "--styles",
            paramLabel = "FILE.json",
            description =
                    "The lists tone, perspective, domain, format, tense and sentiment, of whose"
                            + " combinations --each are drawn.")
    private @Nullable Path styles;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "0",
            description = "Which styles or held-out sentences (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(names = "--out", paramLabel = "FILE.json", required = true, description = "Result.")
    private Path out = Path.of("");

    @Mixin private HeldOutOptions heldOut = new HeldOutOptions();
    @Mixin private ChatOptions chat = new ChatOptions();

    /// What is kept of how it was made.
    private record Spec(int each, boolean styled, List<String> styles, List<String> inputs) {}

    @Override
    void run(JobContext context) throws FactorscopeException {
        if (heldOut.wanted()) {
            List<ConceptSentences> rows = heldOut.sentences(each(), seed, context, out());
            write(rows, List.of(), heldOut.inputs());
            return;
        }
        List<About> concepts = concepts();
        Map<String, Path> inputs = new LinkedHashMap<>();
        if (descriptions != null) {
            inputs.put("descriptions", descriptions);
        }
        if (styled) {
            chat.orElse(STYLED_MODEL);
            styled(concepts, inputs, context);
        } else if (chat.wanted()) {
            chat.ask(
                    client -> new SentenceWriter(client, 1, each()).estimate(concepts),
                    (client, most) ->
                            write(
                                    new SentenceWriter(client, most, each())
                                            .write(concepts, context),
                                    List.of(),
                                    inputs),
                    context);
        } else {
            throw wrongUse("Name a chat model with --by, or labelled data with --held-out");
        }
    }

    private void styled(List<About> concepts, Map<String, Path> inputs, JobContext context)
            throws FactorscopeException {
        Styles lists = styles == null ? Styles.DEFAULT : Json.read(styles, Styles.class);
        List<String> drawn = lists.sample(each(), seed);
        chat.ask(
                client -> new StyledWriter(client, 1, drawn).estimate(concepts),
                (client, most) ->
                        write(
                                new StyledWriter(client, most, drawn).write(concepts, context),
                                drawn,
                                inputs),
                context);
    }

    private int each() throws FactorscopeException {
        int wanted = each != null ? each : styled ? STYLES : SentenceWriter.EACH;
        if (wanted < 1) {
            throw wrongUse("--each is " + wanted + "; expected at least 1");
        }
        return wanted;
    }

    private List<About> concepts() throws FactorscopeException {
        if (about != null) {
            return Arrays.stream(about.split(",", -1))
                    .map(String::strip)
                    .filter(text -> !text.isEmpty())
                    .map(text -> new About(new ConceptKey("L:" + text, "", 0, -1, -1), text))
                    .toList();
        }
        if (descriptions == null) {
            throw wrongUse("Say which concepts with --descriptions or --about");
        }
        Stream<Description> rows = ResultFile.read(descriptions, Description.class).stream();
        return rows.filter(row -> row.description() != null)
                .filter(row -> row.track() == Description.Track.INPUT)
                .map(row -> new About(row.key(), Objects.requireNonNull(row.description())))
                .toList();
    }

    private static FactorscopeException wrongUse(String what) {
        return new FactorscopeException("FS-EXP-004", what + "; see sentences --help.");
    }

    private void write(List<ConceptSentences> rows, List<String> drawn, Map<String, Path> inputs)
            throws FactorscopeException {
        List<String> places = inputs.values().stream().map(Path::toString).toList();
        Spec spec = new Spec(each(), styled, drawn, places);
        ResultFile.write(out, rows, spec, ResultFile.of(seed, inputs));
        int wanted = drawn.isEmpty() ? each() : drawn.size();
        long fewer =
                rows.stream()
                        .filter(row ->
                                row.activating().size() < wanted || row.neutral().size() < wanted)
                        .count();
        String lacking = fewer == 0 ? "" : "; " + fewer + " have fewer sentences than asked for";
        out().println(rows.size() + " concepts written to " + out + lacking);
        out().flush();
    }
}
