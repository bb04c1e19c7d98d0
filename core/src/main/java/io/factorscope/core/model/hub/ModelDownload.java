package io.factorscope.core.model.hub;

import io.factorscope.core.job.Amounts;
import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.Job;
import io.factorscope.core.job.JobContext;
import io.factorscope.core.store.AtomicFiles;
import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Downloads the chosen files of a repository into a folder that appears whole or not at all.
///
/// 1. Refuse what cannot end well: a folder with something else in it, a disk without the space.
/// 2. Fetch at most four files at a time into `.NAME.download` beside the folder.
/// 3. Write down where it came from, and rename.
///
/// A failed or cancelled download keeps `.NAME.download`; the next one continues from it.
///
/// **Threads**: its own virtual threads, ended before it returns. **Errors**: those of [HubClient],
/// `FS-HUB-011` no space, `FS-HUB-012` damaged, `FS-HUB-013` the folder is in use.
public final class ModelDownload implements Job<Path> {
    private static final int AT_ONCE = 4;
    private static final long POLL_MILLIS = 100;
    private static final long SPARE = 16_000_000;
    private static final long MEGABYTE = 1_000_000;

    private final HubClient client;
    private final HubModel model;
    private final List<HubFile> files;
    private final Path target;
    private final Path beside;
    private final FreeSpace space;
    private final AtomicLong done = new AtomicLong();

    /// How many bytes a folder's disk has left.
    @FunctionalInterface
    public interface FreeSpace {
        /// The space left where this folder, which exists, lies.
        long left(Path folder) throws IOException;
    }

    /// A download of `files` into `target`.
    public ModelDownload(HubClient client, HubModel model, List<HubFile> files, Path target) {
        this(client, model, files, target, folder -> Files.getFileStore(folder).getUsableSpace());
    }

    /// As the short form, on a disk whose space is told.
    public ModelDownload(
            HubClient client, HubModel model, List<HubFile> files, Path target, FreeSpace space) {
        this.client = client;
        this.model = model;
        this.files = List.copyOf(files);
        this.target = target.toAbsolutePath().normalize();
        this.beside = this.target.resolveSibling("." + this.target.getFileName() + ".download");
        this.space = space;
    }

    /// How many bytes the files have.
    public static long size(List<HubFile> files) {
        return files.stream().mapToLong(HubFile::size).sum();
    }

    @Override
    public Path run(JobContext context) throws FactorscopeException {
        try {
            if (isThere()) {
                return target;
            }
            checkTarget();
            Files.createDirectories(beside);
            checkSpace();
            fetch(context);
            publish();
            return target;
        } catch (IOException e) {
            throw cannotWrite(target, e);
        }
    }

    private boolean isThere() throws FactorscopeException, IOException {
        Optional<Origin> origin = Origin.of(target);
        Origin wanted = Origin.of(model, files, client.access().base(), "");
        return origin.isPresent()
                && origin.get().sha().equals(model.sha())
                && origin.get().files().equals(wanted.files())
                && wanted.isIn(target);
    }

    private void checkTarget() throws FactorscopeException, IOException {
        if (!Files.exists(target) || Origin.of(target).isPresent()) {
            return;
        }
        boolean empty = false;
        if (Files.isDirectory(target)) {
            try (Stream<Path> inside = Files.list(target)) {
                empty = inside.findAny().isEmpty();
            }
        }
        if (!empty) {
            throw new FactorscopeException(
                    "FS-HUB-013",
                    target
                            + " is in use and was not downloaded by Factorscope. Choose another"
                            + " place with --to, or move it away.");
        }
    }

