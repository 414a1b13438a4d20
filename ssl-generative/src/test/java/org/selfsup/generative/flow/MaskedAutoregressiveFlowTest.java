package org.selfsup.generative.flow;

class MaskedAutoregressiveFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new MaskedAutoregressiveFlow(2, new MaskedAutoregressiveFlow.Config(3, 16));
    }
}
