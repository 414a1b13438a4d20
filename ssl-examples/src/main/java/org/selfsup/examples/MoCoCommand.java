package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.MoCo;
import org.selfsup.encoder.Layers;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains MoCo on pictures. */
@Command(
        name = "moco",
        mixinStandardHelpOptions = true,
        description = "MoCo (1911.05722): a query finds its key in a queue of a momentum encoder.")
final class MoCoCommand extends InstanceContrast<MoCo> {

    @Mixin private MoCoOptions options = new MoCoOptions();

    @Override
    public MoCo task(Block encoder, int features, PictureSet pictures, long steps) {
        return new MoCo(encoder, Layers.linear(options.projection, true), options.config(0.07f));
    }
}
