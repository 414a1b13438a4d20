package org.selfsup.generative.flow;

class NiceTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new Nice(SAMPLE, condition, new Nice.Config(4, 1, 32));
    }
}
