package io.factorscope.core.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;

import io.factorscope.core.job.FactorscopeException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// A file of changes, one line of JSON each, that only grows; a change is on disk when [#append]
/// returns.
///
/// A process killed while writing leaves at most one broken last line, which is cut off when the
/// file is next opened. **Threads**: one at a time.
public final class Journal<T> implements AutoCloseable {
    private final ObjectWriter writer;
    private final Path file;
    private final FileChannel channel;
    private final List<T> found;

    private Journal(Path file, FileChannel channel, ObjectWriter writer, List<T> found) {
        this.file = file;
        this.channel = channel;
        this.writer = writer;
        this.found = found;
    }

    /// Opens a journal, or begins one, and reads what is in it.
    ///
    /// **Errors**: `FS-FILE-001` when it cannot be written, `FS-FILE-004` when it cannot be read.
    public static <T> Journal<T> open(Path file, Class<T> type) throws FactorscopeException {
        List<T> found = new ArrayList<>();
        long whole = readWhole(file, type, found);
        try {
            Path parent = file.toAbsolutePath().getParent();
            if (parent != null) {
                Files.createDirectories(parent);
            }
            FileChannel channel =
                    FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            channel.truncate(whole);
            channel.position(whole);
            ObjectWriter lines =
                    Json.mapper().writerFor(type).without(SerializationFeature.INDENT_OUTPUT);
            return new Journal<>(file, channel, lines, found);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }

    /// The changes in a journal, without opening it for writing; none where there is no file.
    public static <T> List<T> read(Path file, Class<T> type) throws FactorscopeException {
        List<T> found = new ArrayList<>();
        readWhole(file, type, found);
        return found;
    }

    /// Reads up to the first line that is not whole, and gives the length up to there.
    private static <T> long readWhole(Path file, Class<T> type, List<T> found)
            throws FactorscopeException {
        if (!Files.exists(file)) {
            return 0;
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw Json.cannotRead(file, e);
        }
        ObjectMapper mapper = Json.mapper();
        int start = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            try {
                T change = mapper.readValue(bytes, start, at - start, type);
                if (change == null || !Json.isWhole(change)) {
                    return start;
                }
                found.add(change);
            } catch (IOException | IllegalArgumentException e) {
                System.getLogger(Journal.class.getName())
                        .log(
                                System.Logger.Level.WARNING,
                                file + " ends after " + found.size() + " changes: broken line");
                return start;
            }
            start = at + 1;
        }
        return start;
    }

    /// What was in the file when it was opened, in order.
    public List<T> found() {
        return List.copyOf(found);
    }

    /// Writes changes and forces them to disk; all or, on an error, none of them.
    ///
    /// **Errors**: `FS-FILE-001` when the disk is full or gone.
    public void append(List<? extends T> changes) throws FactorscopeException {
        StringBuilder lines = new StringBuilder();
        try {
            for (T change : changes) {
                lines.append(writer.writeValueAsString(change)).append('\n');
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not serialisable: " + changes, e);
        }
        long before = -1;
        try {
            before = channel.position();
            ByteBuffer bytes = ByteBuffer.wrap(lines.toString().getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(false);
        } catch (IOException e) {
            cutBackTo(before);
            throw AtomicFiles.cannotWrite(file, e);
        }
    }

    private void cutBackTo(long length) {
        try {
            if (length >= 0) {
                channel.truncate(length);
            }
        } catch (IOException e) {
            // The next opening cuts the broken line off.
            System.getLogger(Journal.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not cut " + file, e);
        }
    }

    /// Empties the journal, once its changes are kept elsewhere.
    public void clear() throws FactorscopeException {
        try {
            channel.truncate(0);
            channel.force(true);
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }

    /// How long the file is, in bytes.
    public long size() throws FactorscopeException {
        try {
            return channel.size();
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }

    @Override
    public void close() throws FactorscopeException {
        try {
            channel.close();
        } catch (IOException e) {
            throw AtomicFiles.cannotWrite(file, e);
        }
    }
}
