package io.factorscope.core.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// A TorchScript program without weights: named methods over tensors, run by the native engine.
///
/// NDArray lacks fused attention, tanh-GELU, batched in-place updates and loops that stay native. A
/// program is an archive in the engine's own format, assembled here from a text of methods; its
/// results may be read and combined but not changed in place.
///
/// **Threads**: the engine thread only.
public final class TorchProgram implements AutoCloseable {
    private static final String PREAMBLE =
            """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def none(self: __torch__.Ops) -> Optional[Tensor]:
                return None
            """;

    private final PtSymbolBlock block;
    private final IValue none;

    private TorchProgram(PtSymbolBlock block) {
        this.block = block;
        this.none = IValueUtils.runMethod(block, "none");
    }

    /// Loads the methods in resources beside `owner`, as one program.
    ///
    /// **Errors**: a `RuntimeException` of the engine where an operation does not exist in it.
    public static TorchProgram load(NDManager manager, Class<?> owner, String... resources) {
        StringBuilder code = new StringBuilder(PREAMBLE);
        try {
            for (String resource : resources) {
                code.append(text(owner, resource));
            }
            ByteArrayInputStream archive = new ByteArrayInputStream(archive(code.toString()));
            return new TorchProgram(
                    JniUtils.loadModule((PtNDManager) manager, archive, false, false));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Class<?> owner, String resource) throws IOException {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /// Runs a method that returns one tensor, placed in `into`.
    ///
    /// Arguments may be tensors, integers, floating numbers, booleans, texts, `long[]`, `null` for
    /// an absent tensor, or an [IValue] that the caller keeps.
    public NDArray call(NDManager into, String method, @Nullable Object... arguments) {
        return callAll(into, method, arguments)[0];
    }

    /// Runs a method that returns a tensor or a tuple of tensors, placed in `into`.
    public NDArray[] callAll(NDManager into, String method, @Nullable Object... arguments) {
        List<IValue> ours = new ArrayList<>();
        try {
            IValue[] values = new IValue[arguments.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = toValue(arguments[i], ours);
            }
            try (IValue result = IValueUtils.runMethod(block, method, values)) {
                return unpack(result, (PtNDManager) into);
            }
        } finally {
            ours.forEach(IValue::close);
        }
    }

    /// A list of tensors as a reusable argument; the caller closes it.
    public static IValue list(List<NDArray> tensors) {
        return IValue.listFrom(
                tensors.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new));
    }

    /// A list of whole numbers as a reusable argument; the caller closes it.
    public static IValue list(long... numbers) {
        return IValue.listFrom(numbers);
    }

    /// A list of floating numbers as a reusable argument; the caller closes it.
    public static IValue list(double... numbers) {
        return IValue.listFrom(numbers);
    }

    private IValue toValue(@Nullable Object argument, List<IValue> ours) {
        if (argument == null) {
            return none;
        }
        if (argument instanceof IValue kept) {
            return kept;
        }
        IValue made =
                switch (argument) {
                    case PtNDArray tensor -> IValue.from(tensor);
                    case Boolean flag -> IValue.from(flag.booleanValue());
                    case Integer number -> IValue.from(number.longValue());
                    case Long number -> IValue.from(number.longValue());
                    case Float number -> IValue.from(number.doubleValue());
                    case Double number -> IValue.from(number.doubleValue());
                    case String text -> IValue.from(text);
                    case long[] numbers -> IValue.listFrom(numbers);
                    default ->
                            throw new IllegalArgumentException(
                                    "not an argument: " + argument.getClass());
                };
        ours.add(made);
        return made;
    }

    private static NDArray[] unpack(IValue result, PtNDManager into) {
        if (!result.isTuple()) {
            return new NDArray[] {result.toTensor(into)};
        }
        IValue[] members = result.toIValueTuple();
        NDArray[] tensors = new NDArray[members.length];
        for (int i = 0; i < members.length; i++) {
            tensors[i] = members[i].toTensor(into);
            members[i].close();
        }
        return tensors;
    }

    @Override
    public void close() {
        none.close();
        block.close();
    }

    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        byte[] version = "10\n".getBytes(StandardCharsets.US_ASCII);
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            store(zip, "ops/data.pkl", moduleInstance());
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", new byte[] {(byte) 0x80, 2, ')', '.'});
            // Both: an older version number would select the operators' old signatures.
            store(zip, "ops/version", version);
            store(zip, "ops/.data/version", version);
        }
        return bytes.toByteArray();
    }

    /// The pickle of `Ops(training=False)`.
    private static byte[] moduleInstance() {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        byte[] name = "training".getBytes(StandardCharsets.US_ASCII);
        pickle.writeBytes(new byte[] {(byte) 0x80, 2});
        pickle.writeBytes("c__torch__\nOps\n".getBytes(StandardCharsets.US_ASCII));
        pickle.writeBytes(new byte[] {')', (byte) 0x81, '}', '('});
        pickle.writeBytes(new byte[] {'X', (byte) name.length, 0, 0, 0});
        pickle.writeBytes(name);
        pickle.writeBytes(new byte[] {(byte) 0x89, 'u', 'b', '.'});
        return pickle.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
