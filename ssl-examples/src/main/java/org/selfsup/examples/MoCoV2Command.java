package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.MoCoV2;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains MoCo v2 on pictures. */
@Command(
        name = "mocov2",
        mixinStandardHelpOptions = true,
        description = "MoCo v2 (2003.04297): MoCo with a deeper projector and stronger views.")
final class MoCoV2Command extends InstanceContrast<MoCoV2> {

    @Mixin private MoCoOptions options = new MoCoOptions();

    @Override
    public MoCoV2 task(Block encoder, int features, PictureSet pictures, long steps) {
        return new MoCoV2(encoder, features, options.config(0.1f));
    }
}
