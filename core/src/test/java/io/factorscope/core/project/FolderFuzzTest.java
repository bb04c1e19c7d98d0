package io.factorscope.core.project;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.factorscope.core.Damage;
import io.factorscope.core.Fixtures;
import io.factorscope.core.factorization.sae.FeatureList;
import io.factorscope.core.factorization.sae.SaeFolder;
import io.factorscope.core.hook.HookPoint;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.model.LanguageModel;
import io.factorscope.core.steering.BlindVote;
import io.factorscope.core.steering.MethodVotes;
import io.factorscope.core.steering.Presets;
import io.factorscope.core.steering.SteerSpec;
import io.factorscope.core.steering.Votes;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.Npy;
import io.factorscope.core.store.Npz;
import io.factorscope.core.text.DatasetReader;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Every file of an analysis, data sets, arrays and autoencoders, damaged at random: each is read
/// or refused in one line, and nothing else happens.
class FolderFuzzTest {
    @TempDir private static Path temporary;
    private static Path saved = Path.of("");

    @TempDir private Path folder;

    @BeforeAll
    static void analyse() throws FactorscopeException {
        try (LanguageModel model = Fixtures.tinyGpt2()) {
            saved = SmallAnalysis.save(temporary.resolve("saved"), SmallAnalysis.of(model, 0));
        }
    }

    /// Opens an analysis and looks at all that the window shows of it.
    private static void look(Path analysis) throws FactorscopeException {
        AnalysisStore.Opened opened = AnalysisStore.open(analysis);
        Analysis all = opened.analysis();
        for (ConceptEntry entry :
                Stream.concat(all.concepts().stream(), all.nodes().stream()).toList()) {
            entry.evidence().topTokens();
            entry.automaticLabel();
            entry.projection().promoted().forEach(token -> assertNotNull(token.token().strip()));
            entry.concept().source().describe();
            all.norm(entry);
            all.lossShare(entry);
        }
        opened.state().annotations().titles().forEach((id, name) -> all.find(id + name));
        assertNotNull(List.copyOf(opened.state().runs().newestFirst()));
        assertNotNull(opened.state().steering().generate().prompt());
        Json.text(opened.state());
    }

    @Test
    void anAnalysisSurvivesDamageToAnyOfItsFiles() throws IOException {
        List<Path> files;
        try (Stream<Path> walk = Files.walk(saved)) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        assertTrue(files.size() > 18, files.toString());
        int refused = 0;
        for (Path file : files) {
            boolean large = Files.size(file) > 20_000;
            int interesting = file.toString().endsWith(".npy") ? 160 : Integer.MAX_VALUE;
            refused += Damage.survived(file, interesting, large ? 90 : 60, at -> look(saved));
        }
        assertTrue(refused > 400, "only " + refused + " were refused");
    }

    @Test
    void dataSetsSurviveDamage() throws IOException {
        Map<String, String> forms =
                Map.of(
                        "list.json",
                                "[{\"prompt\": \"A cat.\", \"label\": \"animals\"}, {\"prompt\":"
                                        + " 1}]",
                        "object.json",
                                "{\"animals\": [\"A cat.\", \"A dog.\"], \"food\": [\"Bread.\"]}",
                        "table.csv",
                                "prompt,label\n\"A \"\"cat\"\", there.\",animals\nA dog.,animals\n",
                        "lines.txt", "A cat.\nÄ døg 犬.\n");
        for (Map.Entry<String, String> form : forms.entrySet()) {
            Path file = Files.writeString(folder.resolve(form.getKey()), form.getValue());
            Damage.survived(file, Integer.MAX_VALUE, 800, DatasetReader::read);
        }
    }

    @Test
    void arraysSurviveDamage() throws IOException, FactorscopeException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, new float[12], 3, 4);
        int refused = Damage.survived(file, 128, 1_500, Npy::read);
        assertTrue(refused > 500, "only " + refused);
        Path archive =
                Files.copy(
                        Fixtures.path("sae/gemma-scope/params.npz"), folder.resolve("params.npz"));
        refused = Damage.survived(archive, Integer.MAX_VALUE, 300, at -> Npz.read(at, "W_enc", 2));
        assertTrue(refused > 25, "only " + refused);
    }

    @Test
    void autoencodersSurviveDamage() throws IOException {
        for (String kind : List.of("topk", "jumprelu", "standard", "gemma-scope")) {
            Path sae = Fixtures.copy(Fixtures.path("sae/" + kind), folder.resolve(kind));
            HookPoint hook = SmallAnalysis.STREAM;
            for (String name : List.of("cfg.json", "sae_weights.safetensors", "params.npz")) {
                if (Files.exists(sae.resolve(name))) {
                    Damage.survived(sae.resolve(name), 1_000, 300, at -> SaeFolder.read(sae, hook));
                }
            }
        }
    }

    @Test
    void listsOfFeaturesSurviveDamage() throws IOException, FactorscopeException {
        Path file = folder.resolve("features.json");
        FeatureList.write(
                file,
                List.of(
                        new FeatureList.Feature(3, 7, "local", "sae", "dogs"),
                        new FeatureList.Feature(3, 9, "local", "sae", "")));
        int refused = Damage.survived(file, Integer.MAX_VALUE, 1_000, FeatureList::read);
        assertTrue(refused > 300, "only " + refused);
    }

    @Test
    void settingsAndTheListOfRecentAnalysesSurviveDamage()
            throws IOException, FactorscopeException {
        Settings.DEFAULTS.save(folder);
        Damage.survived(
                folder.resolve("settings.json"),
                Integer.MAX_VALUE,
                400,
                at -> Settings.load(folder));
        new RecentAnalyses(List.of(new RecentAnalyses.Item("/somewhere", "80 factors")))
                .save(folder);
        Damage.survived(
                folder.resolve("recent.json"),
                Integer.MAX_VALUE,
                30,
                at -> RecentAnalyses.load(folder).items().forEach(RecentAnalyses.Item::isThere));
    }

    @Test
    void presetsAndVotesSurviveDamage() throws IOException, FactorscopeException {
        SteerSpec spec = AnalysisState.fresh().steering();
        Presets presets = new Presets(folder);
        presets.save("warm", spec);
        int refused =
                Damage.survived(
                        folder.resolve("warm.json"),
                        Integer.MAX_VALUE,
                        400,
                        at -> {
                            presets.names();
                            Json.text(presets.load("warm"));
                        });
        assertTrue(refused > 100, "only " + refused);
        BlindVote vote = new BlindVote(spec, spec.withSeed(2), 1);
        Votes.NONE.with(vote, BlindVote.Choice.LEFT).save(folder);
        refused =
                Damage.survived(
                        folder.resolve("votes.json"),
                        Integer.MAX_VALUE,
                        400,
                        at -> Votes.load(folder).with(vote, BlindVote.Choice.SAME));
        assertTrue(refused > 100, "only " + refused);
        MethodVotes.NONE.with("cats", "snmf").save(folder);
        Damage.survived(
                folder.resolve("method-votes.json"),
                Integer.MAX_VALUE,
                200,
                at -> MethodVotes.load(folder).with("cats", "snmf").of("sae"));
    }
}
