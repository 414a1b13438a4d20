package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.augment.RandomSegment;
import org.selfsup.augment.WavePipeline;
import org.selfsup.augment.WaveViews;
import org.selfsup.contrastive.context.Cpc;
import org.selfsup.data.Views;
import org.selfsup.data.Waveform;
import org.selfsup.encoder.WaveConvNet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Trains contrastive predictive coding on recordings. */
@Command(
        name = "cpc",
        mixinStandardHelpOptions = true,
        description = "CPC (1807.03748): from what was heard so far tell which piece comes next.")
final class CpcCommand extends WaveMethod<Cpc> {

    @Mixin private AheadOption ahead = new AheadOption(6);

    @Override
    public String family() {
        return "contrastive";
    }

    @Override
    public Usual usual() {
        return new Usual("cpc_wave", 1e-3, 0.9, 32);
    }

    @Override
    public Views<Waveform> views(WaveSet waves) {
        return new WaveViews(new WavePipeline(new RandomSegment(waves.length())));
    }

    @Override
    public Cpc task(Block encoder, int features, WaveSet waves, long steps) {
        return new Cpc(encoder, WaveConvNet.STANDARD, ahead.value);
    }
}
