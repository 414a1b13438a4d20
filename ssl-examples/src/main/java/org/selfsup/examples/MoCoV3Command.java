package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.MoCoV3;
import org.selfsup.encoder.Heads;
import org.selfsup.loss.MoCoV3Loss;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains MoCo v3 on pictures. */
@Command(
        name = "mocov3",
        mixinStandardHelpOptions = true,
        description =
                "MoCo v3 (2104.02057): predict the key of a momentum encoder, without a queue.")
final class MoCoV3Command extends InstanceContrast<MoCoV3> {

    @Mixin private TemperatureOption temperature = new TemperatureOption(0.2f);
    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private TauOption tau = new TauOption(0.99);

    @Override
    public MoCoV3 task(Block encoder, int features, PictureSet pictures, long steps) {
        return new MoCoV3(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                new MoCoV3Loss(temperature.value),
                tau.schedule(steps));
    }
}
