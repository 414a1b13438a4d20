package org.selfsup.encoder;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;
import org.selfsup.engine.TorchScript;

/**
 * A vision transformer without its classifier, under torchvision's names: (n, c, h, w) to (n, d).
 *
 * <pre>{@code
 * patches = conv_proj(x) + positions        (n, t, d), t = h w / patch^2, row by row
 * tokens  = encoder(class_token, patches)   (n, 1 + t, d), after the last LayerNorm
 * }</pre>
 *
 * <p>The feature is the class token, or the mean of the patches. A second input, numbers of patches
 * (n, k) of type int64, leaves only those visible. {@link VisionTokens} and {@link
 * MaskedVisionTokens} give the tokens themselves, as masked methods need them, by {@link #embed}
 * and {@link #encode}. Square images of another size than the configured one are taken as well:
 * their positions are interpolated bicubically, as in DINO.
 *
 * <p>The weights of torchvision's networks load with {@code StateDict.load(net, file, "heads.")}.
 * Matrices start from {@link Distribution.Glorot}, learned positions from N(0, 0.02^2), the class
 * token and biases at 0.
 *
 * <p>Dosovitskiy et al. 2021, <a href="https://arxiv.org/abs/2010.11929">An Image is Worth 16x16
 * Words</a>.
 */
public final class VisionTransformer extends AbstractBlock {

    private static final TorchScript OPS =
            new TorchScript(
                    """
                    def patches(self, x: Tensor) -> Tensor:
                      return torch.transpose(torch.flatten(x, 2), 1, 2)
                    def place(self, x: Tensor, positions: Tensor) -> Tensor:
                      return torch.add(x, (self).fit(x, positions))
                    def place_after_class(self, x: Tensor, positions: Tensor) -> Tensor:
                      return torch.add(x, (self).fit(x, torch.slice(positions, 1, 1)))
                    def fit(self, x: Tensor, positions: Tensor) -> Tensor:
                      if torch.eq(torch.size(positions, 1), torch.size(x, 1)):
                        fitted = positions
                      else:
                        d = torch.size(x, 2)
                        old = int(torch.sqrt(torch.size(positions, 1)))
                        new = int(torch.sqrt(torch.size(x, 1)))
                        grid = torch.permute(torch.reshape(positions, [1, old, old, d]), [0, 3, 1, 2])
                        sized = torch.upsample_bicubic2d(grid, [new, new], False, None, None)
                        fitted = torch.transpose(torch.flatten(sized, 2), 1, 2)
                      return fitted
                    def pick(self, x: Tensor, visible: Tensor) -> Tensor:
                      size = [-1, -1, torch.size(x, 2)]
                      return torch.gather(x, 1, torch.expand(torch.unsqueeze(visible, 2), size))
                    def lead(self, x: Tensor, token: Tensor, positions: Tensor) -> Tensor:
                      first = torch.add(token, torch.slice(positions, 1, 0, 1))
                      return torch.cat([torch.expand(first, [torch.size(x, 0), -1, -1]), x], 1)
                    """);

    /** What becomes the feature of an image. */
    public enum Pooling {
        /** A token of its own, first of all, that attends to the patches. */
        CLASS_TOKEN,
        /** The mean of the patches; there is no class token. */
        MEAN
    }

    /** How the model knows where a patch is. */
    public enum Positions {
        /** A learned vector for every place. */
        LEARNED,
        /**
         * Fixed sines and cosines, half of the features for the column and half for the row, as in
         * MAE; 0 for the class token. A buffer under the name of the learned ones.
         */
        SINE_COSINE
    }

