package org.selfsup.generative.flow;

class MaskedAutoregressiveFlowTest extends PlaneFlowContract {

    @Override
    protected NormalizingFlow flow(int condition) {
        return new MaskedAutoregressiveFlow(
                2, condition, new MaskedAutoregressiveFlow.Config(3, 16));
    }
}
