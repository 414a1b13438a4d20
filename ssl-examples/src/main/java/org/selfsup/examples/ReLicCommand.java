package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.ReLic;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.ReLicLoss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains ReLIC on pictures. */
@Command(
        name = "relic",
        mixinStandardHelpOptions = true,
        description = "ReLIC (2010.07922): contrast that does not depend on how views were made.")
final class ReLicCommand extends InstanceContrast<ReLic> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.2f);
    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private TauOption tau = new TauOption(0.99);

    @Option(
            names = "--alpha",
            paramLabel = "X",
            description = "Weight of the invariance (default: ${DEFAULT-VALUE}).")
    private float alpha = 1;

    @Override
    public ReLic task(Block encoder, int features, PictureSet pictures, long steps) {
        return new ReLic(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                new ReLicLoss(temperature.value, alpha),
                tau.schedule(steps));
    }
}
