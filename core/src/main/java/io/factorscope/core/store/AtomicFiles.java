package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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

    /// Writes a folder's files beside their target and puts them in place when all are complete.
    ///
    /// A target with nothing but earlier versions of the same files is swapped as a whole; other
    /// files in it are never touched: then each new file replaces its own predecessor.
    ///
    /// **Errors**: `FS-FILE-001` when it cannot be written, `FS-FILE-002` when the target is a
    /// file.
    public static void writeFolder(Path target, FolderWriter writer) throws FactorscopeException {
        Path full = target.toAbsolutePath().normalize();
        Path beside = full.resolveSibling("." + full.getFileName() + ".part");
        try {
            if (Files.exists(full) && !Files.isDirectory(full)) {
                throw new FactorscopeException(
                        "FS-FILE-002", target + " is a file; expected a folder. Choose another.");
            }
            createParents(full);
            deleteTree(beside);
            Files.createDirectory(beside);
            writer.writeTo(beside);
            place(beside, full);
        } catch (IOException e) {
            throw cannotWrite(target, e);
        } finally {
            deleteTreeQuietly(beside);
        }
    }

    private static void place(Path from, Path to) throws IOException {
        if (!Files.exists(to) || names(from).containsAll(names(to))) {
            replaceFolder(from, to);
            return;
        }
        for (String name : names(from)) {
            rename(from.resolve(name), to.resolve(name));
        }
    }

    private static Set<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .collect(Collectors.toSet());
        }
    }

    private static void createParents(Path full) throws IOException {
        Path parent = full.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    /// Puts a whole folder in the place of another, or of nothing; both lie on one disk.
    public static void publish(Path from, Path to) throws IOException {
        createParents(to.toAbsolutePath());
        replaceFolder(from, to);
    }

    /// Puts a folder back whose process was killed between the two renames that replace it; nothing
    /// happens where that was not so.
    public static void recover(Path folder) throws FactorscopeException {
        Path full = folder.toAbsolutePath().normalize();
        Path old = old(full);
        try {
            if (Files.isDirectory(old) && !Files.exists(full)) {
                Files.move(old, full);
            }
        } catch (IOException e) {
            throw cannotWrite(folder, e);
        }
    }

    private static Path old(Path folder) {
        return folder.resolveSibling("." + folder.getFileName() + ".old");
    }

    private static void replaceFolder(Path from, Path to) throws IOException {
        Path old = old(to);
        if (Files.exists(to)) {
            deleteTree(old); // else it is the only copy
        }
        if (Files.exists(to)) {
            if (!Files.isWritable(to)) {
                throw new AccessDeniedException(to.toString());
            }
            Files.move(to, old);
        }
        try {
            Files.move(from, to);
        } catch (IOException e) {
            if (Files.exists(old) && !Files.exists(to)) {
                Files.move(old, to);
            }
            throw e;
        }
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

    /// A file of a folder by a name that came from a file.
    ///
    /// **Errors**: `FS-FILE-006` when the name leads out of the folder.
    public static Path inside(Path folder, String name) throws FactorscopeException {
        Path base = folder.toAbsolutePath().normalize();
        Path found;
        try {
            found = base.resolve(name).normalize();
        } catch (InvalidPathException e) {
            throw outside(folder, name);
        }
        if (!found.startsWith(base) || found.equals(base)) {
            throw outside(folder, name);
        }
        return found;
    }

    private static FactorscopeException outside(Path folder, String name) {
        return new FactorscopeException(
                "FS-FILE-006",
                folder
                        + " names the file '"
                        + name
                        + "'; expected one inside the folder. Do not use files from this source.");
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
    public static FactorscopeException cannotWrite(Path target, IOException cause) {
        String why =
                switch (cause) {
                    case AccessDeniedException denied -> "no permission to write there";
                    case FileAlreadyExistsException file -> file.getFile() + " is a file";
                    default -> String.valueOf(cause.getMessage());
                };
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
