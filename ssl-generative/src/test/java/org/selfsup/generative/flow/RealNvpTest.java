package org.selfsup.generative.flow;

class RealNvpTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new RealNvp(SAMPLE, new RealNvp.Config(2, 8));
    }
}
