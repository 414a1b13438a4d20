package org.selfsup.generative.flow;

class GlowTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new Glow(SAMPLE, condition, new Glow.Config(2, 2, 8));
    }
}
