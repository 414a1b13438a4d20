package org.selfsup.augment;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.selfsup.data.Image;
import org.selfsup.data.Views;

/**
 * Pictures per second on one thread, for each part of an augmentation by itself and for each
 * recipe: all its views of one picture, into the memory of a batch. Sizes 32 x 32 from 32 x 32 and
 * 224 x 224 from 320 x 400.
 *
 * <p>A part works on the centre of a picture that was made once and is copied each time; "copy" is
 * that alone. Parts that happen at random always happen here.
 *
 * <pre>mvn -pl ssl-core test-compile exec:java -Dexec.args="ImageParts -f 0"</pre>
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class ImagePartsBenchmark {

    private static final int SLOTS = 16;
    private static final int PICTURES = 64;

    /** Which part. */
    @Param({
        "copy",
        "centre crop",
        "crop and resize",
        "crop and resize, bicubic",
        "horizontal flip",
        "vertical flip",
        "jitter",
        "grayscale",
        "blur",
        "solarize",
        "posterize",
        "equalize",
        "rotation",
        "quarter turn",
        "erasing",
        "cutout",
        "normalise",
        "9 patches",
        "random masks",
        "block masks",
        "SimCLR, 2 views",
        "MoCo v2, 2 views",
        "BYOL, 2 views",
        "DINO, all views",
        "SwAV, all views"
    })
    public String part = "";

    /** Rows and columns of a view. */
    @Param({"32", "224"})
    public int size;

    private final SplittableRandom random = new SplittableRandom(1);
    private Image[] pictures = {};
    private Runnable work = () -> {};
    private int next;

    /** Makes the pictures and the part. */
    @Setup
    public void setUp() {
        pictures = TestPictures.of(PICTURES, size == 32 ? 32 : 320, size == 32 ? 32 : 400);
        work = work(part);
    }

    private Runnable work(String part) {
        boolean large = size > 32;
        return switch (part) {
            case "copy" -> transform((image, random) -> {});
            case "centre crop" -> crop(new CenterCrop(size));
            case "crop and resize" -> crop(new RandomResizedCrop(size));
            case "crop and resize, bicubic" ->
                    crop(new RandomResizedCrop(size, 0.08, 1, Interpolation.BICUBIC));
            case "horizontal flip" -> transform(new RandomHorizontalFlip(1));
            case "vertical flip" -> transform(new RandomVerticalFlip(1));
            case "jitter" -> transform(new ColorJitter(0.8, 0.8, 0.8, 0.2, 1));
            case "grayscale" -> transform(new RandomGrayscale(1));
            case "blur" -> transform(GaussianBlur.forSize(size, 1));
            case "solarize" -> transform(new RandomSolarize(0.5, 1));
            case "posterize" -> transform(new Posterize(4));
            case "equalize" -> transform(new Equalize());
            case "rotation" -> transform(new RandomRotation(-30, 30));
            case "quarter turn" -> transform(new QuarterTurn(1));
            case "erasing" -> transform(new RandomErasing(0.02, 0.4, 0.3, 1 / 0.3, true, 1));
            case "cutout" -> transform(new Cutout(size / 2));
            case "normalise" -> transform(Normalize.IMAGENET);
            case "9 patches" -> {
                int patch = size / 4;
                PatchGrid grid = new PatchGrid(3, 3, patch, patch, 0);
                yield views(
                        new PatchViews(
                                3,
                                new ImagePipeline(new CenterCrop(size)),
                                grid,
                                List.of(Normalize.IMAGENET)));
            }
            case "random masks" -> mask(new RandomPatches(large ? 14 : 8, large ? 14 : 8, 0.75));
            case "block masks" ->
                    mask(large ? BlockPatches.BEIT : new BlockPatches(8, 8, 0.4, 4, 0.3));
            case "SimCLR, 2 views" ->
                    views(new SimClrAugmentation(size, 3, 1, large, Normalize.IMAGENET).views());
            case "MoCo v2, 2 views" ->
                    views(new MoCoV2Augmentation(size, 3, large, Normalize.IMAGENET).views());
            case "BYOL, 2 views" ->
                    views(new ByolAugmentation(size, 3, large, Normalize.IMAGENET).views());
            case "DINO, all views" ->
                    views((large ? DinoAugmentation.IMAGENET : DinoAugmentation.CIFAR10).views());
            case "SwAV, all views" ->
                    views((large ? SwAvAugmentation.IMAGENET : SwAvAugmentation.CIFAR10).views());
            default -> throw new IllegalArgumentException("No part is called " + part);
        };
    }

    private Image nextPicture() {
        next = (next + 1) % PICTURES;
        return pictures[next];
    }

    private Runnable crop(Crop crop) {
        PlanarImage image = new PlanarImage();
        return () -> crop.apply(nextPicture(), image, random);
    }

    private Runnable transform(ImageTransform transform) {
        PlanarImage made = new PlanarImage();
        new CenterCrop(size).apply(nextPicture(), made, random);
        PlanarImage image = new PlanarImage();
        image.reshape(3, size, size);
        return () -> {
            for (int c = 0; c < 3; c++) {
                System.arraycopy(made.plane(c), 0, image.plane(c), 0, made.planeSize());
            }
            transform.apply(image, random);
        };
    }

    private Runnable views(Views<Image> views) {
        Views.Batch<Image> batch = views.batch(SLOTS);
        return () -> batch.put(next % SLOTS, nextPicture(), random);
    }

    private Runnable mask(PatchMask mask) {
        return () -> mask.draw(random);
    }

    /** One picture. */
    @Benchmark
    public int picture() {
        work.run();
        return next;
    }
}
