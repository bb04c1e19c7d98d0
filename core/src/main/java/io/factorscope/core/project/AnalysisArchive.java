package io.factorscope.core.project;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;
import io.factorscope.core.store.TemporaryFolder;
import io.factorscope.core.store.ZipFolder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A saved analysis as one `.factorscope` file, to send: a zip of its folder's own files, and
/// nothing else that may lie beside them.
public final class AnalysisArchive {
    /// How such files end.
    public static final String ENDING = ".factorscope";

    private static final Pattern OURS =
            Pattern.compile(
                    "analysis\\.json|factorization\\.json|concepts\\.json|tokens\\.csv"
                            + "|history\\.csv|F(\\.[\\w.]+)?\\.npy|G\\.npy"
                            + "|label_(directions|scores)\\.npy|tree/(tree\\.json|[WH]\\d+\\.npy)"
                            + "|imported-[0-9a-f]{8}/[\\w.]+/label_(directions|scores)\\.npy"
                            + "|state\\.json|edits\\.jsonl");
    private static final Pattern SAID = Pattern.compile("state\\.json|edits\\.jsonl");

    private AnalysisArchive() {}

    /// Whether a file is such an archive, by its name.
    public static boolean is(Path file) {
        return file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING)
                && Files.isRegularFile(file);
    }

    /// Packs a saved analysis with what `state` says of it.
    ///
    /// **Errors**: those of [AnalysisStore#open]; `FS-FILE-001`.
    public static void pack(Path folder, AnalysisState state, Path file)
            throws FactorscopeException {
        AnalysisStore.open(folder);
        try (TemporaryFolder work = new TemporaryFolder()) {
            List<String> names = new ArrayList<>();
            for (String name : files(folder)) {
                Path copy = work.resolve(name);
                Files.createDirectories(copy.toAbsolutePath().getParent());
                Files.copy(folder.resolve(name), copy);
                names.add(name);
            }
            EditLog.writeFirst(work.path(), state);
            names.addAll(List.of(EditLog.STATE, EditLog.EDITS));
            ZipFolder.write(work.path(), names, file);
        } catch (IOException e) {
            throw Json.cannotRead(folder, e);
        }
    }

    private static List<String> files(Path folder) throws IOException {
        try (Stream<Path> walk = Files.walk(folder, 3)) {
            return walk.filter(path -> Files.isRegularFile(path))
                    .map(path -> folder.relativize(path).toString().replace('\\', '/'))
                    .filter(name -> OURS.matcher(name).matches() && !SAID.matcher(name).matches())
                    .sorted()
                    .toList();
        }
    }

    /// Unpacks an archive into a folder that is not there yet, all or nothing; files in it that are
    /// no part of an analysis are left out.
    ///
    /// **Errors**: those of [ZipFolder#unpack] and [AnalysisStore#open]; `FS-PACK-004` when the
    /// folder exists.
    public static void unpack(Path file, Path folder) throws FactorscopeException {
        if (Files.exists(folder)) {
            throw new FactorscopeException(
                    "FS-PACK-004",
                    folder
                            + " exists already; expected a new folder to unpack into. Name"
                            + " another.");
        }
        if (!Files.isRegularFile(file)) {
            throw new FactorscopeException(
                    "FS-FILE-003", file + " does not exist. Check the path.");
        }
        AtomicFiles.writeFolder(
                folder,
                beside -> {
                    ZipFolder.unpack(file, beside, name -> OURS.matcher(name).matches());
                    if (!Files.exists(beside.resolve(AnalysisStore.MANIFEST))) {
                        throw new FactorscopeException(
                                "FS-PACK-001",
                                file
                                        + " holds no analysis; expected a file that Factorscope"
                                        + " packed. Choose another.");
                    }
                    AnalysisStore.open(beside);
                });
    }
}
