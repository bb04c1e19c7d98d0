package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.Json;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Where a downloaded model came from, kept in its folder: the repository, the commit, and the hash
/// of every file.
public record Origin(
        String id,
        String revision,
        String sha,
        String from,
        String licence,
        String date,
        List<OriginFile> files) {
    /// The file's name in a model's folder.
    public static final String FILE = "factorscope-origin.json";

    /// A copy that nobody can change.
    public Origin {
        files = files == null ? List.of() : List.copyOf(files);
    }

    /// One file; `hash` begins with its kind, `sha256:` or `git_sha1:`.
    public record OriginFile(String path, long size, String hash) {}

    static Origin of(HubModel model, List<HubFile> files, String from, String date) {
        List<OriginFile> kept =
                files.stream()
                        .map(file ->
                                new OriginFile(
                                        file.path(),
                                        file.size(),
                                        file.kind().name().toLowerCase(Locale.ROOT)
                                                + ":"
                                                + file.hash()))
                        .toList();
        return new Origin(
                model.id().text(),
                model.revision(),
                model.sha(),
                from,
                model.licence(),
                date,
                kept);
    }

    /// The origin of a folder's model, where it was downloaded by this program.
    public static Optional<Origin> of(Path folder) throws FactorscopeException {
        Path file = folder.resolve(FILE);
        return Files.isRegularFile(file)
                ? Optional.of(Json.read(file, Origin.class))
                : Optional.empty();
    }

    /// Whether a folder holds these files of this commit, by name and size.
    boolean isIn(Path folder) throws java.io.IOException {
        for (OriginFile file : files) {
            Path there = folder.resolve(file.path());
            if (!Files.isRegularFile(there) || Files.size(there) != file.size()) {
                return false;
            }
        }
        return true;
    }
}
