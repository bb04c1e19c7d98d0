package io.factorscope.core.model.hub;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// Which files of a repository are needed, and no others.
///
/// - A folder of weights: configuration, tokenizer, and `model.safetensors` or the shards that its
///   index names; never a second copy in another format.
/// - A GGUF file: that one file.
/// - Always the model card and the licence.
public final class FileChoice {
    private static final String WEIGHTS = "model.safetensors";
    private static final String INDEX = "model.safetensors.index.json";
    private static final Set<String> SMALL =
            Set.of(
                    "config.json",
                    "generation_config.json",
                    "tokenizer.json",
                    "tokenizer_config.json",
                    "special_tokens_map.json");
    private static final Pattern PAPERS =
            Pattern.compile("(licen[cs]e|notice|use_policy|readme)([._-].*)?");
    private static final Pattern PICKLES = Pattern.compile(".*\\.(bin|pt|pth|ckpt|pkl)");
    private static final Pattern NOT_THE_MODEL =
            Pattern.compile("(consolidated|adapter|optimizer|training).*");

    private final HubModel model;
    private final HubClient client;

    private FileChoice(HubClient client, HubModel model) {
        this.client = client;
        this.model = model;
    }

    /// The files to download; `gguf` names one GGUF file, or is null.
    ///
    /// **Errors**: `FS-HUB-009` no weights that can be read (and why), `FS-HUB-010` which GGUF
    /// file.
    public static List<HubFile> of(
            HubClient client, HubModel model, @Nullable String gguf, JobContext context)
            throws FactorscopeException {
        return new FileChoice(client, model).files(gguf, context);
    }

    private List<HubFile> files(@Nullable String gguf, JobContext context)
            throws FactorscopeException {
        List<HubFile> ggufs = model.files().stream().filter(FileChoice::isGguf).toList();
        List<HubFile> chosen = new ArrayList<>();
        if (gguf != null) {
            chosen.add(named(gguf, ggufs));
        } else {
            List<HubFile> weights = weights(context);
            if (weights.isEmpty()) {
                chosen.add(only(ggufs));
            } else {
                chosen.addAll(small());
                chosen.addAll(weights);
            }
        }
        model.files().stream().filter(FileChoice::isPaper).forEach(chosen::add);
        return List.copyOf(chosen);
    }

    private static boolean isGguf(HubFile file) {
        return file.path().toLowerCase(Locale.ROOT).endsWith(".gguf");
    }

    private static boolean isPaper(HubFile file) {
        return file.atRoot() && PAPERS.matcher(file.path().toLowerCase(Locale.ROOT)).matches();
    }

    private HubFile named(String name, List<HubFile> ggufs) throws FactorscopeException {
        return ggufs.stream()
                .filter(file -> file.path().equals(name) || file.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new FactorscopeException(
                                "FS-HUB-010",
                                model.id()
                                        + " has no GGUF file "
                                        + name
                                        + "; it has "
                                        + listed(ggufs)
                                        + "."));
    }

    private HubFile only(List<HubFile> ggufs) throws FactorscopeException {
        if (ggufs.size() == 1) {
            return ggufs.getFirst();
        }
        if (!ggufs.isEmpty()) {
            throw new FactorscopeException(
                    "FS-HUB-010",
                    model.id()
                            + " has several GGUF files; choose one with --file: "
                            + listed(ggufs)
                            + ".");
        }
        boolean pickles =
                model.files().stream().anyMatch(file -> PICKLES.matcher(file.path()).matches());
        throw new FactorscopeException(
                "FS-HUB-009",
                model.id()
                        + (pickles
                                ? " has its weights only as pickle files (.bin, .pt), which can run"
                                        + " any code when they are read, so Factorscope never reads"
                                        + " them. Look for a revision or another repository with"
                                        + " safetensors, or convert it yourself."
                                : " holds no safetensors and no GGUF file; expected a model's"
                                        + " weights. Check the name and the revision."));
    }

    private static String listed(List<HubFile> files) {
        return files.isEmpty()
                ? "none"
                : String.join(
                        ", ",
                        files.stream()
                                .map(file -> file.path() + " (" + Amounts.bytes(file.size()) + ")")
                                .toList());
    }

    private List<HubFile> small() throws FactorscopeException {
        List<String> missing = new ArrayList<>();
        for (String needed : List.of("config.json", "tokenizer.json")) {
            if (find(needed).isEmpty()) {
                missing.add(needed);
            }
        }
        if (!missing.isEmpty()) {
            throw new FactorscopeException(
                    "FS-HUB-009",
                    model.id()
                            + " has no "
                            + String.join(" and no ", missing)
                            + ", without which its weights cannot be used. Look for another"
                            + " revision or repository of this model.");
        }
        return model.files().stream().filter(file -> SMALL.contains(file.path())).toList();
    }

    private List<HubFile> weights(JobContext context) throws FactorscopeException {
        Optional<HubFile> whole = find(WEIGHTS);
        if (whole.isPresent()) {
            return List.of(whole.get());
        }
        Optional<HubFile> index = find(INDEX);
        if (index.isPresent()) {
            return sharded(index.get(), context);
        }
        return model.files().stream()
                .filter(file -> file.atRoot() && file.path().endsWith(".safetensors"))
                .filter(file -> !NOT_THE_MODEL.matcher(file.path()).matches())
                .toList();
    }

    private List<HubFile> sharded(HubFile index, JobContext context) throws FactorscopeException {
        Set<String> names = new TreeSet<>();
        try {
            JsonNode map = Json.mapper().readTree(client.text(model, index, context));
            map.path("weight_map").forEach(name -> names.add(name.asText()));
        } catch (JsonProcessingException e) {
            throw noShard("it is not JSON");
        }
        List<HubFile> files = new ArrayList<>();
        files.add(index);
        for (String name : names) {
            files.add(find(name).orElseThrow(() -> noShard(name + " is not in the repository")));
        }
        if (names.isEmpty()) {
            throw noShard("it names no files");
        }
        return files;
    }

    private FactorscopeException noShard(String why) {
        return new FactorscopeException(
                "FS-HUB-009",
                INDEX + " of " + model.id() + " is broken: " + why + ". Try another revision.");
    }

    private Optional<HubFile> find(String path) {
        return model.files().stream().filter(file -> file.path().equals(path)).findFirst();
    }
}
