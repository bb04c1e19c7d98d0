package io.factorscope.core.model;

import com.fasterxml.jackson.databind.JsonNode;

import io.factorscope.core.store.Json;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The header of a safetensors file, read leniently: what can be read, and what is wrong.
///
/// **Cost**: reads the header only.
final class WeightsHeader {
    private static final long MOST = 100L << 20;

    private final Path file;
    private final List<String> problems;
    private final List<TensorInfo> tensors = new ArrayList<>();

    private WeightsHeader(Path file, List<String> problems) {
        this.file = file;
        this.problems = problems;
    }

    /// The tensors of a file; what is wrong is added to `problems`.
    static List<TensorInfo> read(Path file, List<String> problems) {
        WeightsHeader header = new WeightsHeader(file, problems);
        try (FileChannel channel = FileChannel.open(file)) {
            header.read(channel);
        } catch (IOException e) {
            header.problem("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
        return header.tensors;
    }

    private void problem(String what) {
        problems.add(file.getFileName() + " " + what);
    }

    private void read(FileChannel channel) throws IOException {
        long size = channel.size();
        ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
        fill(channel, length);
        long claimed = length.remaining() == 8 ? length.getLong() : -1;
        if (claimed < 2 || claimed > Math.min(MOST, size - 8)) {
            problem(
                    "is not a whole safetensors file: its header claims "
                            + claimed
                            + " of "
                            + size
                            + " bytes");
            return;
        }
        ByteBuffer text = ByteBuffer.allocate((int) claimed);
        fill(channel, text);
        long end = 0;
        for (Map.Entry<String, JsonNode> field :
                Json.mapper().readTree(text.array()).properties()) {
            if (!field.getKey().equals("__metadata__")) {
                add(field.getKey(), field.getValue());
                end = Math.max(end, field.getValue().path("data_offsets").path(1).asLong(0));
            }
        }
        if (end != size - 8 - claimed) {
            problem(
                    "is cut short or too long: its tensors need "
                            + (8 + claimed + end)
                            + " bytes, it has "
                            + size);
        }
    }

    private static void fill(FileChannel channel, ByteBuffer buffer) throws IOException {
        int read = 0;
        while (buffer.hasRemaining() && read >= 0) {
            read = channel.read(buffer);
        }
        buffer.flip();
    }

    private void add(String name, JsonNode node) {
        List<Long> shape = new ArrayList<>();
        node.path("shape").forEach(axis -> shape.add(Math.max(0, axis.asLong())));
        tensors.add(new TensorInfo(name, node.path("dtype").asText("none"), shape));
    }
}
