package org.selfsup.generative.flow;

class InverseAutoregressiveFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow task() {
        return new InverseAutoregressiveFlow(2, new MaskedAutoregressiveFlow.Config(3, 16));
    }
}
