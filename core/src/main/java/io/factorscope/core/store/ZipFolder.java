package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/// A folder of files as one zip file. What comes from elsewhere is not trusted: nothing is written
/// outside the folder, no link is made, and nothing grows beyond its limits.
public final class ZipFolder {
    /// How many files an archive may have.
    static final int MOST_FILES = 10_000;

    /// How much larger than itself an archive may become, once it is past [#FREE].
    static final long MOST_RATIO = 250;

    /// So many bytes may come out of an archive of any size.
    static final long FREE = 64L << 20;

    private ZipFolder() {}

    /// Writes files of a folder, by their names with `/` between, as one archive, atomically.
    ///
    /// **Errors**: `FS-FILE-001`, `FS-FILE-004`.
    public static void write(Path folder, List<String> names, Path file)
            throws FactorscopeException {
        AtomicFiles.write(
                file,
                out -> {
                    OutputStream open =
                            new FilterOutputStream(out) {
                                @Override
                                public void write(byte[] bytes, int from, int length)
                                        throws IOException {
                                    out.write(bytes, from, length);
                                }

                                @Override
                                public void close() throws IOException {
                                    flush(); // AtomicFiles closes the file itself
                                }
                            };
                    try (ZipOutputStream zip = new ZipOutputStream(open)) {
                        for (String name : names) {
                            ZipEntry entry = new ZipEntry(name);
                            entry.setTime(0); // the same files are the same bytes
                            zip.putNextEntry(entry);
                            Files.copy(AtomicFiles.inside(folder, name), zip);
                            zip.closeEntry();
                        }
                    }
                });
    }

    /// Unpacks the files whose names are `wanted` into an empty folder.
    ///
    /// **Errors**: `FS-PACK-001` not a whole zip file, `FS-PACK-002` a name that leads outside or
    /// is there twice, `FS-PACK-003` too many files or too much in them.
    public static void unpack(Path file, Path folder, Predicate<String> wanted)
            throws FactorscopeException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            long left = Math.max(FREE, MOST_RATIO * Files.size(file));
            if (zip.size() > MOST_FILES) {
                throw tooMuch(file, zip.size() + " files");
            }
            Set<String> seen = new HashSet<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Path to = place(file, folder, entry.getName(), seen);
                if (!entry.isDirectory() && wanted.test(entry.getName())) {
                    left -= copy(zip, entry, to, new Limit(file, left));
                }
            }
        } catch (ZipException | IllegalArgumentException e) {
            throw broken(file, e);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    private record Limit(Path file, long bytes) {}

    private static Path place(Path file, Path folder, String name, Set<String> seen)
            throws FactorscopeException {
        boolean plain =
                !name.isEmpty()
                        && name.charAt(0) != '/'
                        && name.chars().noneMatch(c -> c == '\\' || c == ':' || c < ' ')
                        && !List.of(name.split("/", -1)).contains("..");
        if (!plain) {
            throw refused(file, name, "would be written outside its folder");
        }
        // Some systems do not tell large letters from small ones.
        if (!seen.add(name.toLowerCase(Locale.ROOT))) {
            throw refused(file, name, "is there twice");
        }
        return AtomicFiles.inside(folder, name);
    }

    private static long copy(ZipFile zip, ZipEntry entry, Path to, Limit limit)
            throws IOException, FactorscopeException {
        Files.createDirectories(to.toAbsolutePath().getParent());
        CRC32 crc = new CRC32();
        long count = 0;
        try (InputStream in = new CheckedInputStream(zip.getInputStream(entry), crc);
                OutputStream out = Files.newOutputStream(to)) {
            byte[] buffer = new byte[1 << 16];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                count += read;
                if (count > limit.bytes) {
                    throw tooMuch(limit.file, "more than " + MOST_RATIO + " times its size");
                }
                out.write(buffer, 0, read);
            }
        }
        if (crc.getValue() != entry.getCrc()) {
            throw broken(limit.file, new ZipException("checksum of " + entry.getName()));
        }
        return count;
    }

    private static FactorscopeException broken(Path file, Exception cause) {
        return new FactorscopeException(
                "FS-PACK-001",
                file + " is not a whole .factorscope file. Copy it or have it sent again.",
                cause);
    }

    private static FactorscopeException refused(Path file, String name, String why) {
        String shown = name.replaceAll("\\p{Cntrl}", "?");
        return new FactorscopeException(
                "FS-PACK-002",
                file
                        + " holds '"
                        + shown
                        + "', which "
                        + why
                        + ". Nothing was unpacked; do not trust this file.");
    }

    private static FactorscopeException tooMuch(Path file, String what) {
        return new FactorscopeException(
                "FS-PACK-003",
                file
                        + " would become "
                        + what
                        + "; expected at most "
                        + MOST_FILES
                        + " files and a size that real numbers have. Nothing was unpacked; do not"
                        + " trust this file.");
    }
}
