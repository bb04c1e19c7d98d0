package io.factorscope.core.tensor;

import io.factorscope.core.job.FactorscopeException;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where to compute: `auto` (CUDA where the engine sees it, else CPU), `cpu` or `cuda:N`.
public record DeviceChoice(Kind kind, int index) {
    /// Which sort of device.
    public enum Kind {
        /// CUDA where the engine sees it, else CPU.
        AUTO,
        /// The processor.
        CPU,
        /// An NVIDIA GPU.
        CUDA
    }

    /// CUDA where there is one, else CPU.
    public static final DeviceChoice AUTO = new DeviceChoice(Kind.AUTO, 0);

    private static final Pattern CUDA = Pattern.compile("cuda(?::(\\d{1,3}))?");

    /// Reads `auto`, `cpu`, `cuda` or `cuda:N`.
    ///
    /// **Errors**: `FS-DEVICE-001` for anything else.
    public static DeviceChoice parse(String text) throws FactorscopeException {
        Matcher cuda = CUDA.matcher(text);
        if (text.equals("auto")) {
            return AUTO;
        } else if (text.equals("cpu")) {
            return new DeviceChoice(Kind.CPU, 0);
        } else if (cuda.matches()) {
            String index = cuda.group(1);
            return new DeviceChoice(Kind.CUDA, index == null ? 0 : Integer.parseInt(index));
        }
        throw new FactorscopeException(
                "FS-DEVICE-001",
                "Unknown device '" + text + "'; expected auto, cpu, cuda or cuda:N.");
    }
}
