package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.context.Amdim;
import org.selfsup.loss.AmdimLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains AMDIM on pictures. */
@Command(
        name = "amdim",
        mixinStandardHelpOptions = true,
        description =
                "AMDIM (1906.00910): a view's summary goes with every place of the other view.")
final class AmdimCommand extends InstanceContrast<Amdim> {

    @Mixin private MapOption fine = new MapOption(7);
    @Mixin private UnitsOption units = new UnitsOption(256);

    @Option(
            names = "--coarse",
            paramLabel = "ROWS",
            description =
                    "The last map of at least so many rows is the coarse one (default:"
                            + " ${DEFAULT-VALUE}).")
    private int coarse = 4;

    @Override
    public Amdim task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Amdim(
                encoder,
                fine.name(encoder, pictures),
                MapOption.name(encoder, pictures, coarse),
                units.value,
                AmdimLoss.PAPER);
    }
}
