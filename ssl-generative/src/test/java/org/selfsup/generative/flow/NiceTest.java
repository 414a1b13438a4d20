package org.selfsup.generative.flow;

class NiceTest extends PictureFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new Nice(SAMPLE, new Nice.Config(4, 1, 32));
    }
}
