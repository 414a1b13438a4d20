package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.adversarial.complete.BigBiGan;
import org.selfsup.adversarial.complete.PairDiscriminator;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;

/** Trains BigBiGAN on pictures. */
@Command(
        name = "bigbigan",
        mixinStandardHelpOptions = true,
        description =
                "BigBiGAN (1907.02544): BiGAN that also judges picture and code each for itself.")
final class BigBiGanCommand extends PairGame<BigBiGan> {

    @Override
    BigBiGan game(Block encoder, Block generator, PairDiscriminator discriminator) {
        return new BigBiGan(encoder, generator, discriminator, latent());
    }

    @Override
    Sequence toCode(BigBiGan task) {
        return task.toCode();
    }

    @Override
    NDArray prior(BigBiGan task, Pass pass, int n) {
        return task.prior(pass, n);
    }

    @Override
    NDArray picture(BigBiGan task, Pass pass, NDArray z) {
        return task.generate(pass, z);
    }
}
