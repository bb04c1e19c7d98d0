package io.factorscope.core.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;

/// The process that [GpuSupport] starts: the one place where the engine may use the network.
///
/// Lets the engine fetch its CUDA libraries into the cache folder, multiplies two matrices on the
/// first GPU, and prints what worked.
public final class GpuProbe {
    /// How the line begins that says that the GPU works; version, flavor and number of GPUs follow.
    static final String WORKS = "factorscope-gpu-works";

    /// The engine's version and the CUDA build it has a JNI library for.
    private static final String VERSION = "2.7.1";

    private static final String FLAVOR = "cu128";
    private static final int SIZE = 256;

    private GpuProbe() {}

    /// Exits with 0 where the GPU works.
    @SuppressWarnings("SystemOut") // read by the process that started this one
    public static void main(String[] args) {
        System.setProperty("ai.djl.offline", "false");
        System.setProperty("OPT_OUT_TRACKING", "true");
        String cache = CacheFolder.path().toString();
        System.setProperty("DJL_CACHE_DIR", cache);
        System.setProperty("ENGINE_CACHE_DIR", cache);
        use(new GpuSupport.Enabled(VERSION, FLAVOR, 0));
        int gpus = Engine.getEngine("PyTorch").getGpuCount();
        if (gpus == 0) {
            System.out.println("the engine sees no CUDA device");
            System.exit(1);
        }
        try (NDManager manager = NDManager.newBaseManager(Device.gpu(0), "PyTorch")) {
            NDArray ones = manager.ones(new Shape(SIZE, SIZE));
            float sum = ones.matMul(ones).get(0, 0).toFloatArray()[0];
            if (sum != SIZE) {
                System.out.println("a product of matrices came out as " + sum);
                System.exit(1);
            }
        }
        System.out.println(WORKS + " " + VERSION + " " + FLAVOR + " " + gpus);
        System.exit(0);
    }

    /// Makes the engine take these libraries when it starts in this process.
    static void use(GpuSupport.Enabled enabled) {
        System.setProperty("PYTORCH_VERSION", enabled.version());
        System.setProperty("PYTORCH_FLAVOR", enabled.flavor());
    }
}
