package io.factorscope.core.activation;

import io.factorscope.core.store.Npy;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Collection;
import java.util.Objects;

/// An `.npy` file `[n, d]` to which rows are appended, several files at a time.
final class RowFile implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final FileChannel channel;
    private final OutputStream out;
    private final int d;

    private RowFile(FileChannel channel, int d) {
        this.channel = channel;
        this.out = new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER);
        this.d = d;
    }

    /// Makes the file with its header, and the folder it lies in.
    static RowFile create(Path file, int n, int d) throws IOException {
        Files.createDirectories(Objects.requireNonNull(file.getParent()));
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        RowFile made = new RowFile(channel, d);
        made.out.write(Npy.header(n, d));
        return made;
    }

    /// Appends the rows of `rows [pos * d]` after the first `skipped`.
    void append(float[] rows, int skipped) throws IOException {
        Npy.writeValues(out, Arrays.copyOfRange(rows, skipped * d, rows.length));
    }

    /// Forces whole files to disk.
    static void finish(Collection<RowFile> files) throws IOException {
        for (RowFile file : files) {
            file.out.flush();
            file.channel.force(true);
        }
    }

    /// Closes the file; what [#finish] did not force may be lost, and is then not wanted.
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(RowFile.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not close a file of activations", e);
        }
    }
}
