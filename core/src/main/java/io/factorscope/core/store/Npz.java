package io.factorscope.core.store;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// NumPy `.npz` archives: `.npy` arrays in a zip file. Pickled objects are never read.
public final class Npz {
    private static final long ALWAYS = 64L << 20;
    private static final long TIMES = 20;

    private Npz() {}

    /// Reads one array by its name, with the given number of axes.
    ///
    /// **Errors**: `FS-NPY-005` not such an archive or no such array, `FS-NPY-006` it expands
    /// beyond measure; those of [Npy#read].
    public static NpyArray read(Path file, String name, int rank) throws FactorscopeException {
        try (ZipFile zip = new ZipFile(file.toFile())) {
            ZipEntry entry = zip.getEntry(name + ".npy");
            if (entry == null) {
                throw new FactorscopeException(
                        "FS-NPY-005",
                        file
                                + " holds no array '"
                                + name
                                + "'. Expected another archive; check the file.");
            }
            return read(zip, entry, rank);
        } catch (ZipException e) {
            throw new FactorscopeException(
                    "FS-NPY-005",
                    file + " is not a whole .npz archive. Download or copy it again.",
                    e);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
    }

    /// Arrays are read by position, so an entry is unpacked first.
    private static NpyArray read(ZipFile zip, ZipEntry entry, int rank)
            throws IOException, FactorscopeException {
        Path unpacked = Files.createTempFile("factorscope-", ".npy");
        long most = Math.max(ALWAYS, TIMES * entry.getCompressedSize());
        try (InputStream in = zip.getInputStream(entry);
                OutputStream out = Files.newOutputStream(unpacked)) {
            byte[] buffer = new byte[1 << 16];
            long total = 0;
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                total += count;
                if (total > most) {
                    throw new FactorscopeException(
                            "FS-NPY-006",
                            zip.getName()
                                    + ": the array '"
                                    + entry.getName()
                                    + "' expands to more than "
                                    + TIMES
                                    + " times its size; expected numbers, which hardly compress."
                                    + " Do not use files from this source.");
                }
                out.write(buffer, 0, count);
            }
            out.flush();
            return Npy.read(unpacked, rank);
        } finally {
            Files.delete(unpacked);
        }
    }
}
