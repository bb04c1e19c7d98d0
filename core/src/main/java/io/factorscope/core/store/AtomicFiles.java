package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Writes files so that a reader, or a killed process, sees the old content or the new, never half.
public final class AtomicFiles {
    private AtomicFiles() {}

    /// Produces the bytes of one file.
    @FunctionalInterface
    public interface Writer {
        /// Writes everything to `out`; the caller closes it.
        void writeTo(OutputStream out) throws IOException, FactorscopeException;
    }

    /// Fills a folder with files.
    @FunctionalInterface
    public interface FolderWriter {
        /// Writes the folder's files into `folder`, which exists and is empty.
        void writeTo(Path folder) throws FactorscopeException;
    }

    /// Writes a file beside its target, forces it to disk and renames it into place.
    ///
    /// **Errors**: `FS-FILE-001` when the folder cannot be written or the disk is full.
    public static void write(Path target, Writer writer) throws FactorscopeException {
        Path full = target.toAbsolutePath();
        Path beside = full.resolveSibling("." + full.getFileName() + ".part");
        try {
            createParents(full);
            try (FileChannel channel =
                    FileChannel.open(
                            beside,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.TRUNCATE_EXISTING,
                            StandardOpenOption.WRITE)) {
                OutputStream out =
                        new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
                writer.writeTo(out);
                out.flush();
                channel.force(true);
            }
            rename(beside, full);
        } catch (IOException e) {
            throw cannotWrite(target, e);
        } finally {
            deleteTreeQuietly(beside);
        }
    }

    /// Writes a whole folder beside its target and renames it into place when complete.
    ///
    /// An existing target folder is replaced only after the new one is whole; only folders that
    /// `mayReplace` names a marker file of are ever replaced, so that a wrong path cannot delete a
    /// stranger's files.
    ///
    /// **Errors**: `FS-FILE-001` when it cannot be written, `FS-FILE-002` when the target is in
    /// use.
    public static void writeFolder(Path target, String mayReplace, FolderWriter writer)
            throws FactorscopeException {
        Path full = target.toAbsolutePath().normalize();
        Path beside = full.resolveSibling("." + full.getFileName() + ".part");
        try {
            refuseStrangers(full, mayReplace);
            createParents(full);
            deleteTree(beside);
            Files.createDirectory(beside);
            writer.writeTo(beside);
            replaceFolder(beside, full);
        } catch (IOException e) {
            throw cannotWrite(target, e);
        } finally {
            deleteTreeQuietly(beside);
        }
    }

    private static void createParents(Path full) throws IOException {
        Path parent = full.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    private static void refuseStrangers(Path folder, String marker)
            throws IOException, FactorscopeException {
        if (!Files.exists(folder)) {
            return;
        }
        boolean ours = Files.isDirectory(folder) && Files.exists(folder.resolve(marker));
        if (!ours && !isEmptyFolder(folder)) {
            throw new FactorscopeException(
                    "FS-FILE-002",
                    folder
                            + " already holds other files; expected an empty or new folder, or one"
                            + " with "
                            + marker
                            + ". Choose another folder.");
        }
    }

    private static boolean isEmptyFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private static void replaceFolder(Path from, Path to) throws IOException {
        Path old = to.resolveSibling("." + to.getFileName() + ".old");
        deleteTree(old);
        if (Files.exists(to)) {
            Files.move(to, old);
        }
        Files.move(from, to);
        deleteTree(old);
    }

    private static void rename(Path from, Path to) throws IOException {
        try {
            Files.move(
                    from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AtomicMoveNotSupportedException e) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /// Deletes a folder and all in it; nothing happens where there is none.
    public static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> walk = Files.walk(root)) {
            deepestFirst = walk.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    private static void deleteTreeQuietly(Path root) {
        try {
            deleteTree(root);
        } catch (IOException e) {
            // the first failure is the one to report; a hidden .part folder may stay behind
            System.getLogger(AtomicFiles.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not remove " + root, e);
        }
    }

    /// The one line for a file or folder that cannot be written.
    static FactorscopeException cannotWrite(Path target, IOException cause) {
        String why =
                cause instanceof AccessDeniedException
                        ? "no permission to write there"
                        : String.valueOf(cause.getMessage());
        return new FactorscopeException(
                "FS-FILE-001",
                "Cannot write "
                        + target
                        + ": "
                        + why
                        + ". Choose a folder that you can write to and that has space left.",
                cause);
    }
}
