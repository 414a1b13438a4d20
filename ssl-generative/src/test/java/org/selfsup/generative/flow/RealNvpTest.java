package org.selfsup.generative.flow;

class RealNvpTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new RealNvp(SAMPLE, condition, new RealNvp.Config(2, 8));
    }
}