    /**
     * Its sizes.
     *
     * @param image height and width of the images in pixels, a multiple of patch
     * @param patch height and width of a patch in pixels
     * @param layers width, depth and heads; its positions stay 0
     * @param pooling what becomes the feature
     * @param positions how places are told apart
     */
    public record Config(
            int image, int patch, Transformer.Config layers, Pooling pooling, Positions positions) {

        /** Checks the sizes. */
        public Config {
            if (patch < 1 || image < patch || image % patch != 0) {
                throw new IllegalArgumentException(
                        "Images of "
                                + image
                                + " pixels a side cannot be cut into patches of "
                                + patch
                                + ": use a divisor");
            }
            if (positions == Positions.SINE_COSINE && layers.width() % 4 != 0) {
                throw new IllegalArgumentException(
                        "Positions of sines and cosines need a width divisible by 4, got "
                                + layers.width());
            }
            if (layers.positions() != 0) {
                throw new IllegalArgumentException(
                        "A vision transformer has positions of its own: leave those of its layers"
                                + " at 0, got "
                                + layers.positions());
            }
        }

        /** Class token and learned positions: torchvision's. */
        public Config(int image, int patch, Transformer.Config layers) {
            this(image, patch, layers, Pooling.CLASS_TOKEN, Positions.LEARNED);
        }

        /** With another feature. */
        public Config withPooling(Pooling value) {
            return new Config(image, patch, layers, value, positions);
        }

        /** With other positions. */
        public Config withPositions(Positions value) {
            return new Config(image, patch, layers, pooling, value);
        }

        /** Patches a side. */
        int grid() {
            return image / patch;
        }
    }

    private final Config config;
    private final @Nullable Parameter classToken;
    private final Parameter positions;
    private final Block projection;
    private final Transformer encoder;

    /** With new parameters. */
    public VisionTransformer(Config config) {
        this.config = config;
        int width = config.layers().width();
        boolean led = config.pooling() == Pooling.CLASS_TOKEN;
        classToken =
                led
                        ? addParameter(Layers.parameter("class_token", Parameter.Type.OTHER, true))
                        : null;
        if (classToken != null) {
            classToken.setInitializer(Initializer.ZEROS);
            classToken.setShape(new Shape(1, 1, width));
        }
        projection =
                addChildBlock(
                        "conv_proj",
                        Layers.startedFlat(
                                Layers.conv(width, config.patch(), config.patch(), 0, true),
                                new Distribution.Glorot()));
        int grid = config.grid();
        positions = Transformer.learned((led ? 1L : 0) + (long) grid * grid, width);
        if (config.positions() == Positions.SINE_COSINE) {
            fix(positions, grid);
        }
        encoder = addChildBlock("encoder", new Transformer(config.layers(), positions));
    }

    /** ViT-Tiny with patches of 16: (n, c, 224, 224) to (n, 192); 5.5 million trained values. */
    public static VisionTransformer tiny() {
        return new VisionTransformer(new Config(224, 16, Transformer.Config.of(192, 12, 3)));
    }

    /** ViT-Small with patches of 16: (n, c, 224, 224) to (n, 384); 21.7 million trained values. */
    public static VisionTransformer small() {
        return new VisionTransformer(new Config(224, 16, Transformer.Config.of(384, 12, 6)));
    }

    /** ViT-Base with patches of 16: (n, c, 224, 224) to (n, 768); 85.8 million trained values. */
    public static VisionTransformer base() {
        return new VisionTransformer(new Config(224, 16, Transformer.Config.of(768, 12, 12)));
    }

    /**
     * Six layers of ViT-Tiny with patches of 4: (n, c, 32, 32) to (n, 192); 2.7 million trained
     * values.
     */
    public static VisionTransformer cifar() {
        return new VisionTransformer(new Config(32, 4, Transformer.Config.of(192, 6, 3)));
    }

    /**
     * Four layers of width 96 with patches of 4, for minutes on a few cores: (n, c, 32, 32) to (n,
     * 96); 0.5 million trained values.
     *
     * @param pooling what becomes the feature
     */
    public static VisionTransformer mini(Pooling pooling) {
        return new VisionTransformer(
                new Config(32, 4, Transformer.Config.of(96, 4, 3)).withPooling(pooling));
    }

    /** Its sizes. */
    public Config config() {
        return config;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore parameterStore,
            NDList inputs,
            boolean training,
            @Nullable PairList<String, Object> params) {
        @Nullable NDArray visible = inputs.size() > 1 ? inputs.get(1) : null;
        try (NDArray patches = embed(parameterStore, inputs.head(), training);
                NDArray tokens = encode(parameterStore, patches, visible, training)) {
            return new NDList(
                    classToken == null
                            ? tokens.mean(new int[] {1})
                            : tokens.get(new NDIndex(":, 0")));
        }
    }

