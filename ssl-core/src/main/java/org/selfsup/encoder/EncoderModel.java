package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.WholeFile;

/**
 * A trained encoder as a directory that DJL's model API loads and serves.
 *
 * <pre>{@code
 * EncoderModel.save(directory, encoder, "resnet18_cifar", new Shape(1, 3, 32, 32));
 *
 * Criteria<NDList, NDList> criteria = Criteria.builder()
 *         .setTypes(NDList.class, NDList.class)
 *         .optModelPath(directory)
 *         .build();
 * try (ZooModel<NDList, NDList> model = criteria.loadModel();
 *         Predictor<NDList, NDList> predictor = model.newPredictor()) { ... }
 * }</pre>
 *
 * <p>The directory holds {@code encoder.safetensors}, which Python reads as well, and {@code
 * serving.properties}, which says how DJL builds the network: this library has to be on the class
 * path. The features are those of the encoder in evaluation mode, bit for bit; several predictors
 * may run at once. For pictures instead of arrays give the criteria DJL's {@code
 * ImageFeatureExtractorFactory} as translator factory, with the size and normalisation of the
 * training as its arguments.
 *
 * <p>There is no export to TorchScript or ONNX: neither DJL nor libtorch can record what Java code
 * computes, so every block would have to write itself down as a graph. Networks under torchvision's
 * names are exported in Python from the same safetensors file.
 */
public final class EncoderModel implements BlockFactory {

    private static final long serialVersionUID = 1;

    private static final String WEIGHTS = "encoder.safetensors";
    private static final String ARCHITECTURE = "architecture";
    private static final String INPUT = "input";

    /** Called by DJL, which reads this class's name in {@code serving.properties}. */
    public EncoderModel() {}

    /**
     * Writes the directory, and reads it once to see that it fits.
     *
     * @param directory made if it does not exist; files of an earlier export are replaced
     * @param encoder an initialised block
     * @param architecture what {@link Encoders#create} builds the same network from
     * @param input shape of a batch it takes; n may be any number
     * @throws IOException if it cannot be written, or if that architecture has other parameters
     */
    public static void save(Path directory, Block encoder, String architecture, Shape input)
            throws IOException {
        Files.createDirectories(directory);
        StateDict.save(encoder, directory.resolve(WEIGHTS), Map.of(ARCHITECTURE, architecture));
        String sizes =
                LongStream.of(input.getShape())
                        .mapToObj(String::valueOf)
                        .collect(Collectors.joining(","));
        try (NDManager scratch = LibTorch.newManager(Device.cpu())) {
            load(directory, architecture, sizes, scratch);
        }
        WholeFile.write(
                directory.resolve("serving.properties"),
                """
                engine=PyTorch
                blockFactory=%s
                option.hasParameter=false
                %s=%s
                %s=%s
                """
                        .formatted(
                                EncoderModel.class.getName(),
                                ARCHITECTURE,
                                architecture,
                                INPUT,
                                sizes));
    }

    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        String architecture = argument(arguments, ARCHITECTURE, modelPath);
        String input = argument(arguments, INPUT, modelPath);
        try {
            return load(modelPath, architecture, input, model.getNDManager());
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    "serving.properties in " + modelPath + " is damaged: " + e.getMessage(), e);
        }
    }

    private static String argument(Map<String, ?> arguments, String key, Path directory)
            throws IOException {
        Object value = arguments.get(key);
        if (value == null) {
            throw new IOException(
                    "serving.properties in "
                            + directory
                            + " lacks \""
                            + key
                            + "\": write the directory with EncoderModel.save");
        }
        return value.toString();
    }

    private static Block load(Path directory, String architecture, String sizes, NDManager manager)
            throws IOException {
        Block encoder = Encoders.create(architecture);
        encoder.freezeParameters(true);
        long[] input = Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray();
        Initialization.initialize(encoder, 0, manager, new Shape(input));
        StateDict.load(encoder, directory.resolve(WEIGHTS));
        return encoder;
    }
}
