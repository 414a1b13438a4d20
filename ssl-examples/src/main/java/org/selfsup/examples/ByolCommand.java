package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.Byol;
import org.selfsup.encoder.Heads;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Schedule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains BYOL on pictures. */
@Command(
        name = "byol",
        mixinStandardHelpOptions = true,
        description =
                "BYOL (2006.07733): predict what a slow copy of the network makes of the other view.")
final class ByolCommand extends InstanceContrast<Byol> {

    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private TauOption tau = new TauOption(0.99);

    @Option(
            names = "--no-predictor",
            description = "Leave the predictor out, which the paper shows to collapse.")
    private boolean noPredictor;

    @Option(names = "--fixed-tau", description = "Keep tau as it is in the first step.")
    private boolean fixedTau;

    @Override
    public Byol task(Block encoder, int features, PictureSet pictures, long steps) {
        return new Byol(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                noPredictor
                        ? new Sequence()
                        : Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                fixedTau ? Schedule.constant(tau.value) : tau.schedule(steps));
    }
}
