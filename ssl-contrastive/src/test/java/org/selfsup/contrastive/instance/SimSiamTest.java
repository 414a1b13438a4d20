package org.selfsup.contrastive.instance;

import org.selfsup.encoder.ConvNet;
import org.selfsup.encoder.Heads;
import org.selfsup.testing.ImageTaskContract;
import org.selfsup.train.PretextTask;

class SimSiamTest extends ImageTaskContract {

    @Override
    protected PretextTask task() {
        return new SimSiam(
                ConvNet.of(8, 16),
                Heads.mlp(Heads.Norm.ALL_LAST_PLAIN, 16, 8),
                Heads.mlp(Heads.Norm.HIDDEN, 4, 8));
    }
}
