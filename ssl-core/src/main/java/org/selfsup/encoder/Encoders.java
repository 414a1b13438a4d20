package org.selfsup.encoder;

import ai.djl.nn.Block;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import org.selfsup.encoder.ResNet.Stem;
import org.selfsup.encoder.VisionTransformer.Pooling;

/**
 * Encoders by name, for files and command lines that say which network some weights belong to.
 *
 * <p>Networks with {@code _cifar} at the end are for small pictures, up to 64 pixels a side; those
 * with a number are for pictures of exactly that size.
 */
public final class Encoders {

    private static final int SMALL = 64;

    private static final Map<String, Supplier<Block>> BY_NAME = byName();

    private Encoders() {}

    private static Map<String, Supplier<Block>> byName() {
        Map<String, Supplier<Block>> named = new LinkedHashMap<>();
        named.put("convnet", ConvNet::standard);
        named.put("convnet_small", ConvNet::small);
        named.put("convnet_pooled", ConvNet::pooled);
        named.put("mlp", () -> Mlp.encoder(500, 500).add("relu", Layers.reluInPlace()));
        named.put("mlp_normalized", () -> Mlp.normalized(1024, 1024));
        named.put("linear", () -> Mlp.encoder(16));
        named.put("sigmoid", () -> new SigmoidLayer(500));
        named.put("vq", () -> ResidualCodec.encoder(64, 2));
        named.put("vq2", () -> ResidualCodec.twoScales(64, 1));
        for (int size : new int[] {28, 32}) {
            named.put("dcgan_" + size, () -> dcgan(size, Dcgan.Norm.BATCH));
            named.put("dcgan_spectral_" + size, () -> dcgan(size, Dcgan.Norm.SPECTRAL));
            named.put("dcgan_plain_" + size, () -> dcgan(size, Dcgan.Norm.NONE));
        }
        residual("resnet18", ResNet::resnet18, named);
        residual("resnet34", ResNet::resnet34, named);
        residual("resnet50", ResNet::resnet50, named);
        residual("resnet101", ResNet::resnet101, named);
        residual("resnet152", ResNet::resnet152, named);
        residual("wide_resnet50_2", ResNet::wideResnet50, named);
        residual("resnext50_32x4d", ResNet::resnext50, named);
        named.put("vit_tiny_16", VisionTransformer::tiny);
        named.put("vit_small_16", VisionTransformer::small);
        named.put("vit_base_16", VisionTransformer::base);
        named.put("vit_cifar", VisionTransformer::cifar);
        named.put("vit_mini_cifar", () -> VisionTransformer.mini(Pooling.CLASS_TOKEN));
        named.put("vit_mini_mean_cifar", () -> VisionTransformer.mini(Pooling.MEAN));
        named.put("convnet_patches", () -> PatchEncoder.mean(ConvNet.standard(), 8, 4));
        named.put("convnet_lab", () -> new LabEncoder(half(), half()));
        named.put("convnet_lightness", () -> lightness(ConvNet.standard()));
        named.put("srresnet", () -> SrResNet.trunk(64, 16));
        named.put("srresnet_small", () -> SrResNet.trunk(32, 4));
        named.put("cpc_wave", WaveConvNet::standard);
        named.put("gcn", () -> GraphEncoders.gcn(256, 128));
        named.put("gcn_bn", () -> GraphEncoders.normalizedGcn(256, 128));
        named.put("gcn_wide", () -> GraphEncoders.gcn(512));
        named.put("gcn_pair", () -> GraphEncoders.gcnAndDiffusion(512));
        named.put("gin", () -> new GraphPooling(GraphEncoders.gin(3, 32), Readout.SUM));
        return Collections.unmodifiableMap(named);
    }

    /** Half as wide as the standard one. */
    private static Block half() {
        return ConvNet.of(16, 32, 64, 128);
    }

    /** Sees nothing of colours. */
    private static Block lightness(Sequence net) {
        Sequence grey = new Sequence().add("lightness", CieLab.lightness());
        StateDict.children(net).forEach(grey::add);
        return grey;
    }

    private static Block dcgan(int size, Dcgan.Norm norm) {
        return Dcgan.encoder(size, 32, norm, 256).add("relu", Layers.leakyRelu(0.2f));
    }

    private static void residual(
            String name, Function<Stem, Block> net, Map<String, Supplier<Block>> named) {
        named.put(name, () -> net.apply(Stem.IMAGENET));
        named.put(name + "_cifar", () -> net.apply(Stem.CIFAR));
    }

    /** The names of the encoders of this library. */
    public static Set<String> names() {
        return BY_NAME.keySet();
    }

    /**
     * The full name of an encoder for pictures of a size: {@code resnet18} is {@code
     * resnet18_cifar} for 32 pixels, {@code dcgan} is {@code dcgan_32}.
     *
     * @param name a full name, or one without what depends on the size
     * @param size rows and columns of the pictures
     */
    public static String name(String name, int size) {
        String exact = name + "_" + size;
        String small = name + "_cifar";
        return BY_NAME.containsKey(exact)
                ? exact
                : size <= SMALL && BY_NAME.containsKey(small) ? small : name;
    }

    /**
     * A new encoder without values.
     *
     * @param name one of {@link #names}, or the full name of a public class with a public
     *     constructor without arguments that is a {@code Supplier<Block>}
     * @throws IllegalArgumentException if it is neither
     */
    public static Block create(String name) {
        Supplier<?> own = BY_NAME.get(name);
        if (own == null) {
            own = supplier(name);
        }
        if (own.get() instanceof Block block) {
            return block;
        }
        throw new IllegalArgumentException(name + " must supply a Block, and does not");
    }

    private static Supplier<?> supplier(String name) {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        try {
            return Class.forName(name, true, context)
                    .asSubclass(Supplier.class)
                    .getConstructor()
                    .newInstance();
        } catch (ReflectiveOperationException | ClassCastException e) {
            throw new IllegalArgumentException(
                    "Unknown encoder \""
                            + name
                            + "\": expected one of "
                            + BY_NAME.keySet()
                            + " or a public class that is a Supplier<Block>",
                    e);
        }
    }
}
