package io.factorscope.core.model.hub;

import io.factorscope.core.job.FactorscopeException;
import io.factorscope.core.job.JobContext;

import okhttp3.Request;
import okhttp3.Response;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/// One file: asked for from where an earlier attempt stopped, hashed and renamed when whole.
///
/// 1. What is there already, whole or in part, is kept and not asked for again. A part is named by
///    the hash it must get, so it can only continue the same content.
/// 2. The rest is asked for with `Range`, and `If-Range` where the server gave a tag. A server that
///    sends everything (200) starts the file anew.
/// 3. A whole file with another hash is deleted and reported.
final class FileDownload {
    private static final int CHUNK = 1 << 16;
    private static final int NAME_DIGITS = 12;

    private final HubClient client;
    private final HubModel model;
    private final HubFile file;
    private final Path target;
    private final Path part;
    private final Path tag;
    private final AtomicLong total;
    private long counted;

    /// A download of `file` into `folder`; `total` counts the bytes that are there.
    FileDownload(HubClient client, HubModel model, HubFile file, Path folder, AtomicLong total) {
        this.client = client;
        this.model = model;
        this.file = file;
        this.total = total;
        target = folder.resolve(file.path());
        part = partOf(folder, file);
        tag = part.resolveSibling(part.getFileName() + ".etag");
    }

    /// Where a file's bytes are kept until it is whole.
    static Path partOf(Path folder, HubFile file) {
        return folder.resolve(file.path() + "." + file.hash().substring(0, NAME_DIGITS) + ".part");
    }

    /// Runs to the end; a cancelled or failed one leaves its part for the next.
    void run(JobContext context) throws FactorscopeException {
        try {
            Path parent = target.getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            if (isThere(context)) {
                return;
            }
            client.retry().run(context, () -> counted, () -> attempt(context));
            verified(context);
        } catch (IOException e) {
            throw ModelDownload.cannotWrite(target, e);
        }
    }

    private boolean isThere(JobContext context) throws IOException, FactorscopeException {
        if (!Files.isRegularFile(target) || Files.size(target) != file.size()) {
            return false;
        }
        if (hash(target, context).equals(file.hash())) {
            count(file.size());
            return true;
        }
        Files.delete(target);
        return false;
    }

    private boolean attempt(JobContext context) throws IOException, FactorscopeException {
        long have = Files.exists(part) ? Files.size(part) : 0;
        if (have > file.size()) {
            Files.delete(part);
            have = 0;
        }
        count(have);
        if (have == file.size() && have > 0) {
            return true;
        }
        try (Response response = client.send(request(have))) {
            if (response.code() == 416) {
                Files.deleteIfExists(part);
                count(0);
                throw new IOException("the part does not fit the file");
            }
            client.check(response, model.id(), model.sha());
            boolean continues = response.code() == 206 && startsAt(response, have);
            if (response.code() == 206 && !continues) {
                Files.deleteIfExists(part);
                count(0);
                throw new IOException("another range than asked for");
            }
            keepTag(response.header("ETag"));
            copy(response.body().byteStream(), continues ? have : 0, context);
        }
        return true;
    }

    private Request request(long have) throws IOException {
        Request.Builder request =
                client.request(client.address(model, file)).header("Accept-Encoding", "identity");
        if (have > 0) {
            request.header("Range", "bytes=" + have + "-");
            if (Files.exists(tag)) {
                request.header("If-Range", Files.readString(tag));
            }
        }
        return request.build();
    }

    private static boolean startsAt(Response response, long offset) {
        String range = String.valueOf(response.header("Content-Range"));
        return range.startsWith("bytes " + offset + "-");
    }

    /// Only strong tags can tell whether a part still fits.
    private void keepTag(@Nullable String etag) throws IOException {
        if (etag == null || etag.startsWith("W/")) {
            Files.deleteIfExists(tag);
        } else {
            Files.writeString(tag, etag);
        }
    }

    private void copy(InputStream in, long from, JobContext context)
            throws IOException, FactorscopeException {
        count(from);
        byte[] chunk = new byte[CHUNK];
        try (FileChannel out = open()) {
            out.truncate(from).position(from);
            long size = from;
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                context.checkCancelled();
                size += read;
                if (size > file.size()) {
                    break;
                }
                write(out, ByteBuffer.wrap(chunk, 0, read));
                count(size);
            }
            if (size > file.size()) {
                Files.delete(part);
                throw broken("has more bytes than listed");
            }
            if (size < file.size()) {
                throw new IOException("the connection was cut");
            }
            out.force(true);
        }
    }

    private FileChannel open() throws DiskException {
        try {
            return FileChannel.open(part, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private static void write(FileChannel out, ByteBuffer bytes) throws DiskException {
        try {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        } catch (IOException e) {
            throw new DiskException(e);
        }
    }

    private void verified(JobContext context) throws IOException, FactorscopeException {
        if (!hash(part, context).equals(file.hash())) {
            Files.deleteIfExists(part);
            Files.deleteIfExists(tag);
            throw broken("has another hash than listed");
        }
        Files.move(part, target, StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(tag);
    }

    private FactorscopeException broken(String why) {
        return new FactorscopeException(
                "FS-HUB-012",
                file.path()
                        + " of "
                        + model.id()
                        + " "
                        + why
                        + "; it was damaged on its way and has been deleted. Run the same again.");
    }

    private String hash(Path path, JobContext context) throws IOException, FactorscopeException {
        MessageDigest digest = file.newDigest();
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(path)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                context.checkCancelled();
                digest.update(chunk, 0, read);
            }
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private void count(long have) {
        total.addAndGet(have - counted);
        counted = have;
    }
}
