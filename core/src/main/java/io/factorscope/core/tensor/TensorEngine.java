package io.factorscope.core.tensor;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;

import io.factorscope.core.job.FactorscopeException;

import java.util.concurrent.atomic.AtomicInteger;

/// The native engine (PyTorch through DJL), started offline, on one device.
///
/// **Threads**: one *engine thread* at a time uses the managers made here; call [#prepareThread] on
/// it first, since the engine's gradient and optimiser switches are per thread.
public final class TensorEngine {
    private static final ThreadLocal<Boolean> PREPARED = ThreadLocal.withInitial(() -> false);
    private static final AtomicInteger THREADS = new AtomicInteger();
    private static volatile boolean running;

    private final Device device;

    private TensorEngine(Device device) {
        this.device = device;
    }

    /// Starts the engine, or joins the one already started, on `choice` with `threads` native
    /// threads (0: the engine's default).
    ///
    /// **Cost**: 2 s the first time on a machine (natives are unpacked), 0.4 s later.
    ///
    /// **Errors**: `FS-DEVICE-002` when the device is not there, `FS-DEVICE-003` when the native
    /// library does not load.
    public static synchronized TensorEngine start(DeviceChoice choice, int threads)
            throws FactorscopeException {
        CacheFolder.prepare();
        if (threads > 0) {
            System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
        }
        GpuSupport.Enabled gpu = GpuSupport.ofThisMachine().enabled();
        if (gpu != null && choice.kind() != DeviceChoice.Kind.CPU) {
            GpuProbe.use(gpu);
        }
        try {
            Engine engine = Engine.getEngine("PyTorch");
            running = true;
            if (threads > 0 && THREADS.getAndSet(threads) != threads) {
                JniUtils.setNumThreads(threads);
            }
            return new TensorEngine(resolve(choice, engine.getGpuCount()));
        } catch (RuntimeException | LinkageError e) {
            throw new FactorscopeException(
                    "FS-DEVICE-003",
                    "The PyTorch native library did not load ("
                            + e.getClass().getSimpleName()
                            + "). Expected linux-x86_64, win-x86_64 or osx-aarch64 and a writable "
                            + CacheFolder.path()
                            + "; delete that folder and start again.",
                    e);
        }
    }

    /// Whether this process has loaded the engine's libraries; any thread.
    public static boolean isRunning() {
        return running;
    }

    private static Device resolve(DeviceChoice choice, int gpus) throws FactorscopeException {
        boolean cuda =
                switch (choice.kind()) {
                    case AUTO -> gpus > 0;
                    case CPU -> false;
                    case CUDA -> true;
                };
        if (cuda && choice.index() >= gpus) {
            throw new FactorscopeException(
                    "FS-DEVICE-002",
                    "Device cuda:"
                            + choice.index()
                            + " was asked for, but the engine sees "
                            + gpus
                            + " CUDA devices. Choose the CPU in Settings, or use --device cpu or"
                            + " auto.");
        }
        return cuda ? Device.gpu(choice.index()) : Device.cpu();
    }

    /// Makes the current thread fit for inference; cheap after the first call.
    public void prepareThread() {
        if (!PREPARED.get()) {
            JniUtils.setGradMode(false);
            JniUtils.setGraphExecutorOptimize(false);
            PREPARED.set(true);
        }
    }

    /// A new native-memory scope on the device; the caller closes it.
    public NDManager newManager() {
        prepareThread();
        return NDManager.newBaseManager(device, "PyTorch");
    }

    /// How many native threads compute.
    public int threads() {
        return JniUtils.getNumThreads();
    }

    /// `cpu` or `cuda:N`, as stored in provenance.
    public String deviceName() {
        return device.isGpu() ? "cuda:" + device.getDeviceId() : "cpu";
    }
}
