package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.BlockPatches;
import org.selfsup.contrastive.instance.IBot;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains iBOT on pictures. */
@Command(
        name = "ibot",
        mixinStandardHelpOptions = true,
        description = "iBOT (2111.07832): DINO, and fill in what its teacher makes of patches.")
final class IBotCommand extends MultiCrop<IBot> {

    private static final int FEWEST = 4;
    private static final double RATIO = 0.3;

    @Mixin private DistillationOptions options = new DistillationOptions();

    @Option(
            names = "--masked",
            paramLabel = "X",
            defaultValue = "0.3",
            description = "Share of the patches that are masked (default: ${DEFAULT-VALUE}).")
    private double masked = 0.3;

    @Override
    public IBot task(Block encoder, int features, PictureSet pictures, long steps) {
        return new IBot(
                transformer("ibot", encoder),
                options.head(),
                options.config(),
                options.momentum(steps));
    }

    @Override
    public Views<Image> views(PictureSet pictures, IBot task) {
        int grid = grid(task, pictures);
        BlockPatches mask = new BlockPatches(grid, grid, masked, FEWEST, RATIO);
        return masked(pictures, mask, mask);
    }
}
