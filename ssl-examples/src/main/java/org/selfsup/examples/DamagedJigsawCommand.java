package org.selfsup.examples;

import ai.djl.nn.Block;
import java.util.List;
import org.selfsup.augment.PatchViews;
import org.selfsup.contrastive.context.DamagedJigsaw;
import org.selfsup.data.Image;
import org.selfsup.data.Views;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains the damaged jigsaw on pictures. */
@Command(
        name = "damagedjigsaw",
        mixinStandardHelpOptions = true,
        description =
                "Damaged jigsaw (1802.01880): order, colours and missing piece of a puzzle in grey.")
final class DamagedJigsawCommand extends PuzzleCommand<DamagedJigsaw> {

    @Mixin private PieceOptions pieces = new PieceOptions();
    @Mixin private JigsawOptions puzzle = new JigsawOptions();

    @Option(
            names = "--inpainting",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the missing piece (default: ${DEFAULT-VALUE}).")
    private double inpainting = 1;

    @Option(
            names = "--coloring",
            paramLabel = "X",
            defaultValue = "1",
            description = "Weight of the colours (default: ${DEFAULT-VALUE}).")
    private double coloring = 1;

    @Override
    public DamagedJigsaw task(Block encoder, int features, PictureSet pictures, long steps) {
        if (pictures.channels() != 3) {
            throw new IllegalArgumentException(
                    "damagedjigsaw gives colour back, and the pictures have none; take others, or jigsaw");
        }
        return new DamagedJigsaw(
                encoder,
                puzzle.orders(),
                new DamagedJigsaw.Config(
                        puzzle.grid(pictures.size()).size(),
                        pieces.embedding,
                        pieces.hidden,
                        inpainting,
                        coloring));
    }

    @Override
    public Views<Image> views(PictureSet pictures) {
        return new PatchViews(
                pictures.channels(),
                picture(pictures, pictures.normalize()),
                puzzle.grid(pictures.size()),
                List.of());
    }
}
