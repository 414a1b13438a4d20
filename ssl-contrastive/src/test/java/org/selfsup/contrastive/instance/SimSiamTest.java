package org.selfsup.contrastive.instance;

import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class SimSiamTest extends PretextTaskContract {

    @Override
    protected PretextTask task() {
        return new SimSiam(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, 16, 8),
                Heads.mlp(Heads.Norm.HIDDEN, 4, 8));
    }

    @Override
    protected Samples<Image> samples() {
        return Shapes.generate(32, 8, 1).train();
    }

    @Override
    protected Views<Image> views() {
        return SimClrAugmentation.CIFAR10.views();
    }
}
