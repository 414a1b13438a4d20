package org.selfsup.contrastive.instance;

import org.selfsup.augment.SimClrAugmentation;
import org.selfsup.data.Image;
import org.selfsup.data.Samples;
import org.selfsup.data.Shapes;
import org.selfsup.data.Views;
import org.selfsup.encoder.ConvNet;
import org.selfsup.testing.PretextTaskContract;
import org.selfsup.train.PretextTask;

class MoCoV2Test extends PretextTaskContract {

    @Override
    protected PretextTask task() {
        return new MoCoV2(ConvNet.of(8, 16), 16, new MoCo.Config(8, 24, 0.2f, 0.99, 1));
    }

    @Override
    protected int settled() {
        return 10;
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
