package org.selfsup.generative.flow;

class GlowTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new Glow(SAMPLE, new Glow.Config(2, 2, 8));
    }
}
