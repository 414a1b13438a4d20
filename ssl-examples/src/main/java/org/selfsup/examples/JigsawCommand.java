package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.ChannelShift;
import org.selfsup.augment.PatchViews;
import org.selfsup.augment.RandomGrayscale;
import org.selfsup.augment.Standardize;
import org.selfsup.contrastive.context.Jigsaw;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains jigsaw on pictures. */
@Command(
        name = "jigsaw",
        mixinStandardHelpOptions = true,
        description = "Jigsaw (1603.09246): in which order were the pieces of the picture laid?")
final class JigsawCommand extends PuzzleCommand<Jigsaw> {

    @Mixin private PieceOptions pieces = new PieceOptions();
    @Mixin private JigsawOptions puzzle = new JigsawOptions();

    @Option(
            names = "--grey",
            paramLabel = "P",
            defaultValue = "0.3",
            description = "Share of grey pictures (default: ${DEFAULT-VALUE}).")
    private double grey = 0.3;

    @Option(
            names = "--shift",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "Samples by which the channels of a piece are shifted (default: ${DEFAULT-VALUE}).")
    private int shift = 1;

    @Override
    public Jigsaw task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Jigsaw(
                encoder, puzzle.orders(), new Jigsaw.Config(pieces.embedding, pieces.hidden));
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new PatchViews(
                pictures.channels(),
                picture(pictures, new RandomGrayscale(grey)),
                puzzle.grid(pictures.size()),
                List.of(new ChannelShift(shift), new Standardize()));
    }
}
