package org.selfsup.contrastive.instance;

import org.selfsup.encoder.ConvNet;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class MoCoV2Test extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new MoCoV2(ConvNet.of(8, 16), 16, new MoCo.Config(8, 24, 0.2f, 0.99, 1));
    }

    @Override
    protected int settled() {
        return 10;
    }
}
