package org.selfsup.engine;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.NDScope;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Functions of any libtorch operators, with autograd, written in TorchScript and called from Java.
 *
 * <pre>{@code
 * private static final TorchScript OPS = new TorchScript("""
 *       def index_add(self, x: Tensor, index: Tensor, source: Tensor) -> Tensor:
 *         return torch.index_add(x, 0, index, source)
 *     """);
 * NDArray sum = OPS.apply("index_add", x, index, source);
 * }</pre>
 *
 * <p>The text is TorchScript as its archives hold it: functions of {@code torch} rather than
 * methods of tensors, arguments and results typed. It is packed into an archive in memory and
 * loaded through DJL's public model API the first time a device needs it; no Python and no file is
 * involved. A call costs some 10 microseconds more than a native operator, so it pays where it
 * replaces several of them or one that DJL does not bind.
 *
 * <p>Calls follow the thread's gradient mode (see {@link Autograd}) and may come from many threads.
 * The graph executor's optimiser is off during a call: it rewrites a function after its first runs,
 * and a resumed training would then differ in the last bit from one that ran through.
 */
public final class TorchScript {

    private static final String CLASS = "__torch__.Ops";
    private static final String HEAD =
            """
            class Ops(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
              def forward(self: __torch__.Ops,
                x: Tensor) -> Tensor:
                return x
            """;

    private final String definitions;
    private final Map<Device, Functions> functions = new ConcurrentHashMap<>();

    /**
     * Declares functions; nothing is compiled before the first call.
     *
     * @param definitions one or more {@code def name(self, ...)}, indented alike
     */
    public TorchScript(String definitions) {
        this.definitions =
                definitions.stripIndent().indent(2).replace("(self,", "(self: " + CLASS + ",");
    }

    /**
     * Calls a function of tensors that returns one tensor.
     *
     * @param function its name
     * @param arguments one for each tensor argument; the result goes to the manager of the first
     * @return the tensor it returns
     */
    public NDArray apply(String function, NDArray... arguments) {
        return call(function, arguments).singletonOrThrow();
    }

    /**
     * Calls a function of tensors.
     *
     * @param function its name
     * @param arguments one for each tensor argument; results go to the manager of the first
     * @return the tensors it returns
     */
    public NDList call(String function, NDArray... arguments) {
        return on(arguments[0]).call(function, arguments);
    }

    /**
     * Calls a function whose arguments are all of type {@code List[Tensor]}.
     *
     * <p>The tensors are passed as they are: a function may write to them, or ask for gradients.
     *
     * @param function its name
     * @param arguments one for each argument, none of them empty; results go to the manager of the
     *     first array of the first
     * @return the tensors it returns
     */
    public NDList callLists(String function, NDList... arguments) {
        return on(arguments[0].head()).callLists(function, arguments);
    }

    private Functions on(NDArray array) {
        return functions.computeIfAbsent(array.getDevice(), d -> new Functions(d, definitions));
    }

    /** The functions loaded on one device. */
    private static final class Functions {

        // A strong reference: a model that is collected takes its block with it.
        private final Model model;
        private final Block block;
        private final PtNDManager manager;
        private final ParameterStore store;
        private final Map<String, NDArray> tags = new ConcurrentHashMap<>();

        Functions(Device device, String definitions) {
            model = Model.newInstance("torchscript", device, "PyTorch");
            try {
                model.load(new ByteArrayInputStream(archive(HEAD + definitions)));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (MalformedModelException | EngineException e) {
                model.close();
                throw new IllegalArgumentException(
                        "libtorch does not accept these functions: " + e.getMessage(), e);
            }
            block = model.getBlock();
            manager = (PtNDManager) model.getNDManager().newSubManager();
            store = new ParameterStore(manager, false);
        }

        NDList call(String function, NDArray... arguments) {
            NDList inputs = new NDList(arguments.length + 1);
            for (NDArray argument : arguments) {
                inputs.add(argument.getName() == null ? argument : named(argument, null));
            }
            return run(function, inputs, arguments[0].getManager());
        }

        NDList callLists(String function, NDList... arguments) {
            NDList inputs = new NDList();
            for (int i = 0; i < arguments.length; i++) {
                for (NDArray array : arguments[i]) {
                    inputs.add(named(array, "list" + i + "[]")); // one name, one list
                }
            }
            return run(function, inputs, arguments[0].head().getManager());
        }

        /**
         * The same tensor under another name, from which DJL reads what kind of argument it is.
         *
         * <p>It owns nothing and is never closed. The array itself is not renamed: a parameter may
         * be read by several threads at once.
         */
        private NDArray named(NDArray array, @Nullable String name) {
            PtNDArray same = new PtNDArray(manager, ((PtNDArray) array).getHandle());
            same.detach();
            NDScope.unregister(same);
            same.setName(name);
            return same;
        }

        NDList run(String function, NDList inputs, NDManager owner) {
            inputs.add(tags.computeIfAbsent(function, this::tag));
            JniUtils.setGraphExecutorOptimize(false);
            try {
                // "training" only says that the call is not an inference-mode one.
                NDList outputs = block.forward(store, inputs, true);
                outputs.attach(owner);
                return outputs;
            } finally {
                JniUtils.setGraphExecutorOptimize(true);
            }
        }

        private NDArray tag(String function) {
            NDArray tag = manager.create(0f);
            NDScope.unregister(tag);
            tag.setName("module_method:" + function);
            return tag;
        }
    }

    /** A TorchScript archive: a stored zip of the code and a pickled object with one field. */
    private static byte[] archive(String code) throws IOException {
        ByteArrayOutputStream pickle = new ByteArrayOutputStream();
        pickle.write(new byte[] {(byte) 0x80, 2}); // protocol 2
        pickle.write("c__torch__\nOps\n)\u0081}".getBytes(StandardCharsets.ISO_8859_1)); // Ops()
        pickle.write("X\u0008\0\0\0training\u0088s".getBytes(StandardCharsets.ISO_8859_1));
        pickle.write("b.".getBytes(StandardCharsets.ISO_8859_1)); // build, stop
        byte[] constants = {(byte) 0x80, 2, ')', '.'}; // an empty tuple

        ByteArrayOutputStream archive = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(archive)) {
            store(zip, "ops/data.pkl", pickle.toByteArray());
            store(zip, "ops/code/__torch__.py", code.getBytes(StandardCharsets.UTF_8));
            store(zip, "ops/constants.pkl", constants);
            store(zip, "ops/version", "6\n".getBytes(StandardCharsets.US_ASCII));
        }
        return archive.toByteArray();
    }

    private static void store(ZipOutputStream zip, String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry entry = new ZipEntry(name);
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(content.length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(content);
        zip.closeEntry();
    }
}
