package org.selfsup.examples;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Block;
import org.selfsup.adversarial.complete.BiGan;
import org.selfsup.adversarial.complete.PairDiscriminator;
import org.selfsup.encoder.Sequence;
import org.selfsup.train.Pass;
import picocli.CommandLine.Command;

/** Trains a bidirectional GAN on pictures. */
@Command(
        name = "bigan",
        mixinStandardHelpOptions = true,
        description =
                "BiGAN (1605.09782): pictures with their codes, told from codes with pictures.")
final class BiGanCommand extends PairGame<BiGan> {

    @Override
    BiGan game(Block encoder, Block generator, PairDiscriminator discriminator) {
        return new BiGan(encoder, generator, discriminator, latent());
    }

    @Override
    Sequence toCode(BiGan task) {
        return task.toCode();
    }

    @Override
    NDArray prior(BiGan task, Pass pass, int n) {
        return task.prior(pass, n);
    }

    @Override
    NDArray picture(BiGan task, Pass pass, NDArray z) {
        return task.generate(pass, z);
    }
}
