package io.factorscope.app.evaluate;

import io.factorscope.core.experiment.ExperimentResult;
import io.factorscope.core.experiment.ExperimentSpec;
import io.factorscope.core.experiment.PersonRatings;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.judge.PersonQueue;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The runs that the window knows: a folder each of its own, and folders elsewhere that were
/// opened.
///
/// **Threads**: none of its own; call it on the files lane.
final class RunShelf {
    private static final String OPENED = "opened.json";
    private static final String DELETED = ".deleted";

    private final Path root;

    RunShelf(Path root) {
        this.root = root;
    }

    private record Opened(List<String> folders) {
        static final Opened NONE = new Opened(List.of());
    }

    /// All of them: first the newest of the window's own, then those that were opened. A folder
    /// that cannot be read is left out.
    List<RunItem> list() throws FactorscopeException {
        List<Path> folders = new ArrayList<>();
        if (Files.isDirectory(root)) {
            try (Stream<Path> found = Files.list(root)) {
                found.filter(Files::isDirectory)
                        .filter(folder -> !folder.endsWith(DELETED))
                        .sorted(Comparator.comparing(Path::toString).reversed())
                        .forEach(folders::add);
            } catch (IOException e) {
                throw Json.cannotRead(root, e);
            }
        }
        opened().folders.forEach(folder -> folders.add(Path.of(folder)));
        List<RunItem> items = new ArrayList<>();
        for (Path folder : folders) {
            RunItem item = readable(folder);
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private Opened opened() throws FactorscopeException {
        Path file = root.resolve(OPENED);
        return Files.exists(file) ? Json.read(file, Opened.class) : Opened.NONE;
    }

    private static @Nullable RunItem readable(Path folder) {
        try {
            return read(folder);
        } catch (FactorscopeException e) {
            System.getLogger(RunShelf.class.getName())
                    .log(System.Logger.Level.WARNING, e.code() + " " + e.getMessage());
            return null;
        }
    }

    private static RunItem read(Path folder) throws FactorscopeException {
        Path asked = folder.resolve(RunRequest.FILE);
        boolean ended = RunItem.hasResult(folder);
        if (Files.exists(asked)) {
            RunRequest request = Json.read(asked, RunRequest.class);
            ExperimentSpec spec = Json.require(asked, "spec", request.spec());
            return new RunItem(folder, request, spec, ended);
        }
        Path begun = folder.resolve("experiment.json");
        if (!Files.exists(begun) && !ended) {
            throw new FactorscopeException(
                    "FS-EXP-007",
                    folder
                            + " holds no experiment: there is neither "
                            + ExperimentResult.FILE
                            + " nor experiment.json. Choose the folder that was given as --out.");
        }
        ExperimentSpec spec =
                Files.exists(begun)
                        ? Json.read(begun, ExperimentSpec.class)
                        : ExperimentResult.load(folder).spec();
        return new RunItem(folder, null, spec, ended);
    }

    /// Says what is asked for in a folder, into which it may put more.
    @FunctionalInterface
    interface Asking {
        /// The request.
        RunRequest in(Path folder) throws FactorscopeException;
    }

    /// A new run's folder, with what is asked for in it; nothing is left of one that fails.
    RunItem begin(String created, Asking asking) throws FactorscopeException {
        String name = created.replaceAll("[^0-9]", "");
        Path folder = root.resolve(name);
        for (int i = 2; Files.exists(folder); i++) {
            folder = root.resolve(name + "-" + i);
        }
        try {
            RunRequest request = asking.in(folder);
            Json.write(folder.resolve(RunRequest.FILE), request);
            return new RunItem(folder, request, request.spec(), false);
        } catch (FactorscopeException e) {
            remove(folder, e);
            throw e;
        }
    }

    private static void remove(Path folder, FactorscopeException because) {
        try {
            AtomicFiles.deleteTree(folder);
        } catch (IOException e) {
            because.addSuppressed(e);
        }
    }

    /// The result of a run, where there is one, with what a person has said of it.
    static Optional<ExperimentResult> result(Path folder) throws FactorscopeException {
        if (!RunItem.hasResult(folder)) {
            return Optional.empty();
        }
        ExperimentResult found = ExperimentResult.load(folder);
        if (!PersonRatings.begun(folder)) {
            return Optional.of(found);
        }
        PersonRatings ratings = new PersonRatings(folder, found);
        try (PersonQueue queue = RatingViewModel.open(ratings)) {
            return Optional.of(ratings.with(queue));
        }
    }

    /// A folder that was made elsewhere, remembered from now on.
    ///
    /// **Errors**: `FS-EXP-007` when it holds no experiment.
    RunItem open(Path folder) throws FactorscopeException {
        Path full = folder.toAbsolutePath().normalize();
        RunItem item = read(full);
        List<String> folders = new ArrayList<>(opened().folders);
        if (!isOwn(full) && !folders.contains(full.toString())) {
            folders.addFirst(full.toString());
            Json.write(root.resolve(OPENED), new Opened(folders));
        }
        return item;
    }

    /// The run under another name; blank takes the name away. One made elsewhere keeps its
    /// folder's.
    RunItem rename(RunItem item, String name) throws FactorscopeException {
        RunRequest request = item.request();
        if (request == null) {
            return item;
        }
        RunRequest now = request.named(name.isBlank() ? null : name);
        Json.write(item.folder().resolve(RunRequest.FILE), now);
        return new RunItem(item.folder(), now, item.spec(), item.ended());
    }

    /// Puts the folder of a run aside, and the one that was put aside before away for good; one
    /// that was only opened is forgotten and stays where it is.
    RunItem delete(RunItem item) throws FactorscopeException {
        if (!isOwn(item.folder())) {
            List<String> folders = new ArrayList<>(opened().folders);
            folders.remove(item.folder().toString());
            Json.write(root.resolve(OPENED), new Opened(folders));
            return item;
        }
        Path aside = root.resolve(DELETED);
        try {
            AtomicFiles.deleteTree(aside);
            Files.createDirectories(aside);
            Files.move(item.folder(), aside.resolve(item.folder().getFileName()));
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(item.folder(), e);
        }
        return item;
    }

    /// Brings back what was deleted last.
    RunItem bringBack(RunItem item) throws FactorscopeException {
        if (!isOwn(item.folder())) {
            return open(item.folder());
        }
        try {
            Path aside = root.resolve(DELETED);
            Files.move(aside.resolve(item.folder().getFileName()), item.folder());
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(item.folder(), e);
        }
        return item;
    }

    private boolean isOwn(Path folder) {
        Path full = folder.toAbsolutePath().normalize();
        return root.toAbsolutePath().normalize().equals(full.getParent());
    }
}