    private void checkSpace() throws FactorscopeException, IOException {
        long needed = SPARE;
        for (HubFile file : files) {
            Path whole = beside.resolve(file.path());
            Path part = FileDownload.partOf(beside, file);
            long have = Files.exists(whole) ? Files.size(whole) : 0;
            have = Math.max(have, Files.exists(part) ? Files.size(part) : 0);
            needed += Math.max(0, file.size() - have);
        }
        long left = space.left(beside);
        if (left < needed) {
            throw new FactorscopeException(
                    "FS-HUB-011",
                    model.id()
                            + " needs "
                            + Amounts.bytes(needed)
                            + " in "
                            + target
                            + ", "
                            + Amounts.bytes(left)
                            + " free. Make room, or choose another place with --to.");
        }
    }

    private void fetch(JobContext context) throws FactorscopeException {
        // The workers' own context: one failure ends them all, and progress stays on this thread.
        JobContext workers = JobContext.silent();
        ExecutorService pool =
                Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().name("hub-", 0).factory());
        try {
            CompletionService<Boolean> ended = new ExecutorCompletionService<>(pool);
            for (HubFile file : files) {
                FileDownload download = new FileDownload(client, model, file, beside, done);
                ended.submit(() -> {
                    download.run(workers);
                    return true;
                });
            }
            await(ended, context);
        } finally {
            workers.cancel();
            client.cancelCalls();
            end(pool);
        }
    }

    private void await(CompletionService<Boolean> ended, JobContext context)
            throws FactorscopeException {
        TransferRate rate = new TransferRate(System::nanoTime);
        long total = size(files);
        int left = files.size();
        try {
            while (left > 0) {
                context.checkCancelled();
                report(rate.note(done.get(), total), total, context);
                Future<Boolean> one = ended.poll(POLL_MILLIS, TimeUnit.MILLISECONDS);
                if (one != null) {
                    one.get();
                    left--;
                }
            }
            report("", total, context);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            context.cancel();
            context.checkCancelled();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof FactorscopeException failure) {
                throw failure;
            }
            throw new IllegalStateException("a file failed in an unknown way", e.getCause());
        }
    }

    private void report(String rate, long total, JobContext context) {
        long unit = total < 10 * MEGABYTE ? 1000 : MEGABYTE;
        String name = unit == MEGABYTE ? "MB" : "kB";
        String words = rate.isEmpty() ? name : name + " · " + rate;
        long have = Math.round((double) done.get() / unit);
        long all = Math.max(1, Math.round((double) total / unit));
        context.progress("downloading", have, all, words);
    }

    private static void end(ExecutorService pool) {
        pool.shutdownNow();
        try {
            boolean inTime = pool.awaitTermination(30, TimeUnit.SECONDS);
            if (!inTime) {
                System.getLogger(ModelDownload.class.getName())
                        .log(System.Logger.Level.WARNING, "a download did not stop in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void publish() throws FactorscopeException, IOException {
        deleteOthers();
        String now = Instant.now().toString();
        Json.write(
                beside.resolve(Origin.FILE), Origin.of(model, files, client.access().base(), now));
        AtomicFiles.publish(beside, target);
    }

    /// Parts of an earlier commit, and files that are no longer chosen.
    private void deleteOthers() throws IOException {
        Set<Path> wanted =
                files.stream().map(file -> beside.resolve(file.path())).collect(Collectors.toSet());
        List<Path> there = new ArrayList<>();
        try (Stream<Path> walk = Files.walk(beside)) {
            walk.filter(Files::isRegularFile).forEach(there::add);
        }
        for (Path file : there) {
            if (!wanted.contains(file)) {
                Files.delete(file);
            }
        }
    }

    /// The one line for a disk that refuses.
    static FactorscopeException cannotWrite(Path target, IOException cause) {
        String why =
                cause instanceof AccessDeniedException
                        ? "no permission to write there"
                        : String.valueOf(cause.getMessage()).lines().findFirst().orElse("failed");
        return new FactorscopeException(
                "FS-HUB-011",
                "Cannot write "
                        + target
                        + ": "
                        + why
                        + ". Make room or choose another place with --to; what has come is kept.",
                cause);
    }
}
