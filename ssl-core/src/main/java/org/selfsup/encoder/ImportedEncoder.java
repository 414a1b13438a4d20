package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.Autograd;
import org.selfsup.engine.LibTorch;

/**
 * A network that Python's {@code torch.jit.script} or {@code torch.jit.trace} saved as a {@code
 * .pt} file, of one tensor to one tensor.
 *
 * <p>Its parameters and buffers are seen by {@link StateDict} under their names in Python, are
 * saved and loaded there, and change in place. Initialising it changes nothing.
 *
 * <p>A frozen one is in evaluation mode in every pass. A trained one follows the pass: dropout and
 * BatchNorm are in training mode in a training pass. Evaluation records no gradient, not even for
 * the input, and must not run beside training, because a module has one mode for all threads. A
 * traced module has no training mode: it behaves as it did when it was traced.
 *
 * <p>Any number of threads may evaluate at the same time.
 */
public final class ImportedEncoder extends AbstractBlock implements AutoCloseable {

    private static final Pattern LISTS =
            Pattern.compile("__parameters__ = \\[([^\\]]*)\\](\\s+)__buffers__ = \\[([^\\]]*)\\]");

    // A strong reference: a model that is collected takes its block with it.
    private final Model model;
    private final Block module;
    private final boolean trained;
    private volatile @Nullable Boolean mode;

    private ImportedEncoder(Model model, Set<String> trained) {
        this.model = model;
        this.module = model.getBlock();
        this.trained = !trained.isEmpty();
        for (Parameter parameter : module.getDirectParameters().values()) {
            parameter.freeze(!trained.contains(parameter.getName()));
            addParameter(parameter);
        }
    }

    /**
     * Reads a file whose parameters stay as they are.
     *
     * @param file a TorchScript archive of less than 2 GiB
     * @param device where it runs
     * @throws IOException if the file cannot be read or is no such archive
     */
    public static ImportedEncoder frozen(Path file, Device device) throws IOException {
        return new ImportedEncoder(load(file, true, device), Set.of());
    }

    /**
     * Reads a file whose parameters are trained; its buffers are not.
     *
     * @param file a TorchScript archive of less than 2 GiB
     * @param device where it runs
     * @throws IOException if the file cannot be read, is no such archive, or has no parameters
     */
    public static ImportedEncoder trained(Path file, Device device) throws IOException {
        Set<String> names;
        try (Model plain = load(file, false, device)) {
            names = Set.copyOf(plain.getBlock().getDirectParameters().keys());
        }
        if (names.isEmpty()) {
            throw new IOException(
                    file + " has no parameters to train: export the module without freezing it");
        }
        return new ImportedEncoder(load(file, true, device), names);
    }

    private static Model load(Path file, boolean buffers, Device device) throws IOException {
        byte[] archive = read(file, buffers);
        LibTorch.start();
        Model model = Model.newInstance("imported", device, "PyTorch");
        try {
            model.load(new ByteArrayInputStream(archive), Map.of("mapLocation", "true"));
            return model;
        } catch (IOException | MalformedModelException | EngineException e) {
            model.close();
            throw new IOException(file + " is not accepted by libtorch: " + e.getMessage(), e);
        }
    }

    /** The archive; with its buffers declared as parameters, because DJL shows only those. */
    private static byte[] read(Path file, boolean buffers) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        boolean module = false;
        try (ZipFile source = new ZipFile(file.toFile());
                ZipOutputStream target = new ZipOutputStream(bytes)) {
            target.setLevel(0);
            Enumeration<? extends ZipEntry> entries = source.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                String name = entry.getName();
                if (name.endsWith(".debug_pkl")) {
                    continue; // places in the text that is about to change
                }
                byte[] content = source.getInputStream(entry).readAllBytes();
                CRC32 crc = new CRC32();
                crc.update(content);
                if (crc.getValue() != entry.getCrc()) { // libtorch would not survive all damage
                    throw new ZipException("\"" + name + "\" is damaged");
                }
                if (name.contains("/code/") && name.endsWith(".py")) {
                    module = true;
                    content = buffers ? withBuffers(content) : content;
                }
                target.putNextEntry(new ZipEntry(name));
                target.write(content);
                target.closeEntry();
            }
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw new IOException(file + " is no whole TorchScript archive: " + e.getMessage(), e);
        }
        if (!module) {
            throw new IOException(
                    file
                            + " holds no TorchScript module: save it in Python with"
                            + " torch.jit.script(net).save(file), or only its parameters as"
                            + " safetensors for StateDict.load");
        }
        return bytes.toByteArray();
    }

    private static byte[] withBuffers(byte[] code) {
        String text = new String(code, StandardCharsets.UTF_8);
        return LISTS.matcher(text)
                .replaceAll("__parameters__ = [$1$3]$2__buffers__ = []")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        boolean train = training && trained;
        if (Boolean.valueOf(train).equals(mode)) {
            return run(parameterStore, inputs, train);
        }
        synchronized (this) {
            if (train && mode == null) {
                // DJL takes a new module for one in training mode, whatever it was saved in.
                run(parameterStore, inputs, false).close();
            }
            NDList outputs = run(parameterStore, inputs, train);
            mode = train;
            return outputs;
        }
    }

    private NDList run(ParameterStore store, NDList inputs, boolean train) {
        NDList outputs = single(module.forward(store, inputs, train));
        if (train) {
            return outputs;
        }
        try (outputs) { // what DJL evaluates can be part of no graph, its copy can
            return new NDList(outputs.head().duplicate());
        }
    }

    private static NDList single(NDList outputs) {
        if (outputs.size() != 1) {
            int size = outputs.size();
            outputs.close();
            throw new IllegalArgumentException(
                    "An imported encoder must return one tensor, this one returns "
                            + size
                            + ": export a module that picks the features");
        }
        return outputs;
    }

    /** Shapes found by running it on ones; n is taken as 1 where it is unknown. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        long[] sizes = inputShapes[0].getShape();
        sizes = Arrays.copyOf(sizes, sizes.length);
        sizes[0] = 1;
        try (Autograd off = Autograd.off();
                NDManager scratch = model.getNDManager().newSubManager()) {
            NDArray ones = scratch.ones(new Shape(sizes));
            ParameterStore store = new ParameterStore(scratch, false);
            Shape out = forwardInternal(store, new NDList(ones), false, null).head().getShape();
            return new Shape[] {new Shape(inputShapes[0].get(0)).addAll(out.slice(1))};
        }
    }

    /**
     * Not possible: DJL would put new arrays beside those of the module.
     *
     * @throws UnsupportedOperationException always; see {@link StateDict#load}
     */
    @Override
    public void loadParameters(NDManager manager, DataInputStream stream) {
        throw new UnsupportedOperationException(
                "The parameters of an imported encoder are read with StateDict.load");
    }

    /** Frees the module and its arrays. */
    @Override
    public void close() {
        model.close();
    }
}