    /**
     * Patches as tokens, without positions.
     *
     * @param store where the parameters' values are
     * @param images (n, c, h, w), square, a multiple of the patch
     * @param training whether this is a training pass
     * @return (n, t, d), row by row
     */
    public NDArray embed(ParameterStore store, NDArray images, boolean training) {
        Shape shape = images.getShape();
        if (shape.dimension() != 4
                || shape.get(2) != shape.get(3)
                || shape.get(2) % config.patch() != 0) {
            throw new IllegalArgumentException(
                    "This vision transformer takes square images (n, c, h, h) with h a multiple of "
                            + config.patch()
                            + ", got "
                            + shape);
        }
        try (NDArray map =
                projection.forward(store, new NDList(images), training).singletonOrThrow()) {
            return OPS.apply("patches", map);
        }
    }

    /**
     * Adds positions, leaves out what is not visible, and runs all layers.
     *
     * @param store where the parameters' values are
     * @param patches (n, t, d) from {@link #embed}, perhaps with some replaced by a mask token
     * @param visible places (n, k) of type int64 of the patches to encode, each from 0 to t - 1;
     *     null for all of them in order
     * @param training whether this is a training pass
     * @return (n, 1 + k, d) with a class token first, (n, k, d) without
     */
    public NDArray encode(
            ParameterStore store, NDArray patches, @Nullable NDArray visible, boolean training) {
        Device device = patches.getDevice();
        NDArray places = store.getValue(positions, device, training);
        String place = classToken == null ? "place" : "place_after_class";
        NDArray tokens = OPS.apply(place, patches, places);
        if (visible != null) {
            Embedding.checkIndices(visible, patches.getShape().get(1), "A vision transformer");
            try (NDArray all = tokens) {
                tokens = OPS.apply("pick", all, visible);
            }
        }
        if (classToken != null) {
            NDArray token = store.getValue(classToken, device, training);
            try (NDArray rest = tokens) {
                tokens = OPS.apply("lead", rest, token, places);
            }
        }
        NDArray read = tokens;
        NDArray result = encoder.run(store, read, null, training);
        read.close();
        return result;
    }

    /** Makes a buffer of positions: sines and cosines, never trained. */
    static void fix(Parameter positions, int grid) {
        positions.freeze(true);
        positions.setInitializer(
                (manager, shape, type) ->
                        Initialization.array(waves(grid, shape), shape, type, manager));
    }

    /** sin and cos of place / 10000^(4 i / d), for the columns and then for the rows. */
    private static float[] waves(int grid, Shape shape) {
        int width = (int) shape.get(2);
        int quarter = width / 4;
        float[] values = new float[Math.toIntExact(shape.size())];
        int at = values.length - grid * grid * width; // the class token's stay 0
        for (int row = 0; row < grid; row++) {
            for (int column = 0; column < grid; column++) {
                for (int place : new int[] {column, row}) {
                    for (int i = 0; i < quarter; i++) {
                        double angle = place / StrictMath.pow(10000, (double) i / quarter);
                        values[at + i] = (float) StrictMath.sin(angle);
                        values[at + quarter + i] = (float) StrictMath.cos(angle);
                    }
                    at += 2 * quarter;
                }
            }
        }
        return values;
    }

    /**
     * Refuses to go on without the pooling that a method needs.
     *
     * @param method its name
     * @param pooling what it needs
     * @throws IllegalArgumentException if this transformer has the other
     */
    public void requirePooling(String method, Pooling pooling) {
        if (config.pooling() != pooling) {
            throw new IllegalArgumentException(
                    method
                            + " needs a vision transformer "
                            + (pooling == Pooling.MEAN ? "without" : "with")
                            + " a class token: its pooling shall be "
                            + pooling
                            + ", got "
                            + config.pooling());
        }
    }

    /** How many patches images {@code (n, c, h, w)} have. */
    public long patches(Shape images) {
        return images.get(2) / config.patch() * (images.get(3) / config.patch());
    }

    /** The shape of all tokens. */
    Shape tokens(long n, long patches) {
        return new Shape(n, (classToken == null ? 0 : 1) + patches, config.layers().width());
    }

    @Override
    protected void initializeChildBlocks(
            NDManager manager, DataType dataType, Shape... inputShapes) {
        projection.initialize(manager, dataType, inputShapes);
        encoder.initialize(manager, dataType, new Shape(-1, -1, config.layers().width()));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return new Shape[] {new Shape(inputShapes[0].get(0), config.layers().width())};
    }
}
