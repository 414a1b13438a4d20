package org.selfsup.examples;

import ai.djl.nn.Block;
import org.selfsup.contrastive.instance.TiCo;
import org.selfsup.encoder.Heads;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Trains TiCo on pictures. */
@Command(
        name = "tico",
        mixinStandardHelpOptions = true,
        description = "TiCo (2206.10698): views agree, away from where embeddings pile up.")
final class TiCoCommand extends InstanceContrast<TiCo> {

    @Mixin private HiddenOption hidden = new HiddenOption(512);
    @Mixin private ProjectionOption projection = new ProjectionOption(128);
    @Mixin private TauOption tau = new TauOption(0.99);

    @Option(
            names = "--beta",
            paramLabel = "M",
            description =
                    "Share of the covariance that is kept each step (default: ${DEFAULT-VALUE}).")
    private float beta = 0.9f;

    @Option(
            names = "--rho",
            paramLabel = "X",
            description = "Weight of the covariance contrast (default: ${DEFAULT-VALUE}).")
    private float rho = 8;

    @Override
    public TiCo task(Block encoder, int features, PictureSet pictures, long steps) {
        return new TiCo(
                encoder,
                Heads.mlp(Heads.Norm.HIDDEN, hidden.value, projection.value),
                new TiCo.Config(projection.value, beta, rho),
                tau.schedule(steps));
    }
}
